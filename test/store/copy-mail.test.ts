import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import { mailIn, openFileBlobs, takeMail } from '../../src/store/mail/file-blobs.js';
import { createMailFolder } from '../../src/store/mail/segment-folder.js';
import { useDirectory } from '../support/process.js';

const log = () => undefined;
const idOf = (n: number): MessageId => `email_${String(n).padStart(8, '0')}`;
const mailOf = (n: number, bytes: number): Buffer =>
  Buffer.from(`Subject: mail ${n}\r\n\r\n${'straw and hay '.repeat(bytes / 14)}${n}`);

/** Mails of some sizes in the folder `mail`, as a workspace writes them. */
async function writeMail(dir: string, sizes: readonly number[]): Promise<void> {
  const folder = createMailFolder({ root: join(dir, 'mail'), log });
  await Promise.all(sizes.map((bytes, n) => folder.put(idOf(n), mailOf(n, bytes))));
  await folder.close();
}

/** Copies some of them, and answers what the copy has: at once, and when it is opened anew. */
async function copied(dir: string, wanted: readonly number[], sizes: readonly number[]) {
  const ids = wanted.map(idOf);
  await takeMail(join(dir, 'copy'), mailIn(join(dir, 'mail'), log), { ids, log });
  const copy = mailIn(join(dir, 'copy'), log);
  // As texts: large buffers are compared byte by byte.
  const textOf = (raw: Buffer | null) => raw && raw.toString('latin1');
  const readAll = () => copy.read(async ({ get }) => (await Promise.all(ids.map(get))).map(textOf));
  const [first, second] = [await readAll(), await readAll()];
  expect(second).toEqual(first);
  const known = new Map(wanted.map((n) => [idOf(n), mailOf(n, sizes[n] ?? 0).length]));
  const blobs = await openFileBlobs({ dir, current: 'copy', known, log });
  expect((await Promise.all(ids.map(blobs.get))).map(textOf)).toEqual(first);
  await blobs.put(idOf(99_999), Buffer.from('Subject: later\r\n\r\n'));
  expect(String(await blobs.get(idOf(99_999)))).toContain('later');
  await blobs.close();
  return first;
}

const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
const few = Array.from({ length: 60 }, (_, n) => 200 + n * 50);
const large = [20_000, 700_000, 900_000, 1_500_000, 10, 300];
const each = (sizes: readonly number[]) => [...sizes.keys()];

it.each([
  ['all of a small file', few, each(few)],
  ['most of it', few, each(few).slice(7)],
  ['a few of it', few, [3, 17, 59]],
  ['none of it', few, []],
  ['all of a large file', large, each(large)],
  ['its small mails', large, [0, 4, 5]],
])('%s: the copy has each mail as it was', async (_name, sizes, wanted) => {
  const dir = await useDirectory();
  await writeMail(dir, sizes);
  expect(await copied(dir, wanted, sizes)).toEqual(wanted.map((n) => mailOf(n, sizes[n] ?? 0).toString()));
});

it('A file of which little is wanted is not copied whole', async () => {
  const dir = await useDirectory();
  await writeMail(dir, large);
  await copied(dir, [0, 4, 5], large);
  expect(bytesIn(join(dir, 'copy'))).toBeLessThan(25_000);
});

it('Of a damaged file the copy has what can be read, and none of the damage', async () => {
  const dir = await useDirectory();
  await writeMail(dir, few);
  const file = join(dir, 'mail', readdirSync(join(dir, 'mail'))[0] ?? '');
  const bytes = readFileSync(file);
  const head = bytes.indexOf(idOf(30));
  writeFileSync(file, Buffer.concat([bytes.subarray(0, head), Buffer.alloc(20), bytes.subarray(head + 20)]));
  const mails = await copied(dir, each(few), few);
  expect(mails.map((raw) => raw !== null)).toEqual(each(few).map((n) => n !== 30));
  expect(readFileSync(join(dir, 'copy', '00000001.mail')).includes(Buffer.alloc(20))).toBe(false);
});

it('A file that is damaged between two readings is gone through again', async () => {
  const dir = await useDirectory();
  await writeMail(dir, few);
  const path = join(dir, 'mail', '00000001.mail');
  const said: string[] = [];
  const mail = mailIn(join(dir, 'mail'), (_level, line) => said.push(line));
  const copyTo = (name: string) => takeMail(join(dir, name), mail, { ids: each(few).map(idOf), log });
  await copyTo('whole');
  const file = openSync(path, 'r+');
  writeSync(file, 'x'.repeat(25), readFileSync(path).indexOf(idOf(30)));
  closeSync(file);
  await copyTo('mended');
  expect(said.join('\n')).toContain(`${path}: is no mail from byte`);
  const copy = mailIn(join(dir, 'mended'), log);
  const found = await copy.read(({ get }) => Promise.all(each(few).map((n) => get(idOf(n)))));
  expect(found.map((raw) => raw !== null)).toEqual(each(few).map((n) => n !== 30));
  expect(readFileSync(join(dir, 'mended', '00000001.mail')).includes('x'.repeat(25))).toBe(false);
});

it('A mail of which a byte changed is copied with its checksum, so that the copy says so too', async () => {
  const dir = await useDirectory();
  await writeMail(dir, few);
  const file = join(dir, 'mail', readdirSync(join(dir, 'mail'))[0] ?? '');
  const text = readFileSync(file, 'latin1').replace('Subject: mail 30', 'Subject: m@il 30');
  writeFileSync(file, text, 'latin1');
  await takeMail(join(dir, 'copy'), mailIn(join(dir, 'mail'), log), { ids: each(few).map(idOf), log });
  const said: string[] = [];
  const copy = mailIn(join(dir, 'copy'), (_level, line) => said.push(line));
  await copy.read(({ get }) => get(idOf(30)));
  expect(said.join('\n')).toContain(`the bytes of ${idOf(30)} are not those that arrived`);
});
