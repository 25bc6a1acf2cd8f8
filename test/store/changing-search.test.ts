import { expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import { createMessageList } from '../../src/core/inbox/message-list.js';
import { newMessage } from '../../src/core/messages/new-message.js';
import type { Store } from '../../src/core/ports/ports.js';
import { messageTable } from '../../src/store/tables/messages.js';
import { countTurns } from '../support/turns.js';

const mails = 450;
/** A turn of the event loop looks at so many texts. */
const textsPerTurn = 200;
const idOf = (number: number): MessageId => `email_${String(number).padStart(8, '0')}`;

/** Mail of which every fiftieth text holds the word, the index suspects all of it, and which `meanwhile` changes once a search has had its first turn. */
function useMail(meanwhile: (rows: ReturnType<typeof messageTable>['rows']) => void) {
  const { rows, view } = messageTable();
  for (let number = 0; number < mails; number += 1) {
    const row = newMessage({
      id: idOf(number),
      kind: 'smtp',
      from: { name: '', address: 'a' },
      to: [],
      envelope: { from: 'a', to: [] },
      received_at: number,
      stored: true,
      seq: number,
    });
    rows.set(row);
  }
  let looks = 0;
  const textOf = (id: MessageId) => {
    looks += 1;
    if (looks === textsPerTurn) queueMicrotask(() => meanwhile(rows));
    if (looks > 10 * mails) throw new Error('The search goes on for ever');
    return id.endsWith('01') || id.endsWith('51') ? 'a pigeon' : 'a dove';
  };
  const ids = () => Array.from({ length: mails }, (_, number) => idOf(number));
  return createMessageList({
    store: { messages: view, seq: mails } as Store,
    parseQueue: { caughtUp: () => Promise.resolve(), isUnread: () => false },
    text: {
      has: () => true,
      textOf,
      revision: () => 1,
      candidates: () => ({ ids, has: () => true }),
      put: () => undefined,
      remove: () => undefined,
    },
    headersOf() {
      const until = performance.now() + 1;
      while (performance.now() < until);
      return Promise.resolve([]);
    },
  }).list;
}

it('a search ends when the mail goes that it has yet to look at', async () => {
  const list = useMail((rows) => {
    for (let number = 0; number < mails; number += 1) rows.delete(idOf(number));
  });
  const found = await list({ q: 'pigeon' }, 20);
  expect(found.rows.map(({ id }) => id)).toEqual([401, 351, 301, 251].map(idOf));
});

it('a search finds no mail that goes meanwhile, and all that stays', async () => {
  const list = useMail((rows) => {
    for (let number = 1; number < mails; number += 100) rows.delete(idOf(number));
  });
  const found = await list({ q: 'pigeon' }, 20);
  expect(found.rows.map(({ id }) => id)).toEqual([401, 351, 301, 251, 151, 51].map(idOf));
});

it('a search that reads hundreds of heads gives way to others', async () => {
  const list = useMail(() => undefined);
  const turns = countTurns();
  const found = await list({ q: 'header:x-none' }, 20);
  expect(found.rows).toEqual([]);
  expect(turns()).toBeGreaterThan(10);
});
