import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let made = 0;
/** Makes a contact with these custom fields, given as JSON. */
const withFields = (json: string) => {
  made += 1;
  const raw = `{"email":"c${made}@x.test","custom_fields":${json}}`;
  return callApi<Contact>(emulator, '/contacts', { method: 'POST', raw });
};

describe('Whole numbers', () => {
  it.each([
    ['{"n":9007199254740993}', 'custom_fields.n'],
    ['{"n":-9007199254740993}', 'custom_fields.n'],
    ['{"n":9007199254740994}', 'custom_fields.n'],
    ['{"n":12345678901234567890}', 'custom_fields.n'],
    ['{"n":9007199254740993.0}', 'custom_fields.n'],
    ['{"n":9.007199254740993e15}', 'custom_fields.n'],
    ['{"a\\"]":"[{,:1234567890123456789","b":[0,{"c":[1, 98765432109876543]}]}', 'custom_fields.b[1].c[1]'],
    ['{"x":"\\\\","\\u0041":18446744073709551615}', 'custom_fields.A'],
  ])('%s would be rounded: a 400 on %s', async (json, field) => {
    const { status, error } = await withFields(json);
    expect([status, error.details.field]).toEqual([400, field]);
    expect(error.details.issue).toContain('9007199254740992');
  });

  it.each([
    '{"n":9007199254740992,"m":-9007199254740991}',
    '{"n":"9007199254740993"}',
    '{"n":0.1234567890123456789}',
    '{"n":6.02e23,"m":1.7976931348623157e308}',
    '{"n":1234567890.123456789}',
    '{"9007199254740993":1}',
  ])('%s is taken and answered as it is', async (json) => {
    const { status, data } = await withFields(json);
    expect([status, data.custom_fields]).toEqual([201, JSON.parse(json)]);
  });
});

describe('send_time', () => {
  const body = {
    name: 'C',
    subject: 'x',
    from_email: 'a@x.test',
    content: { text: 'x' },
    recipients: { type: 'all' },
  };
  it.each([
    ['0001-01-01T00:00:00Z', 'draft', '0001-01-01T00:00:00Z'],
    ['1960-12-31T23:59:60z', 'draft', '1961-01-01T00:00:00Z'],
    ['9999-12-31t23:59:59.9z', 'scheduled', '9999-12-31T23:59:59Z'],
    ['2999-01-01T00:00:00+14:00', 'scheduled', '2998-12-31T10:00:00Z'],
  ])('%s is taken: %s at %s', async (send_time, status, shown) => {
    const { data } = await callApi<Campaign>(emulator, '/campaigns', {
      method: 'POST',
      body: { ...body, send_time },
    });
    expect([data.status, data.send_time]).toEqual([status, shown]);
    const listed = await callApi<Campaign[]>(emulator, '/campaigns?limit=1');
    expect(listed.data[0]?.send_time).toBe(shown);
  });
});

describe('The clock', () => {
  const end = '9999-12-31T23:59:59Z';
  it.each([
    ['advance', { by: '1s' }, 'by'],
    ['advance', { by: '3660d' }, 'by'],
    ['set', { to: '9999-12-31T23:59:59-00:01' }, 'to'],
    ['set', { to: '10000-01-01T00:00:00Z' }, 'to'],
    ['set', { to: '1969-12-31T23:59:59Z' }, 'to'],
    ['freeze', { at: '9999-12-31T23:59:60Z' }, 'at'],
    ['rate', { rate: 1000 }, 'rate'],
  ])('refuses to %s %j beyond the year 9999', async (path, body, field) => {
    await emulator.clock.freeze(end);
    const { status, error } = await callControl(emulator, `/clock/${path}`, { method: 'POST', body });
    expect([status, error.details.field]).toEqual([400, field]);
    expect((await emulator.clock.get()).now).toBe(end);
  });

  it('stands at the end of that year, and everything goes on to answer', async () => {
    const late = await useEmulator();
    await late.clock.set('9999-12-31T23:59:59.990Z');
    await expect.poll(async () => (await late.clock.get()).now).toBe(end);
    const { status, data } = await callApi<Contact>(late, '/contacts', {
      method: 'POST',
      body: { email: 'a@x.test' },
    });
    expect([status, data.created_at]).toEqual([201, end]);
    expect((await late.trigger('email.deferred', { to: 'a@x.test' })).created_at).toBe(end);
  });
});

describe('a whole number that would be rounded, in a file', () => {
  const number = '12345678901234567890';
  it('of a data set is refused with its line', async () => {
    const file = join(await useDirectory(), 'people.json');
    await writeFile(
      file,
      `{"contacts": [\n{"email":"a@x.test"},\n{"email":"b@x.test","custom_fields":{"n":${number}}}\n]}`,
    );
    await expect(startEmulator({ fixture: [file] })).rejects.toThrow(
      `${file}:3: contacts[1].custom_fields.n: Expected a whole number of at most 9007199254740992`,
    );
  });

  it('of an import is refused with its line, and nothing is taken in', async () => {
    const emulator = await useEmulator();
    const contact = { email: 'a@x.test', custom_fields: { n: 4711471147 } };
    await callApi(emulator, '/contacts', { method: 'POST', body: contact });
    const file = Buffer.from(await emulator.export()).toString();
    await emulator.reset();
    const edited = file.replace('4711471147', number);
    expect(edited).not.toBe(file);
    await expect(emulator.import(Buffer.from(edited))).rejects.toThrow(
      /contacts\[0\].*Expected a whole number/,
    );
    expect((await emulator.counts()).contacts).toBe(0);
    await emulator.import(Buffer.from(file));
    expect((await emulator.counts()).contacts).toBe(1);
  });
});
