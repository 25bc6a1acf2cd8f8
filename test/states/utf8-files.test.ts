import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

const name = 'Zoë';

/** A data directory whose contact stands in the checkpoint, or in the journal of a process that was killed. */
async function useStored(file: 'db.json' | 'journal.jsonl') {
  const data = await useDirectory();
  const path = join(data, 'workspaces', 'default', file);
  const emulator = await startEmulator({ data });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'zoe@x.test', first_name: name } });
  const journal = file === 'journal.jsonl' ? await readFile(path) : null;
  await emulator.stop();
  const bytes = journal ?? (await readFile(path));
  expect(bytes.includes(name)).toBe(true);
  return { data, path, text: bytes.toString() };
}

const encodings: [string, (text: string) => Buffer, RegExp][] = [
  ['Latin-1', (text) => Buffer.from(text, 'latin1'), /\(line \d+\):? is not UTF-8\./],
  ['UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'), /\(line 1\):? is UTF-16; expected UTF-8\./],
  // As an editor leaves it: no longer a row a line.
  [
    'Latin-1 on one line',
    (text) => Buffer.from(text.trimEnd().replaceAll('\n', ' ') + '\n', 'latin1'),
    /\(line 1\):? is not UTF-8\./,
  ],
  [
    'Latin-1 without a line end',
    (text) => Buffer.from(text.replaceAll('\n', ' ').trim(), 'latin1'),
    /line 1/,
  ],
];

it.each(
  (['db.json', 'journal.jsonl'] as const).flatMap((file) =>
    encodings
      // An end that is cut off is no commit, whatever its bytes.
      .filter(([encoding]) => file === 'db.json' || encoding !== 'Latin-1 without a line end')
      .map(([encoding, encode, issue]) => ({ file, encoding, encode, issue })),
  ),
)('$file in $encoding stops the start, and stays as it is', async ({ file, encode, issue }) => {
  const { data, path, text } = await useStored(file);
  const bad = encode(text);
  await writeFile(path, bad);
  const failed = await startEmulator({ data }).then(
    (emulator) => emulator.stop().then(() => ''),
    (error: Error) => error.message,
  );
  expect(failed).toMatch(issue);
  expect(failed).not.toMatch(/[^ -~\n]/);
  expect((await readFile(path)).equals(bad)).toBe(true);
});

const set = (content: object) =>
  JSON.stringify({
    campaigns: [{ name: 'S', subject: 'S', from_email: 'a@x.test', recipients: { type: 'all' }, content }],
  });

/** A folder with a data set, in which a template may stand. */
async function useSet(file: string, bytes: Buffer, template = Buffer.from('x')): Promise<string> {
  const dir = await useDirectory();
  await writeFile(join(dir, 'l.html'), template);
  await writeFile(join(dir, file), bytes);
  return join(dir, file);
}

it.each([
  ['set.csv', Buffer.from(`email,first_name\na@x.test,Ada\nb@x.test,${name}\n`, 'latin1'), /set\.csv:3: /],
  ['set.csv', Buffer.from('\uFEFFemail\na@x.test\n', 'utf16le'), /set\.csv:1: /],
  [
    'set.json',
    Buffer.from(`{"contacts": [\n{"email": "a@x.test", "first_name": "${name}"}]}`, 'latin1'),
    /set\.json:2: /,
  ],
])('the data set %s that is not UTF-8 is refused with its line', async (file, bytes, place) => {
  const fixture = [await useSet(file, bytes)];
  await expect(startEmulator({ fixture })).rejects.toThrow(place);
  await expect(startEmulator({ fixture })).rejects.toThrow('Expected text in UTF-8');
});

it('so is the template of one', async () => {
  const template = Buffer.from(`<p>\n${name}</p>`, 'latin1');
  const fixture = [await useSet('set.json', Buffer.from(set({ html: 'file:l.html' })), template)];
  await expect(startEmulator({ fixture })).rejects.toThrow(/l\.html:2: Expected text in UTF-8/);
});

it('a mark of the order of bytes is no part of a data set or a template', async () => {
  const template = Buffer.from('\uFEFF<p>x</p>');
  const fixture = [await useSet('set.json', Buffer.from(`\uFEFF${set({ html: 'file:l.html' })}`), template)];
  const emulator = await useEmulator({ fixture });
  const [loaded] = (await callApi<Campaign[]>(emulator, '/campaigns')).data;
  expect(loaded?.content.html).toBe('<p>x</p>');
});
