import type { Blobs, MailText, Store } from './ports.js';

export interface ResetDeps {
  store: Store;
  blobs: Blobs;
  text: MailText;
  /** Keys and endpoints too. */
  all: boolean;
}

/** Empties a workspace in one change; what is under way finds its rows gone and ends. */
export async function resetTables({ store, blobs, text, all }: ResetDeps): Promise<void> {
  const messages = [...store.messages.values()];
  store.commit((tx) => {
    for (const { id } of store.contacts.values()) tx.remove('contacts', id);
    for (const { id } of store.campaigns.values()) tx.remove('campaigns', id);
    for (const { id } of store.audiences.values()) tx.remove('audiences', id);
    for (const { id } of messages) tx.remove('messages', id);
    for (const { id } of store.events.values()) tx.remove('events', id);
    for (const { id } of store.deliveries.values()) tx.remove('deliveries', id);
    for (const { id } of store.suppressions.values()) tx.remove('suppressions', id);
    if (store.meta.get('quota')) tx.remove('meta', 'quota');
    if (!all) return;
    for (const { id, origin } of store.webhooks.values()) if (origin === 'call') tx.remove('webhooks', id);
    for (const { id, origin } of store.keys.values()) if (origin === 'call') tx.remove('keys', id);
  });
  for (const { id, stored } of messages) {
    text.remove(id);
    if (stored) await blobs.remove(id);
  }
}
