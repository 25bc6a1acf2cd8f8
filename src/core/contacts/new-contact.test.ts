import { describe, expect, it } from 'vitest';
import { ContactPatch, ContactRecord } from '../../contract/contact.js';
import { mergeContact, newContact } from './new-contact.js';

const blank = newContact({ id: 'contact_00000001', email: 'ann@example.test', created_at: 1 });
const lists = { tags: ['vip'], custom_fields: { plan: 'a' }, status: 'unsubscribed' } as const;
const patched = Object.keys(ContactPatch.shape) as (keyof ContactPatch)[];
const valueOf = (field: string): unknown => ({ ...lists })[field] ?? 'other';
const merged = (field: string, value: unknown, contact = blank) =>
  mergeContact(contact, { [field]: value }, 5);
const full = patched.reduce((contact, field) => merged(field, valueOf(field), contact), blank);

it('has every field of a record, in the documented order', () => {
  expect(Object.keys(blank)).toEqual(Object.keys(ContactRecord.shape));
  expect(ContactRecord.parse(blank)).toEqual(blank);
});

it('takes null as empty', () => {
  const { id, email, created_at } = blank;
  const nulls = Object.fromEntries(Object.keys(blank).map((field) => [field, null]));
  expect(newContact({ ...nulls, id, email, created_at })).toEqual(blank);
});

/** Fields that null clears; of the others it is refused. */
const nullable: string[] = ['first_name', 'last_name', 'phone', 'company', 'tags', 'custom_fields'];

describe.each(patched)('a patch of %s', (field) => {
  it('changes that field alone', () => {
    expect(merged(field, valueOf(field))).toEqual({ ...blank, [field]: valueOf(field) });
  });

  it('that is undefined changes nothing', () => {
    expect(merged(field, undefined, full)).toEqual(full);
  });

  it('that is null clears it, where it may be empty', () => {
    const mayBeEmpty = nullable.includes(field);
    expect(ContactPatch.safeParse({ [field]: null }).success).toBe(mayBeEmpty);
    if (mayBeEmpty) expect(merged(field, null, full)).toEqual({ ...full, [field]: blank[field] });
  });
});

describe('custom fields', () => {
  it.each([
    [{ b: null }, { a: null, c: 1 }],
    [{ a: null }, { b: null, c: 1 }],
    [{ c: 2 }, { a: null, b: null, c: 2 }],
    [{ d: { e: null } }, { a: null, b: null, c: 1, d: { e: null } }],
    [{ d: null }, { a: null, b: null, c: 1 }],
    [{}, { a: null, b: null, c: 1 }],
    [null, {}],
  ])('with null values merge with %j to %j', (custom_fields, expected) => {
    const contact = newContact({ ...blank, custom_fields: { a: null, b: null, c: 1 } });
    expect(mergeContact(contact, { custom_fields }, 5).custom_fields).toEqual(expected);
  });
});

it('a contact that becomes active again is subscribed from then on, and no other', () => {
  const left = { ...blank, status: 'unsubscribed' as const };
  expect(mergeContact(left, { status: 'active' }, 5).subscribed_at).toBe(5);
  expect(mergeContact(left, { company: 'x' }, 5).subscribed_at).toBe(1);
  expect(mergeContact(blank, { status: 'active' }, 5).subscribed_at).toBe(1);
});
