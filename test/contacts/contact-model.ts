import fc from 'fast-check';
import type { Contact } from '../../src/index.js';

/** What a call may say of a contact; absent fields are not named. */
export interface ContactBody {
  email?: string;
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  company?: string | null;
  tags?: string[] | null;
  custom_fields?: Record<string, unknown> | null;
  status?: 'active' | 'unsubscribed';
}

/** A contact as the model has it: all that a call shows but its id. */
export type ModelContact = Omit<Contact, 'id'>;

export interface ContactQuery {
  search?: string;
  tags?: string;
  status?: 'active' | 'unsubscribed';
}

/** Texts are alike by Unicode's rules, whatever their case. */
export const fold = (text: string): string =>
  text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

const lines = ['first_name', 'last_name', 'phone', 'company'] as const;

/** Each tag once, as it was first written. */
function distinctTags(given: readonly string[]): string[] {
  const tags = new Map<string, string>();
  for (const tag of given) if (!tags.has(fold(tag.trim()))) tags.set(fold(tag.trim()), tag.trim());
  return [...tags.values()];
}

/** Merged by key; null drops a key, and all of them where it stands in the place of the object. */
function merged(before: object, given: Record<string, unknown> | null): object {
  if (given === null) return {};
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(given, key));
  return Object.fromEntries([...kept, ...Object.entries(given).filter(([, value]) => value !== null)]);
}

export function created(body: ContactBody & { email: string }, now: string): ModelContact {
  return {
    email: body.email,
    first_name: body.first_name || null,
    last_name: body.last_name || null,
    phone: body.phone || null,
    company: body.company || null,
    tags: distinctTags(body.tags ?? []),
    custom_fields: (body.custom_fields ?? {}) as Contact['custom_fields'],
    status: 'active',
    subscribed_at: now,
    created_at: now,
    updated_at: now,
  };
}

export function updated(before: ModelContact, body: ContactBody, now: string): ModelContact {
  const after = { ...before };
  if (body.email !== undefined) after.email = body.email;
  for (const line of lines) if (body[line] !== undefined) after[line] = body[line] || null;
  if (body.tags !== undefined) after.tags = distinctTags(body.tags ?? []);
  if (body.custom_fields !== undefined)
    after.custom_fields = merged(before.custom_fields, body.custom_fields) as Contact['custom_fields'];
  if (body.status !== undefined && body.status !== before.status) {
    after.status = body.status;
    if (body.status === 'active') after.subscribed_at = now;
  }
  return { ...after, updated_at: sameContact(before, after) ? before.updated_at : now };
}

/** Keys of custom fields in any order. */
const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
const sameContact = (a: ModelContact, b: ModelContact): boolean =>
  JSON.stringify({ ...a, custom_fields: sorted(a.custom_fields) }) ===
  JSON.stringify({ ...b, custom_fields: sorted(b.custom_fields) });

export function isListed(contact: ModelContact, { search, tags, status }: ContactQuery): boolean {
  if (status !== undefined && contact.status !== status) return false;
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  const texts = [contact.email, ...lines.map((line) => contact[line]), name];
  if (search && !texts.some((text) => text && fold(text).includes(fold(search)))) return false;
  const wanted = (tags ?? '').split(',').map((tag) => fold(tag.trim()));
  const has = contact.tags.map(fold);
  return wanted.every((tag) => tag === '' || has.includes(tag));
}

const names = [
  'Jane',
  'JANE',
  'Doe',
  'Ünal',
  'Zoë',
  'Zoe\u0308',
  'ß',
  'İstanbul',
  'ΟΔΟΣ',
  '田中',
  '😀',
  'a & <b>',
];
const addresses = ['a', 'b', 'c', 'A', "o'neil", 'x+tag'].flatMap((local) =>
  ['@b.test', '@B.TEST', '@example.com'].map((domain) => local + domain),
);
const line = fc.constantFrom<(string | null)[]>(null, '', ...names);
const tagList = fc.array(fc.constantFrom('vip', 'VIP', ' new ', 'ß', 'SS', 'e\u0301', 'é', 'a b', 'trial'), {
  maxLength: 4,
});
const customValue = fc.constantFrom<unknown[]>(null, 1, 0, 'x', '', true, false, [1, 2], [], { z: 1 }, 1.5);
const customFields = fc.dictionary(
  fc.constantFrom('a', 'b', 'first name', 'constructor', 'ü', '1'),
  customValue,
  {
    maxKeys: 3,
  },
);

const optional = {
  ...{ first_name: line, last_name: line, phone: line, company: line },
  tags: fc.option(tagList),
};
export const newContacts: fc.Arbitrary<ContactBody & { email: string }> = fc.record(
  { email: fc.constantFrom(...addresses), ...optional, custom_fields: fc.option(customFields) },
  { requiredKeys: ['email'] },
);
export const changes: fc.Arbitrary<ContactBody> = fc.record(
  {
    ...{ email: fc.constantFrom(...addresses), ...optional, custom_fields: fc.option(customFields) },
    status: fc.constantFrom('active' as const, 'unsubscribed' as const),
  },
  { requiredKeys: [] },
);
export const queries: fc.Arbitrary<ContactQuery> = fc.record(
  {
    search: fc.constantFrom(
      '',
      'a',
      'jane',
      'ÜNAL',
      'zoë',
      'jane doe',
      'b.test',
      '@',
      'ss',
      'ß',
      'i',
      'οδος',
      '%',
      '.*',
    ),
    tags: fc.constantFrom('vip', 'VIP', 'vip,new', ',', ' new ', 'ss', 'é', 'a b', 'nope'),
    status: fc.constantFrom('active' as const, 'unsubscribed' as const),
  },
  { requiredKeys: [] },
);
