import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { runCli, useDirectory } from '../support/process.js';

const campaign = (content: object) => ({
  name: 'Spring',
  subject: 'Hi',
  from_email: 'a@x.test',
  recipients: { type: 'all' },
  content,
});

/** A folder with files in it, and a seed of one of them. */
async function useSeed(files: Record<string, string | Uint8Array>) {
  const emulator = await useEmulator();
  const dir = await useDirectory();
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  const seed = (name: string) => runCli(['seed', join(dir, name), '--replace', '--url', emulator.url]);
  return { emulator, dir, seed };
}

it('takes templates that stand beside the file, by each of their names', async () => {
  const { emulator, seed } = await useSeed({
    'set.json': JSON.stringify({ campaigns: [campaign({ html: 'file:l.html', text: 'file:l.txt' })] }),
    'l.html': '<p>Grüße, {{first_name}}</p>',
    'l.txt': 'Grüße',
  });
  expect((await seed('set.json')).code).toBe(0);
  const [loaded] = (await callApi<Campaign[]>(emulator, '/campaigns')).data;
  expect(loaded?.content).toEqual({ html: '<p>Grüße, {{first_name}}</p>', text: 'Grüße' });
}, 30_000);

it('names file, line and field of a template that is not there, and loads nothing', async () => {
  const { emulator, dir, seed } = await useSeed({
    'set.json': JSON.stringify(
      { campaigns: [campaign({ text: 'x' }), campaign({ html: 'file:no.html' })] },
      null,
      1,
    ),
  });
  const { code, stderr } = await seed('set.json');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^maildrone-emulator: [^\n]*set\.json:\d+: campaigns\[1\]\.content\.html: [^\n]*no\.html[^\n]*\n$/,
    ),
  ]);
  expect(stderr).toContain(join(dir, 'no.html'));
  expect((await callApi<Campaign[]>(emulator, '/campaigns')).data).toEqual([]);
}, 30_000);

const latin1 = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['contacts.csv', latin1('email,first_name\na@x.test,Ada\nb@x.test,J\xfcrgen\n'), 'contacts.csv: line 3'],
  [
    'set.json',
    latin1('{"contacts": [\n{"email": "b@x.test", "first_name": "J\xfcrgen"}]}'),
    'set.json: line 2',
  ],
  ['wide.csv', Buffer.from('\ufeffemail\na@x.test\n', 'utf16le'), 'wide.csv: line 1'],
])(
  'refuses %s, which is no UTF-8, with its line',
  async (name, bytes, place) => {
    const { emulator, seed } = await useSeed({ [name]: bytes });
    const { code, stderr } = await seed(name);
    expect([code, stderr]).toEqual([2, expect.stringContaining(place)]);
    expect(stderr).toContain('UTF-8');
    expect((await callApi<unknown[]>(emulator, '/contacts')).data).toEqual([]);
  },
  30_000,
);

it.each([
  ['set.json', '\ufeff{"contacts": [{"email": "a@x.test"}]}'],
  ['contacts.csv', '\ufeffemail\na@x.test\n'],
])(
  'takes %s with a mark of the order of its bytes',
  async (name, text) => {
    const { emulator, seed } = await useSeed({ [name]: text });
    expect(await seed(name)).toMatchObject({ code: 0 });
    expect((await callApi<unknown[]>(emulator, '/contacts')).data).toHaveLength(1);
  },
  30_000,
);
