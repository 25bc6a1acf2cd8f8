import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiOf } from '../../src/http/openapi/document.js';
import { apiTable } from '../../src/http/route-tables.js';
import { startEmulator } from '../../src/index.js';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { campaignBody } from './examples.js';

let emulator: EmulatorHandle;
let workspace: Connection & { drop(): Promise<void> };
beforeAll(async () => {
  emulator = await startEmulator();
  workspace = await emulator.workspace();
});
afterAll(() => emulator.stop());

const absent = Symbol('absent');
type Row = readonly [field: string, given: unknown, refusedOn: string | null];

/** Sets a dotted path of a body, or takes the field away. */
function withField(body: object, path: string, value: unknown): object {
  const copy = structuredClone(body) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const holder = steps.reduce((inner, step) => inner[step] as Record<string, unknown>, copy);
  if (value === absent) delete holder[last];
  else holder[last] = value;
  return copy;
}

const shown = (value: unknown): string => {
  if (value === absent) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 30)}… (${text.length})` : text;
};

const hostile = '<script>alert(1)</script>"\'; DROP TABLE contacts; -- {{constructor}} ${7*7}';
const unicode = 'Žluťoučký 株式会社 👩‍👩‍👧 ‮rtl';

/** A line of text that may be empty and null: the same at every field of the kind. */
const lineRows = (field: string, max: number): Row[] => [
  [field, absent, null],
  [field, null, null],
  [field, '', null],
  [field, 7, field],
  [field, true, field],
  [field, ['x'], field],
  [field, { a: 1 }, field],
  [field, 'x'.repeat(max), null],
  [field, 'x'.repeat(max + 1), field],
  [field, unicode, null],
  [field, hostile.slice(0, max), null],
  [field, 'two\nlines', field],
  [field, 'header\r\nBcc: x@y.test', field],
  [field, 'nul\u0000', field],
];

const emailRows = (field: string, required: boolean): Row[] => [
  [field, absent, required ? field : null],
  [field, null, required ? field : null],
  [field, '', required ? field : null],
  [field, 7, field],
  [field, ['a@b.test'], field],
  [field, 'plain', field],
  [field, 'a@b', field],
  [field, 'a@@b.test', field],
  [field, 'a b@c.test', field],
  [field, 'a@b.test, c@d.test', field],
  [field, 'Jane <a@b.test>', field],
  [field, 'a@b.test\r\nBcc: x@y.test', field],
  [field, 'ü@b.test', field],
  [field, 'a@bücher.test', field],
  [field, '.a@b.test', field],
  [field, 'a..b@c.test', field],
  [field, 'a@-b.test', field],
  [field, `${'x'.repeat(64)}@b.test`, null],
  [field, `${'x'.repeat(65)}@b.test`, field],
  [field, `a@${'x.'.repeat(130)}test`, field],
  [field, "o'neil+tag@sub.example.com", null],
  [field, '"quoted local"@b.test', null],
];

const tagRows = (field: string): Row[] => [
  [field, 'vip', field],
  [field, [7], `${field}[0]`],
  [field, ['ok', ''], `${field}[1]`],
  [field, ['ok', ' '], `${field}[1]`],
  [field, ['a,b'], `${field}[0]`],
  [field, ['x'.repeat(100)], null],
  [field, ['x'.repeat(101)], `${field}[0]`],
  [field, [unicode, hostile.replace(/,/g, '')], null],
  [field, Array.from({ length: 100 }, (_, n) => `t${n}`), null],
  [field, Array.from({ length: 101 }, (_, n) => `t${n}`), field],
];

const flagRows = (field: string): Row[] => [
  [field, absent, null],
  [field, null, null],
  [field, true, null],
  [field, false, null],
  [field, 'true', field],
  [field, 1, field],
];

const contactRows: Row[] = [
  ...emailRows('email', true),
  ...lineRows('first_name', 200),
  ...lineRows('last_name', 200),
  ...lineRows('phone', 50),
  ...lineRows('company', 200),
  ['tags', absent, null],
  ['tags', null, null],
  ['tags', [], null],
  ...tagRows('tags'),
  ['custom_fields', absent, null],
  ['custom_fields', null, null],
  ['custom_fields', {}, null],
  ['custom_fields', [], 'custom_fields'],
  ['custom_fields', 'x', 'custom_fields'],
  ['custom_fields', { '': 1 }, 'custom_fields'],
  ['custom_fields', { ['k'.repeat(101)]: 1 }, 'custom_fields'],
  ['custom_fields', { deep: { a: [1, { b: null }] }, n: 1.5, t: true, u: unicode, h: hostile }, null],
  ['custom_fields', { constructor: 1, toString: 2, hasOwnProperty: 3 }, null],
  ['custom_fields', { big: 'x'.repeat(70_000) }, 'custom_fields'],
  ['custom_fields', Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, n])), 'custom_fields'],
  ['custom_fields', { a: { a: { a: { a: { a: { a: { a: { a: {} } } } } } } } }, 'custom_fields'],
  ...flagRows('send_welcome'),
];

const contentRows: Row[] = [
  ['content', absent, 'content'],
  ['content', null, 'content'],
  ['content', 'x', 'content'],
  ['content', {}, 'content'],
  ['content', { html: '', text: '' }, 'content'],
  ['content.html', 7, 'content.html'],
  ['content.html', absent, null],
  ['content.text', absent, null],
  ['content.html', '{{#if x}}', 'content.html'],
  ['content.text', '{{/if}}', 'content.text'],
  ['content.html', `<p>${unicode}</p>${'x'.repeat(100_000)}`, null],
  ['content', { html: null }, 'content'],
  ['content', { html: null, text: 't' }, null],
  ['content', { html: '', text: 't' }, null],
  ['content', { html: '<p>h</p>', text: '' }, null],
];

const campaignRows: Row[] = [
  ...lineRows('name', 200).filter(([, given]) => given !== absent && given !== null && given !== ''),
  ['name', absent, 'name'],
  ['name', null, 'name'],
  ['name', '  ', 'name'],
  ['subject', absent, 'subject'],
  ['subject', '', 'subject'],
  ['subject', 'x'.repeat(501), 'subject'],
  ['subject', unicode, null],
  ['subject', 'a\r\nBcc: x@y.test', 'subject'],
  ['subject', 'Hi {{first_name}', 'subject'],
  ...lineRows('from_name', 200),
  ...emailRows('from_email', true),
  ...emailRows('reply_to', false),
  ...contentRows,
  ['recipients', absent, 'recipients'],
  ['recipients', null, 'recipients'],
  ['recipients', 'all', 'recipients'],
  ['recipients', {}, 'recipients.type'],
  ['recipients.type', 'some', 'recipients.type'],
  ['recipients', { type: 'tags' }, 'recipients.tags'],
  ['recipients', { type: 'tags', tags: [] }, 'recipients.tags'],
  ['recipients', { type: 'all' }, null],
  ...tagRows('recipients.tags'),
  ['recipients.exclude_tags', absent, null],
  ['recipients.exclude_tags', null, null],
  ...tagRows('recipients.exclude_tags'),
  ['settings', absent, null],
  ['settings', null, null],
  ['settings', [], 'settings'],
  ...flagRows('settings.track_opens'),
  ...flagRows('settings.track_clicks'),
  ...flagRows('settings.google_analytics'),
  ['send_time', absent, null],
  ['send_time', null, null],
  ['send_time', '', 'send_time'],
  ['send_time', 'tomorrow', 'send_time'],
  ['send_time', 1711360800, 'send_time'],
  ['send_time', '2024-02-30T10:00:00Z', 'send_time'],
  ['send_time', '2024-03-25', 'send_time'],
  ['send_time', '2024-03-25T12:00:00+02:00', null],
  ['send_time', '2024-03-25T10:00:00.250Z', null],
];

const emailBody = {
  from_email: 'shop@x.test',
  to: { email: 'ann@x.test', name: 'Ann' },
  subject: 's',
  content: { html: '<p>h</p>', text: 't' },
};

const mailRows: Row[] = [
  ...emailRows('from_email', true),
  ...lineRows('from_name', 200),
  ...emailRows('reply_to', false),
  ...emailRows('to.email', true),
  ...lineRows('to.name', 200),
  ['to', absent, 'to'],
  ['to', 'ann@x.test', null],
  ['to', 'ann', 'to'],
  ['subject', '', 'subject'],
  ['subject', ' ', 'subject'],
  ...contentRows,
  ['variables', null, null],
  ['variables', [], 'variables'],
];

const kinds = [
  ['contact', '/contacts', contactRows],
  ['campaign', '/campaigns', campaignRows],
  ['single mail', '/emails', mailRows],
] as const;

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const document = openApiOf(apiTable.routes, 'api');
/** Whether the document lets a body pass. */
const documented = (path: string, body: object): boolean =>
  ajv.validate(
    {
      ...document.paths[path]?.['post']?.requestBody?.content['application/json'].schema,
      components: document.components,
    },
    body,
  );
/**
 * What a schema cannot say: whether a template is sound, how large and deep JSON is, how long a text is in UTF-16; and
 * what the checker's own grammar of addresses refuses, or takes.
 */
const isBeyondSchemas = (field: string, given: unknown): boolean => {
  const text = JSON.stringify(given) ?? '';
  const isJson = field === 'custom_fields' && (text.length > 60_000 || text.includes('{"a":{"a":{"a"'));
  return text.includes('{{') || isJson || (/email|reply_to|^to$/.test(field) && typeof given === 'string');
};

describe.each(kinds)('A %s', (kind, path, rows) => {
  let number = 0;
  const base = () =>
    kind === 'contact'
      ? { email: `n${(number += 1)}@fields.test`, first_name: 'Jane' }
      : kind === 'campaign'
        ? campaignBody
        : emailBody;

  it.each(rows.map(([field, given, refusedOn]) => ({ field, given, refusedOn, words: shown(given) })))(
    '$field = $words: refused on $refusedOn',
    async ({ field, given, refusedOn }) => {
      const body = withField(base(), field, given);
      if (!isBeyondSchemas(field, given)) expect(documented(path, body)).toBe(refusedOn === null);
      const answer = await callApi(workspace, path, { method: 'POST', body });
      if (refusedOn === null) return expect(answer.status, answer.text.slice(0, 300)).toBe(201);
      expect([answer.status, answer.error.code]).toEqual([400, 'INVALID_REQUEST']);
      expect(answer.error.details.field).toBe(refusedOn);
      expect(answer.error.details.issue).toMatch(/expected/i);
    },
  );
});

it('Several faults are all named, the first one in front', async () => {
  const { error } = await callApi(workspace, '/contacts', {
    method: 'POST',
    body: { email: 'x', first_name: 7, tags: 'vip' },
  });
  expect(error.details.field).toBe('email');
  expect(error.details.issues?.map(({ field }) => field)).toEqual(['email', 'first_name', 'tags']);
});
