import { describe, expect, it } from 'vitest';
import type { Connection, Contact, ContactImport } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const fields = (prefix: string, count: number, value: unknown = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, value]));
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

async function useContact(custom_fields: object) {
  const emulator = await useEmulator();
  const body = { email: 'ann@x.test', custom_fields };
  const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  const update = (change: object) =>
    callApi<Contact>(emulator, `/contacts/${data.id}`, { method: 'PUT', body: change });
  return { emulator, data, update };
}
const stored = async (emulator: Connection, id: string) =>
  (await callApi<Contact>(emulator, `/contacts/${id}`)).data;

describe('the limits on custom_fields are those of what an update leads to', () => {
  it.each<[what: string, before: object, patch: object, issue: RegExp]>([
    ['keys', fields('a', 100), { one: 1 }, /100 keys/],
    ['keys', fields('a', 60), fields('b', 41), /100 keys/],
    ['bytes', { a: 'x'.repeat(40_000) }, { b: 'x'.repeat(40_000) }, /64 KiB/],
    ['bytes of UTF-8', { a: 'é'.repeat(20_000) }, { b: 'é'.repeat(20_000) }, /64 KiB/],
    ['levels', {}, { a: deep(8) }, /8 levels/],
  ])('too many %s are refused, and nothing changes', async (_what, before, patch, issue) => {
    const { emulator, data, update } = await useContact(before);
    const { status, error } = await update({ custom_fields: patch, first_name: 'Ann' });
    expect([status, error.details.field]).toEqual([400, 'custom_fields']);
    expect(error.details.issue).toMatch(issue);
    expect(await stored(emulator, data.id)).toEqual(data);
  });

  it.each<[before: object, patch: object, keys: number]>([
    [fields('a', 100), { ...fields('a', 100, null), one: 1 }, 1],
    [fields('a', 100), { a0: null, one: 1 }, 100],
    [fields('a', 100), { a0: 2 }, 100],
    [{}, fields('gone', 300, null), 0],
    [{ a: 'x'.repeat(60_000) }, { a: 'y'.repeat(60_000) }, 1],
  ])('%# what is dropped or replaced does not count', async (before, patch, keys) => {
    const { update } = await useContact(before);
    const { status, data } = await update({ custom_fields: patch });
    expect([status, Object.keys(data.custom_fields)].flat()).toHaveLength(keys + 1);
    expect(status).toBe(200);
  });

  it('64 KiB are bytes of UTF-8, also of a new contact', async () => {
    const emulator = await useEmulator();
    const create = async (text: string) =>
      (
        await callApi(emulator, '/contacts', {
          method: 'POST',
          body: { email: `${text.length}@x.test`, custom_fields: { a: text } },
        })
      ).status;
    const most = 64 * 1024 - '{"a":""}'.length;
    expect(await create('x'.repeat(most))).toBe(201);
    expect(await create('x'.repeat(most + 1))).toBe(400);
    expect(await create('☀'.repeat(Math.floor(most / 3)))).toBe(201);
    expect(await create('☀'.repeat(Math.floor(most / 3) + 1))).toBe(400);
  });

  it('of an import too: the line is faulty, and the file is refused as a whole', async () => {
    const { emulator, data } = await useContact(fields('a', 100));
    const take = (body: object) =>
      callControl<ContactImport>(emulator, '/contacts/import', { method: 'POST', body });
    const csv = 'email,custom_fields.one\nann@x.test,1\nbob@x.test,1\n';
    const refused = await take({ csv, existing: 'update' });
    expect([refused.status, refused.error.details.issue]).toEqual([
      400,
      'Line 2, custom_fields: Expected at most 100 keys',
    ]);
    expect((await take({ csv, existing: 'update', faulty: 'skip' })).data).toMatchObject({
      ...{ created: 1, updated: 0, faulty: 1 },
      faults: [{ line: 2, field: 'custom_fields' }],
    });
    expect((await take({ csv: 'email,custom_fields.one\nann@x.test,1\n' })).data).toMatchObject({
      unchanged: 1,
    });
    expect(await stored(emulator, data.id)).toEqual(data);
  });
});
