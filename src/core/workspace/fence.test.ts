import { expect, it } from 'vitest';
import type { Blobs, MailSearchIndex, Store } from '../ports/ports.js';
import { createFence } from './fence.js';

it('takes no text out of the index that a snapshot needs, nor any after the end', () => {
  const removed: string[] = [];
  const text: Partial<MailSearchIndex> = { remove: (id) => void removed.push(id) };
  const fence = createFence({
    store: {} as Store,
    blobs: {} as Blobs,
    text: text as MailSearchIndex,
    isPinned: (id) => id === 'email_pinned',
  });
  fence.text.remove('email_pinned');
  fence.text.remove('email_free');
  fence.end();
  fence.text.remove('email_late');
  expect(removed).toEqual(['email_free']);
});
