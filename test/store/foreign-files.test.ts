import { lstatSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Connection } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { treeOf } from '../support/tree.js';

/** What a user, an editor or another program may leave in a data directory, with names like ours among them. */
const atTop = [
  ...[
    'README.md',
    '.gitignore',
    'db.json',
    'journal.jsonl',
    'lock.bak',
    'lock~',
    '.lock',
    'mail/1',
    'search/texts',
  ],
  ...[
    'snapshots/base.1/db.json',
    'package.json',
    '.maildrone-emulator.txt',
    'workspaces.txt',
    'x.tmp',
    'db.json.tmp',
  ],
];
const inWorkspaces = [
  'notes.txt',
  '.DS_Store',
  'ws_notours/notes.txt',
  'default.bak/db.json',
  'other/db.json.tmp',
];
const inWorkspace = [
  ...['notes.txt', 'db.json.tmp', 'db.json.2.tmp', 'db.json.bak', 'journal.jsonl.bak', 'journal.jsonl~'],
  ...[
    'lock.txt',
    '.maildrone-emulator.bak',
    'mail.9/1',
    'mail.9/notes.txt',
    'mail.bak/1',
    'mail/notes.txt',
    'mail/999999',
  ],
  ...[
    'mail/1.damaged-2024',
    'mail/1.tmp',
    'search/notes.txt',
    'search/texts.bak',
    'search/texts.tmp',
    'search.9/texts',
  ],
  ...[
    'snapshots/notes.txt',
    'snapshots/base.7/notes.txt',
    'snapshots/base.1.tmp/db.json',
    'snapshots/x.2.gone/about.json',
  ],
];

const old = new Date('2001-02-03T04:05:06Z');

function plant(dir: string, names: readonly string[], outside: string): string[] {
  for (const [index, name] of names.entries()) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    // Each second one is a link to a file elsewhere.
    if (index % 2 === 0) writeFileSync(path, `of the user: ${name}`, { mode: 0o644, flag: 'wx' });
    else symlinkSync(outside, path);
    if (index % 2 === 0) utimesSync(path, old, old);
  }
  return names.map((name) => join(dir, name));
}

/** A life with everything that writes, moves or removes files of ours. */
async function live(emulator: Connection, round: number) {
  for (let n = 0; n < 3; n += 1)
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: `r${round}n${n}@x.test` } });
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (let n = 0; n < 4; n += 1)
    await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: `Mail ${n}`, text: 'x'.repeat(2000) });
  client.close();
  await emulator.settle();
  await emulator.snapshots.save('base');
  const state = await emulator.export();
  await emulator.snapshots.save('base');
  await emulator.reset();
  await emulator.snapshots.restore('base');
  await emulator.import(state);
  await emulator.inbox.clear();
  await emulator.reset({ all: true });
  await emulator.snapshots.restore('base');
  await emulator.snapshots.delete('base');
}

it('a whole life changes, follows and removes nothing that was there before, and what it makes is for its user alone', async () => {
  const dir = await useDirectory();
  const elsewhere = await useDirectory();
  const outside = join(elsewhere, 'precious.txt');
  writeFileSync(outside, 'precious', { mode: 0o644 });
  utimesSync(outside, old, old);
  const nameIn = (path: string) => path.slice(dir.length + 1);
  const planted = plant(dir, atTop, outside);
  const settings = { data: dir, maxMessages: 3 };
  const first = await startEmulator(settings);
  await live(first, 0);
  await first.stop();

  planted.push(...plant(join(dir, 'workspaces'), inWorkspaces, outside));
  planted.push(
    ...plant(
      join(dir, 'workspaces', 'default'),
      inWorkspace.filter(
        (name) => !lstatSync(join(dir, 'workspaces', 'default', name), { throwIfNoEntry: false }),
      ),
      outside,
    ),
  );
  const before = treeOf(dir);
  const outsideBefore = treeOf(elsewhere);
  const emulator = await startEmulator(settings);
  await live(emulator, 1);
  const worker = await emulator.workspace();
  planted.push(...plant(join(dir, 'workspaces', worker.id), ['kept.txt', 'mail/kept.txt'], outside));
  const now = treeOf(dir);
  for (const path of planted.slice(-2)) before.set(nameIn(path), now.get(nameIn(path)) ?? '');
  await live(worker, 2);
  await worker.drop();
  await emulator.stop();
  const after = treeOf(dir);
  const names = planted.map(nameIn);
  expect(names.length).toBeGreaterThan(40);
  expect(names.map((name) => [name, after.get(name)])).toEqual(names.map((name) => [name, before.get(name)]));
  expect(treeOf(elsewhere)).toEqual(outsideBefore);

  const foreign = new Set(names.flatMap((name) => [name, ...parentsOf(name)]));
  const ours = [...after.keys()].filter((path) => !foreign.has(path));
  expect(ours.length).toBeGreaterThan(5);
  for (const path of ours) {
    const { mode } = lstatSync(join(dir, path));
    expect([path, (mode & 0o777).toString(8)]).toEqual([
      path,
      lstatSync(join(dir, path)).isDirectory() ? '700' : '600',
    ]);
  }
});

const parentsOf = (path: string): string[] => {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
};

it('a directory that it makes is for its user alone, with all above it that were missing', async () => {
  const dir = await useDirectory();
  await mkdir(join(dir, 'there'), { mode: 0o755 });
  const emulator = await startEmulator({ data: join(dir, 'there', 'a', 'b') });
  await emulator.stop();
  const modes = ['there', 'there/a', 'there/a/b', 'there/a/b/workspaces'].map(
    (path) => statSync(join(dir, path)).mode & 0o777,
  );
  expect(modes.map((mode) => mode.toString(8))).toEqual(['755', '700', '700', '700']);
});
