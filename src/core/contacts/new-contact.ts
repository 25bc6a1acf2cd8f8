import type { ContactPatch, ContactRecord } from '../../contract/contact.js';
import { applyPatch } from '../../contract/patch.js';
import type { PatchOf } from '../../contract/patch.js';

type Given = Pick<ContactRecord, 'id' | 'email' | 'created_at'> & PatchOf<ContactRecord>;

/** A contact, every field by name: what is absent, null or a text of nothing is empty. */
export const newContact = (given: Given): ContactRecord => ({
  id: given.id,
  email: given.email,
  first_name: given.first_name || null,
  last_name: given.last_name || null,
  phone: given.phone || null,
  company: given.company || null,
  tags: given.tags ?? [],
  custom_fields: given.custom_fields ?? {},
  status: given.status ?? 'active',
  subscribed_at: given.subscribed_at ?? given.created_at,
  created_at: given.created_at,
  updated_at: given.updated_at ?? given.created_at,
});

const empty = newContact({ id: 'contact_00000000', email: '', created_at: 0 });

/** A contact with the fields that a patch names. One that becomes active again is subscribed from `now` on. */
export function mergeContact(contact: ContactRecord, patch: ContactPatch, now: number): ContactRecord {
  const custom_fields = mergeCustomFields(contact.custom_fields, patch.custom_fields);
  const merged = newContact(applyPatch(contact, { ...patch, custom_fields }, empty));
  const isReactivated = merged.status === 'active' && contact.status === 'unsubscribed';
  return isReactivated ? { ...merged, subscribed_at: now } : merged;
}

/** Merges by key. A key that the patch names with null is dropped, and no other; null as a whole clears all. */
function mergeCustomFields(
  current: ContactRecord['custom_fields'],
  patch: ContactPatch['custom_fields'],
): ContactRecord['custom_fields'] {
  if (patch === undefined) return current;
  if (patch === null) return {};
  const merged = Object.entries({ ...current, ...patch });
  return Object.fromEntries(merged.filter(([key, value]) => value !== null || !Object.hasOwn(patch, key)));
}
