import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import type { Connection, Contact } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

const workspaceIn = (dir: string, id = 'default') => join(dir, 'workspaces', id);
const make = (target: Connection, email: string) =>
  callApi<Contact>(target, '/contacts', { method: 'POST', body: { email } });
const emails = async (target: Connection) =>
  (await callApi<Contact[]>(target, '/contacts?limit=100')).data.map(({ email }) => email).sort();
const subjects = async (target: Connection) =>
  (await target.inbox.list({ limit: 500 })).map(({ subject }) => subject).sort();

async function sendMail({ smtp }: Connection, subject: string) {
  const { host, port, user = '', pass = '' } = smtp;
  const client = createTransport({ host, port, secure: false, ...(user && { auth: { user, pass } }) });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: `About ${subject}` });
  client.close();
}

const foldersIn = async (dir: string): Promise<string[]> =>
  (await readdir(workspaceIn(dir))).filter((name) => name.startsWith('mail'));

it('a snapshot survives a restart and a kill, with its mail, and goes with its workspace', async () => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  const worker = await first.workspace();
  await make(first, 'one@x.test');
  await sendMail(first, 'kept');
  await sendMail(worker, 'of the worker');
  const [saved] = await Promise.all([first.snapshots.save('Base'), worker.snapshots.save('Base')]);
  await first.reset();
  await make(first, 'two@x.test');
  await first.kill();

  const second = await startProcess(['--data', data]);
  expect(await emails(second)).toEqual(['two@x.test']);
  expect(await second.snapshots.list()).toEqual([saved]);
  expect(await readdir(workspaceIn(data, worker.id))).toContain('snapshots');
  await second.snapshots.restore('Base');
  await second.kill();

  const third = await startProcess(['--data', data]);
  expect([await emails(third), await subjects(third)]).toEqual([['one@x.test'], ['kept']]);
  const [mail] = await third.inbox.list();
  expect((await third.inbox.get(mail?.id ?? '')).text).toContain('About kept');
  expect((await third.inbox.list({ q: '"about kept"' })).length).toBe(1);
  await third.snapshots.delete('Base');
  expect(await readdir(join(workspaceIn(data), 'snapshots'))).toEqual([]);
  await callControl(third, `/workspaces/${worker.id}`, { method: 'DELETE' });
  expect(await readdir(join(data, 'workspaces'))).toEqual(['default']);
});

it('a kill at any moment of a restore leaves the state before it or the one after it, whole', async () => {
  const data = await useDirectory();
  const mails = 30;
  const setUp = await startProcess(['--data', data]);
  for (const state of ['a', 'b']) {
    await setUp.reset();
    const contacts = Array.from({ length: 300 }, (_, n) => ({ email: `${state}${n}@x.test` }));
    await setUp.seed({ fixture: { contacts } });
    for (let n = 0; n < mails; n += 1) await sendMail(setUp, `${state} ${n}`);
    await setUp.snapshots.save(state);
  }
  await setUp.stop();
  for (let round = 0; round < 4; round += 1) {
    const running = await startProcess(['--data', data]);
    const total = (await callApi(running, '/contacts?search=a')).meta.total;
    const isA = total === 300;
    expect([0, 300]).toContain(total);
    const state = isA ? 'a' : 'b';
    expect((await callApi(running, `/contacts?search=${state}`)).meta.total).toBe(300);
    expect((await subjects(running)).filter((subject) => subject.startsWith(`${state} `))).toHaveLength(
      mails,
    );
    for (const { id } of await running.inbox.list({ limit: 500 }))
      expect((await running.inbox.get(id)).note).toBeNull();
    const restoring = (async () => {
      for (let n = 0; ; n += 1) await running.snapshots.restore(n % 2 === 0 ? 'a' : 'b');
    })().catch(() => undefined);
    for (let n = 0; n <= round * 3; n += 1) await callControl(running, '/info');
    await running.kill();
    await restoring;
  }
}, 60_000);

it('keeps the mail of one state in one folder, and removes what a kill left', async () => {
  const data = await useDirectory();
  const emulator = await useEmulator({ data });
  await sendMail(emulator, 'one');
  await emulator.snapshots.save('one');
  for (let n = 0; n < 3; n += 1) await emulator.snapshots.restore('one');
  await sendMail(emulator, 'two');
  await emulator.stop();
  expect(await foldersIn(data)).toEqual(['mail.3']);
  // As a kill leaves them: made, registered as made, and not as gone.
  const leave = async (name: string, file: string) => {
    await mkdir(join(workspaceIn(data), name));
    await writeFile(join(workspaceIn(data), name, file), 'cut off');
    await appendFile(join(workspaceIn(data), '.maildrone-emulator'), `+${name}\n`);
  };
  await leave('mail.4', '00000001.mail');
  await leave('snapshots/half.1.tmp', 'db.json.tmp');
  const again = await useEmulator({ data });
  expect(await foldersIn(data)).toEqual(['mail.3']);
  expect(await readdir(join(workspaceIn(data), 'snapshots'))).toEqual(['one.1']);
  expect(await subjects(again)).toEqual(['one', 'two']);
});

it('a snapshot that cannot be read is said so, and the state stays as it is', async () => {
  const data = await useDirectory();
  const emulator = await useEmulator({ data });
  await make(emulator, 'one@x.test');
  await emulator.snapshots.save('broken');
  await emulator.snapshots.save('gone');
  await make(emulator, 'two@x.test');
  await emulator.stop();
  const snapshots = join(workspaceIn(data), 'snapshots');
  await writeFile(join(snapshots, 'broken.1', 'db.json'), '{"version": 1, "seq": 0, "contacts": [{}]}');
  await rm(join(snapshots, 'gone.1', 'about.json'));
  const again = await useEmulator({ data });
  await expect(again.snapshots.restore('broken')).rejects.toMatchObject({
    status: 500,
    message: expect.stringContaining('broken.1') as string,
  });
  await expect(again.snapshots.restore('gone')).rejects.toMatchObject({ status: 404 });
  expect(await emails(again)).toEqual(['one@x.test', 'two@x.test']);
});

it('an import that finds no room is a 500, and what was acknowledged before is there at the next start', async () => {
  const data = await useDirectory();
  const running = await startProcess(['--data', data], { fileBlocks: 400 });
  await make(running, 'before@x.test');
  await sendMail(running, 'before');
  const row = (await running.export()).toString();
  const contact = /^\{"id":"contact_.*$/m.exec(row)?.[0] ?? '';
  const many = Array.from({ length: 2000 }, (_, n) =>
    contact
      .replace(/contact_\w{8}/, `contact_${n.toString(36).padStart(8, '0')}`)
      .replace('before@', `c${n}@`),
  );
  const large = row.replace(contact, many.join(',\n'));
  await expect(running.import(large)).rejects.toMatchObject({
    status: 500,
    message: expect.stringContaining('cannot store') as string,
  });
  await running.kill();
  const again = await startProcess(['--data', data]);
  expect([await emails(again), await subjects(again)]).toEqual([['before@x.test'], ['before']]);
  const [mail] = await again.inbox.list();
  expect((await again.inbox.get(mail?.id ?? '')).text).toContain('About before');
  expect(await foldersIn(data)).toEqual(['mail']);
});

it('in memory nothing is written', async () => {
  const cwd = await useDirectory();
  const running = await startProcess(['--memory'], { cwd });
  await make(running, 'one@x.test');
  await running.snapshots.save('base');
  await running.snapshots.restore('base');
  await running.import(await running.export());
  expect(await emails(running)).toEqual(['one@x.test']);
  expect(await readdir(cwd)).toEqual([]);
});
