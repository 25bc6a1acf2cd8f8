import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { openSnapshots, storedMail } from '../../src/store/transfer/snapshots.js';
import { callApi } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { treeOf } from '../support/tree.js';

const folder = 'snapshots/base.1';
const files = ['about.json', 'db.json', 'mail/00000001.mail'];
let sample: string;
let sampleMails: string[];

/** A workspace whose snapshot has two contacts and two mails. */
beforeAll(async () => {
  const data = await mkdtemp(join(tmpdir(), 'maildrone-damage-'));
  const emulator = await startEmulator({ data });
  for (const email of ['zoe@x.test', 'ann@x.test'])
    await callApi(emulator, '/contacts', { method: 'POST', body: { email, first_name: 'Zoé' } });
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (const subject of ['one', 'two'])
    await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: `About ${subject}` });
  client.close();
  await emulator.snapshots.save('base');
  await emulator.stop();
  sample = join(data, 'workspaces', 'default');
  sampleMails = (await open(sample)).mails ?? [];
  return () => rm(data, { recursive: true, force: true });
});

/** What comes of a snapshot: its contacts and mails, or why it cannot be used. */
async function open(dir: string) {
  const log: string[] = [];
  const snapshots = await openSnapshots(dir, (_level, line) => log.push(line));
  const names = (await snapshots.list()).map(({ name }) => name);
  const outcome = await snapshots.load('base').catch((error: Error) => error.message);
  if (outcome === null || typeof outcome === 'string') return { log, names, fault: outcome };
  const mails = await outcome.mail.read(({ get }) => Promise.all(storedMail(outcome.tables).map(get)));
  return { log, names, contacts: outcome.tables.contacts.length, mails: mails.map(String) };
}
/** The files of the snapshot, without their times, by their paths. */
const bytesIn = (dir: string): string[] =>
  [...treeOf(join(dir, folder))].map(([path, what]) => `${path} ${what.split(' ').at(-1)}`);

/** Some places, whatever the size; the same in each run. */
const placesIn = ({ length }: Buffer): number[] =>
  Array.from({ length: Math.min(length, 23) }, (_, n) => (n * 245_489) % length);

async function requireUnharmed(dir: string, file: string, what: string) {
  const before = bytesIn(dir);
  const { log, names, fault, contacts, mails } = await open(dir);
  expect(bytesIn(dir), `${file}, ${what}: nothing is changed or removed`).toEqual(before);
  if (fault === undefined) {
    // The byte belongs to a value that is another now, or to one mail.
    expect(contacts, `${file}, ${what}`).toBe(2);
    if (file === 'db.json') return;
    const lost = sampleMails.filter((raw) => !mails?.includes(raw));
    if (lost.length > 0)
      expect(log.join('\n'), `${file}, ${what}`).toContain(join(dir, folder, 'mail', '00000001.mail'));
    return;
  }
  if (file === 'about.json') {
    expect(names, what).toEqual([]);
    expect(log, what).toEqual([`${join(dir, folder)} is no snapshot that can be read: it is left as it is`]);
  } else
    expect(fault, `${file}, ${what}`).toContain(`The snapshot cannot be read: ${join(dir, folder, file)}`);
}

it.each(files)(
  '%s of a snapshot, damaged anywhere, costs what it hits and is left as it is',
  async (file) => {
    const bytes = await readFile(join(sample, folder, file));
    const dir = join(await useDirectory(), 'default');
    await cp(sample, dir, { recursive: true });
    const path = join(dir, folder, file);
    for (const at of placesIn(bytes)) {
      for (const mask of [0x01, 0xa0]) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        await writeFile(path, damaged);
        await requireUnharmed(dir, file, `byte ${at} changed by ${mask}`);
      }
      await writeFile(path, bytes.subarray(0, at));
      if (at > 0) await requireUnharmed(dir, file, `cut at ${at}`);
    }
  },
);

it('an about.json with the name of another snapshot removes neither', async () => {
  const dir = join(await useDirectory(), 'default');
  await cp(sample, dir, { recursive: true });
  await cp(join(dir, folder), join(dir, 'snapshots', 'bare.2'), { recursive: true });
  const { log, names } = await open(dir);
  expect(names).toEqual(['base']);
  expect(log).toEqual([expect.stringContaining('bare.2 is no snapshot that can be read')]);
  expect((await readdir(join(dir, 'snapshots'))).sort()).toEqual(['bare.2', 'base.1']);
});

it('a restore says how much mail a damaged snapshot lacks, and brings the rest', async () => {
  const data = await useDirectory();
  await mkdir(join(data, 'workspaces'), { recursive: true });
  await cp(sample, join(data, 'workspaces', 'default'), { recursive: true });
  const path = join(data, 'workspaces', 'default', folder, 'mail', '00000001.mail');
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 40));
  const emulator = await startEmulator({ data });
  await emulator.reset();
  await emulator.snapshots.restore('base');
  const mails = await emulator.inbox.list();
  const raws = await Promise.allSettled(mails.map(({ id }) => emulator.inbox.raw(id)));
  expect(raws.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await emulator.stop();
});
