import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { runCli, useFile } from '../support/process.js';

const campaign = (content: object) => ({
  name: 'Spring',
  subject: 'Hi',
  from_email: 'a@x.test',
  recipients: { type: 'all' },
  content,
});

interface Fault {
  what: string;
  fixture: object;
  /** Of the field in the data set, written with two blanks a level. */
  line: number;
  field: string;
  issue: RegExp;
  /** Where a call says something else, since it has no files beside it. */
  issueOfCall?: RegExp;
}

const missing: Pick<Fault, 'issue' | 'issueOfCall'> = {
  issue: /no\.html\S*: there is no such file or folder/,
  issueOfCall: /^Expected a template; that of a file is read only/,
};

const faults: Fault[] = [
  {
    what: 'a template that is not there, in html',
    fixture: { campaigns: [campaign({ text: 'x' }), campaign({ html: 'file:no.html' })] },
    line: 22,
    field: 'campaigns[1].content.html',
    ...missing,
  },
  {
    what: 'a template that is not there, in text',
    fixture: { campaigns: [campaign({ html: '<p>x</p>', text: 'file:no.html' })] },
    line: 12,
    field: 'campaigns[0].content.text',
    ...missing,
  },
  {
    what: 'a tag of invented contacts',
    fixture: { generate: { contacts: 5, tags: { 'a,b': 0.5 } } },
    line: 5,
    field: 'generate.tags.a,b',
    issue: /^Expected a tag without a comma/,
  },
  {
    what: 'a share that is none',
    fixture: { generate: { contacts: 5, tags: { a: 2 } } },
    line: 5,
    field: 'generate.tags.a',
    issue: /^Expected at most 1/,
  },
  {
    what: 'a list that is none',
    fixture: { description: 'x', campaigns: {} },
    line: 3,
    field: 'campaigns',
    issue: /^Expected a list, got an object/,
  },
  {
    what: 'content that is none',
    fixture: { campaigns: [{ ...campaign({}), content: 'file:no.html' }] },
    line: 10,
    field: 'campaigns[0].content',
    issue: /^Expected an object with html, text or both/,
  },
];

const dotted = (field: string) => field.replaceAll(/\[(\d+)\]/g, '.$1');

it.each(faults)('$what: a file says file, line and field', async ({ fixture, line, field, issue }) => {
  const file = await useFile('set.json', JSON.stringify(fixture, null, 2));
  const failed = await startEmulator({ fixture: [file] }).then(
    (emulator) => emulator.stop().then(() => ''),
    (error: Error) => error.message,
  );
  const start = `fixture: ${file}:${line}: ${field}: `;
  expect(failed.slice(0, start.length)).toBe(start);
  expect(failed.slice(start.length)).toMatch(issue);
});

it.each(faults)(
  '$what: so says seed',
  async ({ fixture, line, field, issue }) => {
    const emulator = await useEmulator();
    const file = await useFile('set.json', JSON.stringify(fixture, null, 2));
    const { code, stderr } = await runCli(['seed', file, '--url', emulator.url]);
    const start = `maildrone-emulator: ${file}:${line}: ${field}: `;
    expect([code, stderr.slice(0, start.length)]).toEqual([1, start]);
    expect(stderr.slice(start.length).replace(/^expected a readable file; /, '')).toMatch(issue);
  },
  30_000,
);

it.each(faults)('$what: a call says the field', async ({ fixture, field, issue, issueOfCall = issue }) => {
  const emulator = await useEmulator();
  const { status, error } = await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture } });
  expect([status, error.details.field]).toEqual([400, `fixture.${dotted(field)}`]);
  expect(error.details.issue).toMatch(issueOfCall);
});
