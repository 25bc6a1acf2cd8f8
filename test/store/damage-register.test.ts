import { appendFile, cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { startEmulator } from '../../src/index.js';
import { openFileBlobs } from '../../src/store/mail/file-blobs.js';
import { openStore } from '../../src/store/store.js';
import { openSnapshots } from '../../src/store/transfer/snapshots.js';
import { useDirectory } from '../support/process.js';
import { treeOf } from '../support/tree.js';

const register = '.maildrone-emulator';

/** The folder of a workspace with mail, a checkpoint and a snapshot, after a reset: its mail is in `mail.1`. */
async function useWorkspace(): Promise<string> {
  const data = await useDirectory();
  const emulator = await startEmulator({ data });
  await emulator.reset();
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'one', text: 'One' });
  client.close();
  await emulator.snapshots.save('base');
  await emulator.stop();
  return join(data, 'workspaces', 'default');
}

/** Opens everything that reads the register, as a start does. */
async function open(dir: string): Promise<string[]> {
  const lines: string[] = [];
  const log = (_level: string, line: string) => void lines.push(line);
  const store = await openStore({ dir, random: systemRandom, timers: systemTimers, log });
  try {
    await openSnapshots(dir, log);
    const known = new Map(store.messages.list().map(({ id, size }) => [id, size]));
    const current = store.meta.get('mail')?.folder ?? 'mail';
    await (await openFileBlobs({ dir, current, known, log })).close();
  } finally {
    await store.close({ checkpoint: false });
  }
  return lines;
}
const filesIn = (dir: string): string[] =>
  [...treeOf(dir)].filter(([path]) => path !== register).map(([path, what]) => `${path} ${what}`);

it('whatever byte of the register is changed or cut off, nothing is removed that is in use', async () => {
  const dir = await useWorkspace();
  await open(dir);
  const bytes = await readFile(join(dir, register));
  const before = filesIn(dir);
  expect(bytes.toString()).toContain('+db.json.tmp\n');
  const from = bytes.indexOf('\n') + 1;
  const isRefusal = (error: Error) => error.message.includes(join(dir, register));
  // Where a name cut short may be another one of ours, and places between.
  const isPlace = (at: number) => './'.includes(String.fromCharCode(bytes[at] ?? 0)) || at % 17 === 0;
  for (let at = from; at < bytes.length; at += 1) {
    if (!isPlace(at)) continue;
    const changed = ['\n', '\0', '+'].map((byte) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from(byte), bytes.subarray(at + 1)]),
    );
    for (const damaged of [bytes.subarray(0, at), ...changed]) {
      await writeFile(join(dir, register), damaged);
      await open(dir).catch((error: Error) => expect(isRefusal(error), error.message).toBe(true));
      expect(filesIn(dir), JSON.stringify(damaged.toString())).toEqual(before);
    }
  }
});

it('a db.json that names another mail folder leaves the mail where it is, at every start', async () => {
  const dir = await useWorkspace();
  const path = join(dir, 'db.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"folder":"mail.1"', '"folder":"mail.3"'));
  const before = filesIn(join(dir, 'mail.1'));
  expect(before.length).toBe(1);
  expect(await open(dir)).toContainEqual(
    expect.stringMatching(/mail\.3 is missing, with 1 mail: mail\.1 is left/),
  );
  await open(dir);
  expect(filesIn(join(dir, 'mail.1'))).toEqual(before);
});

it.each(['mail', 'mail.1', 'mail.23'])(
  'mail in %s whose state was moved away is set aside whole, and comes back with it',
  async (folder) => {
    const dir = await useWorkspace();
    const data = join(dir, '..', '..');
    const path = join(dir, 'db.json');
    await rename(join(dir, 'mail.1'), join(dir, folder));
    await appendFile(join(dir, register), `-mail.1\n+${folder}\n`);
    const state = JSON.parse(await readFile(path, 'utf8')) as { meta: { id: string }[] };
    const others = state.meta.filter(({ id }) => id !== 'mail');
    const meta = folder === 'mail' ? others : [...others, { id: 'mail', folder }];
    await writeFile(path, JSON.stringify({ ...state, meta }));
    const bytes = await readFile(join(dir, folder, '00000001.mail'));
    const away = await useDirectory();
    for (const name of ['db.json', 'journal.jsonl']) await rename(join(dir, name), join(away, name));
    const emulator = await startEmulator({ data });
    expect(await emulator.inbox.list()).toEqual([]);
    await emulator.stop();
    const aside = (await readdir(dir)).find((name) => name.startsWith(`${folder}.1.damaged-`)) ?? '';
    expect((await readFile(join(dir, aside))).equals(bytes)).toBe(true);
    for (const name of ['db.json', 'journal.jsonl']) await cp(join(away, name), join(dir, name));
    await mkdir(join(dir, folder), { recursive: true });
    await cp(join(dir, aside), join(dir, folder, '00000001.mail'));
    const again = await startEmulator({ data });
    const [mail] = await again.inbox.list();
    expect(String(Buffer.from(await again.inbox.raw(mail?.id ?? '')))).toContain('Subject: one');
    await again.stop();
  },
);

it('a register without any content, as a power cut may leave it, is made anew', async () => {
  const dir = await useWorkspace();
  await writeFile(join(dir, register), '');
  const before = filesIn(dir);
  await open(dir);
  await open(dir);
  expect(filesIn(dir)).toEqual(before);
  expect(await readFile(join(dir, register), 'utf8')).toMatch(/^Made by maildrone-emulator\./);
});
