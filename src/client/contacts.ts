import type { ContactImport, ContactImportInput } from '../contract/contact-import.js';
import type { ContactOutcome } from '../contract/contact-outcome.js';
import type { Contact } from '../contract/contact.js';
import type { ControlClient } from './http.js';

/** How contacts are imported; what is absent is as the control API has it. */
export type ContactImportOptions = Partial<Omit<ContactImportInput, 'csv'>>;

/** Contacts as the emulator sees them. */
export interface ContactsClient {
  /** What campaign mail to a contact comes to: the rule of its address or the profile, and why it is left out. */
  outcome(id: string): Promise<ContactOutcome>;
  /**
   * Imports contacts as the text of a CSV file has them, by its headings unless `columns` are given. Rejects with an
   * `EmulatorError` (400) that names the line where one is faulty, unless `faulty` is `skip`; nothing is imported then.
   */
  import(csv: string, options?: ContactImportOptions): Promise<ContactImport>;
  /** Makes invented contacts, 100 unless `count` is given, from the seed of the workspace. Resolves with those made. */
  sample(count?: number): Promise<Contact[]>;
}

export const contactsOf = ({ call }: ControlClient): ContactsClient => ({
  outcome: (id) => call(`/contacts/${encodeURIComponent(id)}/outcome`),
  import: (csv, options = {}) => call('/contacts/import', { method: 'POST', body: { csv, ...options } }),
  sample: (count) => call('/contacts/sample', { method: 'POST', body: count === undefined ? {} : { count } }),
});
