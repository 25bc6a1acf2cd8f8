import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, MessageSummary } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

const mailOf = (dir: string) => join(dir, 'workspaces', 'default', 'mail');

async function open(data: string): Promise<EmulatorHandle> {
  const emulator = await startEmulator({ data });
  onTestFinished(() => emulator.stop());
  return emulator;
}

type Target = Pick<EmulatorHandle, 'smtp' | 'inbox'>;

/** Sends one mail and answers its id and its bytes as they arrived. */
async function send({ smtp, inbox }: Target, subject: string, attached = 0) {
  const client = createTransport({ ...smtp, secure: false });
  const attachments = attached > 0 ? [{ filename: 'a.bin', content: Buffer.alloc(attached, 'abc') }] : [];
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: 'straw', attachments });
  client.close();
  const { id } = await inbox.waitFor({ subject });
  return { id, raw: await inbox.raw(id) };
}

/** Compared as a whole: `toEqual` looks at each of millions of bytes. */
async function expectSame({ inbox }: Target, { id, raw }: Awaited<ReturnType<typeof send>>) {
  expect(Buffer.compare(await inbox.raw(id), raw)).toBe(0);
}

it('the bytes of each mail are there after a restart, small and large', async () => {
  const dir = await useDirectory();
  const first = await startEmulator({ data: dir });
  const sent = [await send(first, 'Small'), await send(first, 'Large', 3_000_000)];
  await first.stop();
  const second = await open(dir);
  for (const { id, raw } of sent) await expectSame(second, { id, raw });
});

it('a mail file that was cut off loses its last mail alone, and takes new mail', async () => {
  const dir = await useDirectory();
  const first = await startEmulator({ data: dir });
  const kept = await send(first, 'Kept');
  const cut = await send(first, 'Cut');
  await first.stop();
  const [file = ''] = await readdir(mailOf(dir));
  const path = join(mailOf(dir), file);
  await truncate(path, (await readFile(path)).length - 10);
  const second = await startEmulator({ data: dir });
  expect((await callControl(second, `/messages/${cut.id}/raw`)).error.message).toContain('missing');
  const later = await send(second, 'Later');
  await second.stop();
  const third = await open(dir);
  for (const { id, raw } of [kept, later]) await expectSame(third, { id, raw });
  expect((await callControl(third, `/messages/${cut.id}/raw`)).status).toBe(404);
});

it('a mail file that was edited by hand is named and set aside as it is, and new mail goes elsewhere', async () => {
  const dir = await useDirectory();
  const first = await startEmulator({ data: dir });
  const kept = await send(first, 'Kept');
  const spoilt = await send(first, 'Spoilt');
  await first.stop();
  const [file = ''] = await readdir(mailOf(dir));
  const path = join(mailOf(dir), file);
  const edited = (await readFile(path, 'latin1')).replace(`${spoilt.id} `, `${spoilt.id}\nwas here `);
  await writeFile(path, edited, 'latin1');
  const second = await startProcess(['--data', dir]);
  expect(second.log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      msg: expect.stringMatching(`${file}: is no mail from byte \\d+ on`) as string,
    }),
  );
  await expectSame(second, kept);
  const later = await send(second, 'Later');
  await expectSame(second, later);
  expect((await callControl(second, `/messages/${spoilt.id}/raw`)).status).toBe(404);
  const workspace = join(mailOf(dir), '..');
  const [aside = ''] = (await readdir(workspace)).filter((name) => /^mail\.1\.damaged-\d{4}-/.test(name));
  expect(await readFile(join(workspace, aside), 'latin1')).toBe(edited);
  // What could be read of it was copied.
  expect(await readdir(mailOf(dir))).toEqual(['00000002.mail']);
});

it('deleting all mail deletes its files', async () => {
  const dir = await useDirectory();
  const emulator = await open(dir);
  await send(emulator, 'One');
  await send(emulator, 'Two');
  await callControl(emulator, '/messages', { method: 'DELETE' });
  expect(await readdir(mailOf(dir))).toEqual([]);
  const later = await send(emulator, 'Later');
  await expectSame(emulator, later);
});

it('a file of which little is left is given up, and what is left of it stays readable', async () => {
  const dir = await useDirectory();
  const emulator = await startEmulator({ data: dir });
  const sent = [];
  for (let n = 0; n < 40; n += 1) sent.push(await send(emulator, `Mail ${n}`, 700_000));
  const files = await readdir(mailOf(dir));
  expect(files.length).toBeGreaterThan(1);
  const kept = sent.filter((_, n) => n % 10 === 0);
  for (const { id } of sent.filter((_, n) => n % 10 !== 0)) {
    await callControl(emulator, `/messages/${id}`, { method: 'DELETE' });
  }
  expect(await readdir(mailOf(dir))).not.toContain(files[0]);
  for (const { id, raw } of kept) await expectSame(emulator, { id, raw });
  await emulator.stop();
  const again = await open(dir);
  for (const { id, raw } of kept) await expectSame(again, { id, raw });
  expect((await callApi(again, '/contacts')).status).toBe(200);
  expect((await callControl<MessageSummary[]>(again, '/messages')).data).toHaveLength(kept.length);
});
