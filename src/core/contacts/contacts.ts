import { invalidField, notFound } from '../../contract/errors.js';
import type { ContactInput, ContactPatch, ContactQuery, ContactRecord } from '../../contract/contact.js';
import type { Clock } from '../time/clock.js';
import type { RowPage, Store, Tx } from '../ports/ports.js';
import type { Quota } from '../access/quota.js';
import { newContact } from './new-contact.js';
import { faultsOfMerge, patchContact, putUpdate } from './update-contact.js';

export interface ContactsDeps {
  store: Store;
  clock: Clock;
  /** How several tags of the list filter combine (`--tag-match`). */
  tagMatch: 'all' | 'any';
  /** Sends the welcome mail of the workspace; rejects where it cannot, or where `alongside` throws, and changes nothing then. */
  welcome(contact: ContactRecord, alongside: (tx: Tx) => void): Promise<unknown>;
  quota: Pick<Quota, 'require'>;
}

export interface Contacts {
  list(query: ContactQuery): RowPage<ContactRecord>;
  /** How many of the contacts that match come before this one; null where it is none of them. */
  placeOf(filter: Omit<ContactQuery, 'page' | 'limit'>, id: string): number | null;
  get(id: string): ContactRecord;
  create(input: ContactInput): Promise<ContactRecord>;
  /** Undocumented: we chose to merge: absent stays, null clears. `updated_at` moves only when something changed. */
  update(id: string, patch: ContactPatch): ContactRecord;
  remove(id: string): void;
}

export function createContacts({ store, clock, tagMatch, welcome, quota }: ContactsDeps): Contacts {
  const get = (id: string): ContactRecord => {
    const contact = store.contacts.get(id);
    if (!contact) throw notFound('contact', id);
    return contact;
  };
  const requireFree = (email: string, self?: ContactRecord) => {
    const holder = store.contacts.byEmail(email);
    if (!holder || holder.id === self?.id) return;
    throw invalidField('email', `Expected an address that no contact has; ${holder.id} has it`);
  };
  return {
    list: ({ search, tags, status, page, limit }) =>
      store.contacts.page({ search, tags, status, match: tagMatch }, (page - 1) * limit, limit),
    placeOf: (filter, id) => store.contacts.placeOf({ ...filter, match: tagMatch }, get(id).id),
    get,
    async create(input) {
      requireFree(input.email);
      // Undocumented: we chose that a welcome mail over the quota refuses the contact, before anything is made.
      if (input.send_welcome) quota.require(1, 'send_welcome');
      const contact = newContact({ ...input, id: store.newId('contact'), created_at: clock.now() });
      const put = (tx: Tx) => {
        // Another may have taken the address while the mail was written.
        requireFree(input.email);
        tx.put('contacts', contact);
      };
      if (input.send_welcome) await welcome(contact, put);
      else store.commit(put);
      return contact;
    },
    update(id, patch) {
      const contact = get(id);
      if (patch.email !== undefined) requireFree(patch.email, contact);
      const updated = patchContact(contact, patch, clock.now());
      const [fault] = faultsOfMerge(updated, patch);
      if (fault) throw invalidField('custom_fields', fault);
      if (updated !== contact)
        store.commit((tx) => putUpdate(tx, store, { before: contact, after: updated }));
      return updated;
    },
    remove(id) {
      get(id);
      store.commit((tx) => tx.remove('contacts', id));
    },
  };
}
