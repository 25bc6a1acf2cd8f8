import type { Contact, ContactInput, ContactPatch } from '../../../src/contract/contact.js';
import type { Issue } from '../../../src/contract/errors.js';
import { tagsOf } from '../../words/contact-words.js';
import { customRowsOf, valuesOf } from './custom-rows.js';
import type { CustomRow } from './custom-rows.js';

/** The fields of one line, as the form shows them. */
export const lineFields = [
  { field: 'first_name', label: 'First name' },
  { field: 'last_name', label: 'Last name' },
  { field: 'phone', label: 'Phone' },
  { field: 'company', label: 'Company' },
] as const;
type LineField = (typeof lineFields)[number]['field'];

/** A contact as the form holds it. */
export interface Draft extends Record<LineField, string> {
  email: string;
  tags: string;
  status: Contact['status'];
  send_welcome: boolean;
  custom: readonly CustomRow[];
}

export const emptyDraft: Draft = {
  email: '',
  ...{ first_name: '', last_name: '', phone: '', company: '' },
  tags: '',
  status: 'active',
  send_welcome: false,
  custom: [],
};

export const draftOf = (contact: Contact): Draft => ({
  email: contact.email,
  first_name: contact.first_name ?? '',
  last_name: contact.last_name ?? '',
  phone: contact.phone ?? '',
  company: contact.company ?? '',
  tags: contact.tags.join(', '),
  status: contact.status,
  send_welcome: false,
  custom: customRowsOf(contact.custom_fields),
});

/** What a draft comes to, or what of it cannot be sent. */
export type Taken<T> = { body: T } | { issues: Issue[] };

const lineOf = (text: string): string | null => (text === '' ? null : text);

const linesOf = (draft: Draft): Record<LineField, string | null> => ({
  first_name: lineOf(draft.first_name),
  last_name: lineOf(draft.last_name),
  phone: lineOf(draft.phone),
  company: lineOf(draft.company),
});

/** The body that creates a contact. */
export function inputOf(draft: Draft): Taken<ContactInput> {
  const custom = valuesOf(draft.custom);
  if (custom.issues.length > 0) return { issues: custom.issues };
  const { send_welcome } = draft;
  return {
    body: {
      ...{ email: draft.email.trim(), ...linesOf(draft), tags: tagsOf(draft.tags) },
      custom_fields: custom.fields,
      ...(send_welcome ? { send_welcome } : {}),
    },
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The body that makes a contact what the draft is: the fields that differ alone; null drops a custom field. */
export function patchOf(draft: Draft, contact: Contact): Taken<ContactPatch> {
  const custom = valuesOf(draft.custom);
  if (custom.issues.length > 0) return { issues: custom.issues };
  const wanted = {
    ...{ email: draft.email.trim(), ...linesOf(draft), tags: tagsOf(draft.tags) },
    status: draft.status,
  };
  const changed = Object.entries(wanted).filter(
    ([field, value]) => !isSame(value, { ...contact }[field as keyof typeof wanted]),
  );
  const dropped = Object.keys(contact.custom_fields).filter((key) => !Object.hasOwn(custom.fields, key));
  const set = Object.entries(custom.fields).filter(
    ([key, value]) => !isSame(value, contact.custom_fields[key]),
  );
  const custom_fields = Object.fromEntries([...set, ...dropped.map((key) => [key, null] as const)]);
  return {
    body: {
      ...Object.fromEntries(changed),
      ...(set.length + dropped.length > 0 ? { custom_fields } : {}),
    },
  };
}
