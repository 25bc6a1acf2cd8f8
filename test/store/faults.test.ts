import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Contact } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { runCli, useDirectory } from '../support/process.js';

const workspaceOf = (dir: string) => join(dir, 'workspaces', 'default');

const run = promisify(execFile);
/** Mounts a tmpfs for one test; false where we may not. */
async function mount(disk: string, options: string): Promise<boolean> {
  await mkdir(disk, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).then(
    () => true,
    () => false,
  );
  if (mounted) onTestFinished(async () => void (await run('umount', ['-l', disk])));
  return mounted;
}

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
    ['cut off in the middle', (text) => text.slice(0, text.length / 2), /db\.json: is not valid JSON/],
    ['not JSON at all', () => 'hello', /db\.json: is not valid JSON.*Move the file away/],
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

/** What is in force in memory and kept in the store, and changes of it that cannot be kept. */
async function expectNoEffect(emulator: RunningProcess) {
  const of = async <T>(path: string) => (await callControl<T>(emulator, path)).data;
  const inForce = async () => {
    const { frozen, rate, now } = await of<{ frozen: boolean; rate: number; now: string }>('/clock');
    const isAhead = Date.parse(now) > Date.now() + 60_000;
    return { frozen, rate, isAhead, faults: await of('/faults'), limits: await of('/limits') };
  };
  const before = await inForce();
  const fault = { match: { path: '/v2/contacts' }, respond: { status: 500 } };
  const changes: [path: string, method: string, body?: object][] = [
    ['/clock/freeze', 'POST'],
    ['/clock/rate', 'POST', { rate: 60 }],
    ['/clock/advance', 'POST', { by: '1h' }],
    ['/clock/set', 'POST', { to: '2999-01-01T00:00:00Z' }],
    ['/faults', 'POST', fault],
    ['/faults', 'DELETE'],
    ['/limits', 'PUT', { mode: 'off' }],
    ['/simulation', 'PUT', { speed: 9 }],
    ['/webhooks', 'POST', { url: 'http://127.0.0.1:9/' }],
    ['/keys', 'POST', { name: 'k' }],
  ];
  for (const [path, method, body] of changes)
    expect([path, (await callControl(emulator, path, { method, body })).status]).toEqual([path, 500]);
  expect(await inForce()).toEqual(before);
}

it('answers 500 and 4xx while the disk is full, keeps what it had, and goes on when there is room', async () => {
  const dir = await useDirectory();
  const disk = join(dir, 'disk');
  // Where mounting is not allowed, a limit of the size of files takes the place of the small disk.
  const small = await mount(disk, 'size=1m');
  const data = join(disk, 'data');
  const emulator = await startProcess(['--data', data], small ? {} : { fileBlocks: 1000 });
  const create = (email: string) =>
    callApi<Contact>(emulator, '/contacts', {
      method: 'POST',
      body: { email, custom_fields: { filler: 'x'.repeat(20_000) } },
    });
  const kept: string[] = [];
  let refused = await create('first@x.test');
  for (let n = 0; refused.status === 201 && n < 200; n += 1) {
    kept.push(refused.data.email);
    refused = await create(`n${n}@x.test`);
  }
  expect(refused.status).toBe(500);
  expect(refused.error).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    message: expect.stringMatching(
      /cannot store: .*journal\.jsonl.* \((ENOSPC|EFBIG)\)\. Make room/,
    ) as string,
  });
  await expectNoEffect(emulator);
  const client = createTransport({ ...emulator.smtp, secure: false });
  const letter = { from: 'a@x.test', to: 'b@x.test', subject: 'Full', text: 'y'.repeat(50_000) };
  await expect(client.sendMail(letter)).rejects.toMatchObject({ responseCode: 451 });
  expect((await callApi(emulator, '/contacts')).status).toBe(200);
  if (small) await run('mount', ['-o', 'remount,size=8m', disk]);
  else await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=unlimited']);
  await expect.poll(async () => (await create('after@x.test')).status, { timeout: 10_000 }).toBe(201);
  await client.sendMail(letter);
  await emulator.kill();
  const again = await startProcess(['--data', data]);
  const { meta } = await callApi<Contact[]>(again, '/contacts?search=after@x.test');
  expect(meta.total).toBe(1);
  for (const email of kept)
    expect((await callApi(again, `/contacts?search=${email}`)).meta.total).toBeGreaterThan(0);
  expect(await again.inbox.list({ subject: 'Full' })).toHaveLength(1);
  expect(await again.stop()).toBe(0);
});

it('a workspace for which there is no room is a 500 that says so, and leaves nothing behind', async () => {
  const data = await useDirectory();
  const emulator = await startProcess(['--data', data]);
  const create = () => callControl<{ id: string }>(emulator, '/workspaces', { method: 'POST' });
  const folders = () => readdir(join(data, 'workspaces'));
  await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=0:unlimited']);
  const refused = await create();
  expect([refused.status, refused.error.message]).toEqual([
    500,
    expect.stringMatching(/^The workspace cannot be made: .*\(EFBIG\)\. Make room/),
  ]);
  expect(await folders()).toEqual(['default']);
  await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=unlimited']);
  expect((await create()).status).toBe(201);
  expect(await folders()).toHaveLength(2);
});
