import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, Connection, Contact, EmulatorHandle } from '../../src/index.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

const samples = join(import.meta.dirname, '..', '..', 'fixtures', 'mail');

/** A workspace with something of everything: mail in other charsets and with attachments, stats, endpoints, faults. */
async function furnish(emulator: EmulatorHandle) {
  for (const email of ['ann@x.test', 'bob+bounce@x.test', 'cy+open@x.test']) {
    const body = { email, tags: ['a'], custom_fields: { b: 1, a: ['ü', '\u2028'] } };
    await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  }
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      name: 'Spring',
      subject: '☀️ Hello',
      from_email: 'news@x.test',
      content: { html: '<p>Hi <a href="https://x.test/a">a</a></p>' },
      recipients: { type: 'all' },
    },
  });
  await emulator.webhooks.add({ url: 'http://127.0.0.1:1/hook', secret: 'a secret', retries: 'none' });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  const client = createTransport({ ...emulator.smtp, secure: false });
  for (const name of ['japanese-iso-2022-jp.eml', 'invoice-pdf.eml', 'password-reset.eml']) {
    const raw = await readFile(join(samples, name));
    await client.sendMail({ envelope: { from: 'out@x.test', to: 'ann@x.test' }, raw });
  }
  const latin1 = Buffer.from('Subject: caf\u00e9\r\n\r\nna\u00efve \u0000 \u0080\r\n', 'latin1');
  await client.sendMail({ envelope: { from: '', to: 'ann@x.test' }, raw: latin1 });
  client.close();
  await emulator.clock.advance('31d');
  await emulator.faults.add({ match: { method: '*', path: '/v2/**' }, delay: 1, times: 5 });
  await emulator.limits.set({ write: 299 });
  await emulator.keys.create({ name: 'Second' });
  await emulator.settle();
}

const exported = async (emulator: Pick<EmulatorHandle, 'export'>) =>
  (await emulator.export()).toString('utf8');

describe('An export', () => {
  it('is taken back whole, by import and as a fixture, and an export of that is the same bytes', async () => {
    const emulator = await useEmulator({ simulation: 'reference' });
    await furnish(emulator);
    const file = await exported(emulator);
    expect(await exported(emulator)).toBe(file);
    const raws = new Map<string, string>();
    for (const { id } of await emulator.inbox.list({ limit: 500 }))
      raws.set(id, (await emulator.inbox.raw(id)).toString('latin1'));
    expect(raws.size).toBe(7);

    await emulator.reset({ all: true });
    expect(await emulator.import(file)).toMatchObject({ counts: { contacts: 3, messages: 7 }, skipped: [] });
    expect(await exported(emulator)).toBe(file);
    await emulator.import(Buffer.from(file));
    expect(await exported(emulator)).toBe(file);

    const path = join(await useDirectory(), 'state.json');
    await writeFile(path, file);
    const data = await useDirectory();
    const other = await useEmulator({ simulation: 'reference', fixture: [path], data });
    expect(await exported(other)).toBe(file);
    for (const [id, raw] of raws) expect((await other.inbox.raw(id)).toString('latin1')).toBe(raw);
    expect((await other.inbox.list({ q: 'password' })).length).toBeGreaterThan(0);
    await other.reset({ to: 'fixtures' });
    expect(await exported(other)).toBe(file);
    await other.stop();
    const again = await useEmulator({ simulation: 'reference', data });
    const inForce = (text: string) =>
      text.split('\n').filter((line) => !/^\{"id":"(faults|limits|calls)"/.test(line));
    expect(inForce((await exported(again)).replace(/,$/gm, ''))).toEqual(inForce(file.replace(/,$/gm, '')));
  });

  it('is a record a line, and holds digests of keys, never keys', async () => {
    const emulator = await useEmulator();
    await furnish(emulator);
    const lines = (await exported(emulator)).split('\n');
    expect(lines.slice(0, 3)).toEqual(['{', '"maildrone_export": 1,', `"version": ${storeVersion},`]);
    const records = lines.filter((line) => line.startsWith('{"'));
    for (const record of records) expect(() => JSON.parse(record.replace(/,$/, '')) as object).not.toThrow();
    expect(records.filter((line) => line.includes('"base64":')).length).toBe(1);
    expect(lines.join('')).not.toContain(emulator.apiKey);
    expect(lines.join('')).toContain('"secret":"a secret"');
  });

  it('may be written in another layout and comes piece by piece', async () => {
    const emulator = await useEmulator();
    await furnish(emulator);
    const file = await exported(emulator);
    const pretty = Buffer.from(`\uFEFF${JSON.stringify(JSON.parse(file), null, 2)}`);
    async function* pieces() {
      for (let at = 0; at < pretty.length; at += 997)
        yield await Promise.resolve(pretty.subarray(at, at + 997));
    }
    await emulator.reset({ all: true });
    await emulator.import(pieces());
    expect(await exported(emulator)).toBe(file);
    const parts: Uint8Array[] = [];
    for await (const part of await emulator.exportStream()) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(file);
  });

  it('fits into a workspace beside that which it came from: its key stays its own, and no key is in two', async () => {
    const emulator = await useEmulator();
    await furnish(emulator);
    const { key } = await emulator.keys.create({ name: 'Shared' });
    const file = await exported(emulator);
    const worker = await emulator.workspace();
    const { skipped, counts } = await worker.import(file);
    expect(counts).toMatchObject({ contacts: 3, messages: 7 });
    expect(skipped.map(({ reason }) => reason)).toEqual(Array(3).fill('Another workspace has this key'));
    await callApi(worker, '/contacts', { method: 'POST', body: { email: 'new@x.test' } });
    const totalOf = async (apiKey: string) =>
      (await callApi(worker, '/contacts', { key: apiKey })).meta.total;
    expect([await totalOf(worker.apiKey), await totalOf(key), await totalOf(emulator.apiKey)]).toEqual([
      4, 3, 3,
    ]);
    const message = await newMail(worker);
    const link = /http:\S+\/t\/o\/\S+\.gif/.exec((await worker.inbox.get(message)).html ?? '')?.[0];
    await fetch((link ?? '').replace(/localhost:\d+/, new URL(emulator.url).host));
    await worker.events.waitFor({ type: 'email.opened', message });
    await worker.reset({ all: true });
    expect(await totalOf(worker.apiKey)).toBe(0);
  });

  it('names the key of the settings of the emulator that wrote a file, where another takes it in', async () => {
    const one = await useEmulator({ apiKey: ['md_test_theirs'] });
    const other = await useEmulator({ apiKey: ['md_test_ours'] });
    const file = await exported(one);
    const [{ id = '' } = {}] = await one.keys.list();
    expect((await other.import(file)).skipped).toEqual([
      {
        table: 'keys',
        id,
        reason: 'It came with the settings of another emulator: start with --api-key …eirs to take it over',
      },
    ]);
    const both = await useEmulator({ apiKey: ['md_test_ours', 'md_test_theirs'] });
    expect((await both.import(file)).skipped).toEqual([]);
  });

  it('names the key that was made with the workspace of a file, where it comes into another', async () => {
    const emulator = await useEmulator();
    const [one, other] = [await emulator.workspace(), await emulator.workspace()];
    const file = await exported(one);
    expect((await other.import(file)).skipped).toMatchObject([
      { table: 'keys', reason: 'It was made with another workspace' },
    ]);
    expect((await one.import(file)).skipped).toEqual([]);
    expect(await exported(one)).toBe(file);
  });
});

async function newMail(worker: Connection): Promise<string> {
  const body = {
    from_email: 'a@x.test',
    to: 'fresh@x.test',
    subject: 'Fresh',
    content: { html: '<p>x</p>' },
  };
  const { status } = await callApi(worker, '/emails', { method: 'POST', body });
  expect(status).toBe(201);
  await worker.events.list();
  return (await worker.inbox.waitFor({ to: 'fresh@x.test' })).id;
}

describe('A faulty file', () => {
  const contact = (id: string, email: string) =>
    JSON.stringify({
      id: `contact_${id}`,
      email,
      first_name: null,
      last_name: null,
      phone: null,
      company: null,
      tags: [],
      custom_fields: {},
      status: 'active',
      subscribed_at: 0,
      created_at: 0,
      updated_at: 0,
    });
  const file = (...lines: string[]) =>
    ['{', '"maildrone_export": 1,', '"version": 1,', ...lines, '}'].join('\n');
  const contacts = (...rows: string[]) => file('"contacts": [', rows.join(',\n'), ']');
  const good = contact('aaaaaaaa', 'a@x.test');

  it.each([
    [
      'a field of the wrong type',
      contacts(good, good.replace('"active"', '"gone"').replace('aaaaaaaa', 'b')),
      6,
      'contacts[1].id',
    ],
    ['a state that is none', contacts(good.replace('"active"', '"gone"')), 5, 'contacts[0].status'],
    ['an id that comes twice', contacts(good, contact('aaaaaaaa', 'b@x.test')), 6, 'contacts[1].id'],
    ['an address that comes twice', contacts(good, contact('bbbbbbbb', 'A@x.test')), 6, 'contacts[1].email'],
    ['a record that is no JSON', contacts(good, '{"id": nope}'), 6, 'contacts[1]'],
    ['a table that nobody knows', file('"people": [', good, ']'), 5, 'people'],
    ['a newer version', file().replace('export": 1', 'export": 2'), 2, 'maildrone_export'],
    ['a newer store', file().replace('"version": 1,', '"version": 9'), 3, 'version'],
    ['another kind of file', '{"contacts": []}', 1, 'file'],
    ['a fixture', '{\n"contacts": [\n{"email": "a@x.test"}\n]}', 3, 'contacts'],
    ['raw mail of nobody', file('"mail": [', '{"id":"email_aaaaaaaa","text":"x"}', ']'), 5, 'mail[0].id'],
    ['a file that ends in the middle', contacts(good).slice(0, -10), 5, 'file'],
    ['no JSON at all', 'contacts', 1, 'file'],
    ['nothing', '', 1, 'file'],
    ['a comma too much', contacts(good, ''), 7, 'file'],
    [
      'a member that stands twice',
      contacts(good, good.replace('"tags"', '"tags":[],"tags"')),
      6,
      'contacts[1].tags',
    ],
    ['a list that stands twice', file('"contacts": [],', '"contacts": []'), 5, 'contacts'],
    ['a version that stands twice', file('"version": 1,', '"contacts": []'), 4, 'version'],
    ['words after its end', `${contacts(good)}\nmore`, 8, 'file'],
    ['something after its end', `${contacts(good)}\n{}`, 8, 'file'],
  ])('with %s is refused by line and field, and nothing is changed', async (_, text, line, field) => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'kept@x.test' } });
    const before = await exported(emulator);
    const answer = await callControl(emulator, '/import', { method: 'POST', raw: text });
    expect([answer.status, answer.error.details.field, answer.error.details['line']]).toEqual([
      400,
      field,
      line,
    ]);
    expect(await exported(emulator)).toBe(before);
    const path = join(await useDirectory(), 'bad.json');
    await writeFile(path, text);
    if (text.includes('maildrone_export'))
      await expect(startEmulator({ fixture: [path] })).rejects.toThrow(`${path}:${line}: ${field}: `);
  });

  it('with a template that cannot be sent is refused, and a file for an empty workspace only leaves it as it is', async () => {
    const emulator = await useEmulator();
    await furnish(emulator);
    const before = await exported(emulator);
    const broken = before.replace('☀️ Hello', '{{#if').replace('"status":"sent"', '"status":"sending"');
    await expect(emulator.import(broken)).rejects.toMatchObject({
      details: { field: 'campaigns[0].subject' },
    });
    await expect(emulator.import(before, { replace: false })).rejects.toMatchObject({
      details: { field: 'replace' },
    });
    expect(await exported(emulator)).toBe(before);
  });
});
