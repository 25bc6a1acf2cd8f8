import { appendFile, chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Contact } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { mount } from '../support/small-disk.js';
import { runCli, useDirectory } from '../support/process.js';

const workspaceOf = (dir: string) => join(dir, 'workspaces', 'default');

/** Permissions hold for everybody but root, for whom it takes a read-only file system. */
async function useReadOnly(): Promise<string> {
  const dir = await useDirectory();
  if (process.getuid?.() === 0) return (await mount(join(dir, 'disk'), 'ro')) ? join(dir, 'disk') : '/sys';
  await chmod(dir, 0o555);
  return dir;
}

/** A directory in which one emulator has left a contact. */
async function useFilled(): Promise<{ dir: string; db: string; journal: string }> {
  const dir = await useDirectory();
  const emulator = await startEmulator({ data: dir });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'kept@x.test' } });
  await emulator.stop();
  return {
    dir,
    db: join(workspaceOf(dir), 'db.json'),
    journal: join(workspaceOf(dir), 'journal.jsonl'),
  };
}

const contactsIn = async (dir: string): Promise<string[]> => {
  const emulator = await startEmulator({ data: dir });
  const { data } = await callApi<Contact[]>(emulator, '/contacts?limit=100');
  await emulator.stop();
  return data.map(({ email }) => email);
};

describe('a store file that cannot be used stops the start, names itself, and stays as it is', () => {
  const faults: [name: string, spoil: (text: string) => string, said: RegExp][] = [
    [
      'cut off in the middle',
      (text) => text.slice(0, text.length / 2),
      /db\.json \(line \d+\): is not valid JSON/,
    ],
    [
      'not JSON at all',
      () => 'hello',
      /db\.json \(line 1\): is not valid JSON: unexpected "hello"\. Mend the file, restore/,
    ],
    ['of something else', () => '{"name":"package"}', /db\.json: is not a store of maildrone-emulator/],
    [
      'of a newer version',
      (text) => text.replace(/"version": \d+/, '"version": 99'),
      /db\.json: was written by a newer maildrone-emulator \(store version 99/,
    ],
    [
      'edited into a bad field',
      (text) => text.replace('"status":"active"', '"status":"asleep"'),
      /db\.json \(contacts\[0\]\): has a bad row: contacts\.status:/,
    ],
    [
      'with a table that is no list',
      (text) => text.replace('"campaigns": [\n]', '"campaigns": 3'),
      /db\.json: has a "campaigns" that is no list/,
    ],
  ];
  it.each(faults)('%s', async (_name, spoil, said) => {
    const { dir, db } = await useFilled();
    const spoilt = spoil(await readFile(db, 'utf8'));
    await writeFile(db, spoilt);
    const { code, stderr } = await runCli(['--data', dir, '--port', '0', '--smtp-port', '0']);
    expect(stderr).toMatch(said);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBe(1);
    expect(await readFile(db, 'utf8')).toBe(spoilt);
  });

  it.each([
    ['that is no JSON', 'nonsense', /is not valid JSON/],
    [
      'of a table that is none',
      '{"seq":901,"ops":[["people",{"id":"a"}]]}',
      /names no table of ours: "people"/,
    ],
    [
      'with a change of another kind',
      '{"seq":901,"ops":[["contacts",{"id":"ID"},"moved"]]}',
      /has a change of a kind that is not known: "moved"/,
    ],
    [
      'with a change of no row',
      '{"seq":901,"ops":[["contacts",{"email":"a@b.test"},"changed"]]}',
      /has a change of a row without an "id"/,
    ],
    [
      'that changes a row for the worse',
      '{"seq":901,"ops":[["contacts",{"id":"ID","status":"gone"},"changed"]]}',
      /has a bad row: contacts\.status/,
    ],
  ])('a line in the middle of the journal %s', async (_what, line, said) => {
    const { dir, db, journal } = await useFilled();
    const [id = ''] = /contact_\w{8}/.exec(await readFile(db, 'utf8')) ?? [];
    const text = `{"seq":900,"ops":[]}\n${line.replace('ID', id)}\n{"seq":902,"ops":[]}\n`;
    await writeFile(journal, text);
    const { code, stderr } = await runCli(['--data', dir, '--port', '0', '--smtp-port', '0']);
    expect(stderr).toMatch(said);
    expect(stderr).toContain('journal.jsonl (line 2)');
    expect(stderr).toContain('Mend the file, restore it from a copy, or move it away; nothing was changed.');
    expect(code).toBe(1);
    expect(await readFile(journal, 'utf8')).toBe(text);
  });

  it('a change of a row that a later checkpoint no longer has is passed over', async () => {
    const { dir, journal } = await useFilled();
    await writeFile(
      journal,
      '{"seq":900,"ops":[["contacts",{"id":"contact_zzzzzzzz","status":"active"},"changed"]]}\n',
    );
    expect(await contactsIn(dir)).toEqual(['kept@x.test']);
  });

  it('is read all the same when it was only laid out anew by hand', async () => {
    const { dir, db } = await useFilled();
    await writeFile(db, JSON.stringify(JSON.parse(await readFile(db, 'utf8')), null, 4));
    expect(await contactsIn(dir)).toEqual(['kept@x.test']);
  });
});

describe('a torn last line of the journal is dropped and logged', () => {
  const line = (id: string, email: string) => {
    const at = 1_711_360_200_000;
    const row = {
      ...{ id, email, first_name: 'Zoé', last_name: null, phone: null, company: null, tags: [] },
      ...{ custom_fields: {}, status: 'active', subscribed_at: at, created_at: at, updated_at: at },
    };
    return `${JSON.stringify({ seq: 1000, ops: [['contacts', row]] })}\n`;
  };
  const whole = Buffer.from(line('contact_aaaaaaaa', 'whole@x.test'));
  const next = Buffer.from(line('contact_bbbbbbbb', 'torn@x.test').replace('"seq":1000', '"seq":1001'));
  const inCharacter = next.indexOf(Buffer.from('é')) + 1;
  it.each([
    ['after one byte', 1],
    ['in the middle of a character', inCharacter],
    ['just before its end', next.length - 1],
  ])('cut %s', async (_where, bytes) => {
    const { dir, journal } = await useFilled();
    await appendFile(journal, Buffer.concat([whole, next.subarray(0, bytes)]));
    const emulator = await startProcess(['--data', dir]);
    expect(emulator.log.map(({ msg }) => msg).join('\n')).toContain(`torn last line of ${bytes} bytes`);
    await emulator.kill();
    // What stood before it is whole, and goes on being so at the start after that.
    expect((await contactsIn(dir)).toSorted()).toEqual(['kept@x.test', 'whole@x.test']);
  });
});

describe('a data directory belongs to one emulator', () => {
  it('refuses a second process and a second emulator of the same process', async () => {
    const dir = await useDirectory();
    const first = await startEmulator({ data: dir });
    onTestFinished(() => first.stop());
    const second = await runCli(['--data', dir, '--port', '0', '--smtp-port', '0']);
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`pid ${process.pid}`) as string,
    });
    await expect(startEmulator({ data: dir })).rejects.toThrow(/another emulator .* uses this directory/);
  });

  const leftovers: [name: string, lock: string][] = [
    ['a process that is gone', '{"pid":4194300,"started":"1"}\n'],
    ['one that had our own pid, as in a container', `{"pid":${process.pid},"started":"1"}\n`],
    ['a pid that another process has now', `{"pid":${process.ppid},"started":"1"}\n`],
    ['nobody at all', ''],
  ];
  it.each(leftovers)('takes over the lock of %s', async (_name, lock) => {
    const { dir } = await useFilled();
    await writeFile(join(dir, 'lock'), lock);
    expect(await contactsIn(dir)).toEqual(['kept@x.test']);
    expect(await readdir(dir)).not.toContain('lock');
  });
});

it('a directory that cannot be written is refused with what to do', async () => {
  const dir = await useDirectory();
  await writeFile(join(dir, 'file'), '');
  const { code, stderr } = await runCli(['--data', join(dir, 'file', 'data'), '--port', '0']);
  expect(stderr).toMatch(/file\/data: cannot be written: .*--data, or keep nothing with --memory\.\n$/);
  expect(code).toBe(1);
});

it('a read-only directory is refused with what to do', async () => {
  const { code, stderr } = await runCli(['--data', await useReadOnly(), '--port', '0']);
  expect(stderr).toMatch(/(permission denied|read-only) \(E[A-Z]+\)\. Choose another directory/);
  expect(code).toBe(1);
});

it('a mail whose file is gone is still listed, and its answers say what is missing', async () => {
  const dir = await useDirectory();
  const first = await startEmulator({ data: dir });
  const client = createTransport({ ...first.smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Gone soon', text: 'straw' });
  const { id } = await first.inbox.waitFor({ to: 'b@x.test' });
  await first.stop();
  await rm(join(workspaceOf(dir), 'mail'), { recursive: true });
  const emulator = await startEmulator({ data: dir });
  onTestFinished(() => emulator.stop());
  expect(await emulator.inbox.list({ q: 'soon' })).toMatchObject([{ id }]);
  expect(await emulator.inbox.get(id)).toMatchObject({
    note: expect.stringContaining('not there') as string,
  });
  const raw = await callControl(emulator, `/messages/${id}/raw`);
  expect(raw.status).toBe(404);
  expect(raw.error.message).toContain('missing from the data directory');
});
