import { existsSync } from 'node:fs';
import { cp, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Contact, EmulatorHandle } from '../../src/index.js';
import { tableNames, tableSchemas } from '../../src/contract/tables.js';
import type { TableName } from '../../src/contract/tables.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

const fileOf = (dir: string) => join(dir, 'workspaces', 'default', 'db.json');

async function useEverything(emulator: EmulatorHandle) {
  const hooks = await useReceiver();
  await emulator.webhooks.add({ url: hooks.url });
  for (let n = 0; n < 12; n += 1) {
    const body = { email: `n${n}@x.test`, tags: ['all'], custom_fields: { z: n, a: { y: 1, b: [null, 2] } } };
    await callApi(emulator, '/contacts', { method: 'POST', body });
  }
  const { data } = await callApi<Contact>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      subject: 'Hello {{first_name}}',
      name: 'Every table',
      recipients: { tags: ['all'], type: 'tags' },
      content: { html: '<p>Hello <a href="https://x.test">you</a></p>' },
      from_email: 'news@x.test',
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client
    .sendMail({ from: 'a@x.test', to: 'b+bounce@x.test', subject: 'No', text: 'x' })
    .catch(() => null);
  await client.sendMail({ from: 'a@x.test', to: 'c@x.test', subject: 'Yes', text: 'x' });
  await emulator.settle();
  const [first] = await emulator.inbox.list();
  await emulator.simulate(first?.id ?? '', 'opened');
  await emulator.simulate(first?.id ?? '', 'spam_reported');
  await emulator.clock.freeze('2030-01-01T00:00:00Z');
  await callControl(emulator, '/simulation', { method: 'PUT', body: { profile: 'manual' } });
  await hooks.waitFor(24);
}

it('db.json is one record a line, and the same state is the same bytes after any number of restarts', async () => {
  const dir = await useDirectory();
  const first = await startEmulator({ data: dir });
  await useEverything(first);
  await first.stop();
  const written = await readFile(fileOf(dir), 'utf8');
  let table: TableName = 'meta';
  const filled = new Set<TableName>();
  for (const line of written.trimEnd().split('\n').slice(1, -1)) {
    const row = line.replace(/,$/, '');
    table = (/^"(\w+)": \[$/.exec(row)?.[1] ?? table) as TableName;
    if (row.startsWith('{')) {
      filled.add(table);
      expect(Object.keys(JSON.parse(row) as object)[0]).toBe('id');
      // Nothing puts keys in order when a row is written: whatever makes a row makes it in the order of its schema.
      expect(JSON.stringify(tableSchemas[table].parse(JSON.parse(row)))).toBe(row);
    } else expect(row).toMatch(/^("(version|seq)": \d+|"\w+": \[|\])$/);
  }
  expect(tableNames.filter((name) => !filled.has(name))).toEqual(['audiences']);
  for (let round = 0; round < 2; round += 1) {
    const again = await startEmulator({ data: dir });
    // A change and its opposite make a new snapshot necessary without a new state.
    const { data } = await callApi<Contact>(again, '/contacts', {
      method: 'POST',
      body: { email: 'q@x.test' },
    });
    await callApi(again, `/contacts/${data.id}`, { method: 'DELETE' });
    await again.stop();
    const rewritten = await readFile(fileOf(dir), 'utf8');
    const withoutSeq = (text: string) =>
      text.replace(/^"seq": \d+,$/m, '').replace(/("id":"webhook_cursor","seq":)\d+/, '$1');
    expect(withoutSeq(rewritten)).toBe(withoutSeq(written));
  }
});

it('checkpoints taken under load lose nothing and leave no second journal behind', async () => {
  const dir = await useDirectory();
  const emulator = await startProcess(['--data', dir, '--rate-limits', 'off']);
  const filler = 'x'.repeat(55_000);
  const emails: string[] = [];
  // Past 64 MB of journal a snapshot is written though calls go on; they go on for a while after it.
  const client = async (lane: number) => {
    for (let n = 0, more = 20; more > 0; n += 1) {
      if (existsSync(fileOf(dir))) more -= 1;
      const email = `l${lane}n${n}@x.test`;
      const body = { email, custom_fields: { filler } };
      const { data, status } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
      expect(status).toBe(201);
      if (n % 5 === 4) await callApi(emulator, `/contacts/${data.id}`, { method: 'DELETE' });
      else emails.push(email);
    }
  };
  await Promise.all([1, 2, 3, 4].map(client));
  await emulator.kill();
  expect(JSON.parse(await readFile(fileOf(dir), 'utf8'))).toMatchObject({ version: storeVersion });
  const again = await startProcess(['--data', dir, '--rate-limits', 'off']);
  const { meta } = await callApi<Contact[]>(again, '/contacts?limit=1');
  expect(meta.total).toBe(emails.length);
  for (const email of emails.filter((_, n) => n % 20 === 0))
    expect((await callApi(again, `/contacts?search=${email}`)).meta.total).toBe(1);
  expect(await again.stop()).toBe(0);
  const files = await readdir(join(dir, 'workspaces', 'default'));
  expect(files.filter((file) => file.startsWith('journal'))).toEqual(['journal.jsonl']);
}, 180_000);

it('a journal that a killed process had just set aside is read, and gone after the next stop', async () => {
  const first = await useDirectory();
  const emulator = await startEmulator({ data: first });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'kept@x.test' } });
  const dir = await useDirectory();
  await cp(first, dir, { recursive: true, filter: (path) => !path.endsWith('lock') });
  await emulator.stop();
  const folder = join(dir, 'workspaces', 'default');
  await rename(join(folder, 'journal.jsonl'), join(folder, 'journal.7.jsonl'));
  const again = await startEmulator({ data: dir });
  expect((await callApi(again, '/contacts')).meta.total).toBe(1);
  await again.stop();
  expect((await readdir(folder)).filter((file) => file.startsWith('journal'))).toEqual(['journal.jsonl']);
});
