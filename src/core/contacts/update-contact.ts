import { isDeepStrictEqual } from 'node:util';
import type { ContactPatch, ContactRecord } from '../../contract/contact.js';
import { faultsOfCustomFields } from '../../contract/fields.js';
import type { Store, Tx } from '../ports/ports.js';
import { mergeContact } from './new-contact.js';

/** The contact after a patch; the same one where nothing changes. `updated_at` moves only when something does. */
export function patchContact(contact: ContactRecord, patch: ContactPatch, now: number): ContactRecord {
  const merged = mergeContact(contact, patch, now);
  // The order of keys within custom fields is no change.
  return isDeepStrictEqual(merged, contact) ? contact : { ...merged, updated_at: now };
}

/** What is wrong with custom fields that a patch was merged into. */
export const faultsOfMerge = (
  { custom_fields }: ContactRecord,
  patch: Pick<ContactPatch, 'custom_fields'>,
): string[] => (patch.custom_fields ? faultsOfCustomFields(custom_fields) : []);

/** Stores a changed contact. */
export function putUpdate(
  tx: Tx,
  store: Store,
  { before, after }: { before: ContactRecord; after: ContactRecord },
): void {
  tx.put('contacts', after);
  if (before.status !== 'unsubscribed' || after.status !== 'active') return;
  // Undocumented: we chose that who comes back takes a complaint back; an address that bounced stays suppressed.
  for (const address of new Set([before.email.toLowerCase(), after.email.toLowerCase()]))
    if (store.suppressions.get(address)?.reason === 'complained') tx.remove('suppressions', address);
}
