import { expect, it } from 'vitest';
import type { MessageRecord } from '../../contract/message.js';
import type { MessageRows, Store } from '../ports/ports.js';
import { createMessages } from './messages.js';
import type { MessagesDeps } from './messages.js';
import type { ParseQueue } from './parse-queue.js';

it.each([
  ['is not read yet waits until all mail is', false, 'As it was read'],
  ['is read waits for no other', true, 'As it came'],
])('who asks for a mail that %s', async (_what, parsed, expected) => {
  const came: Partial<MessageRecord> = { id: 'email_1', subject: 'As it came', received_at: 0, parsed };
  let row = came as MessageRecord;
  const messages: Partial<MessageRows> = { get: () => row };
  const store: Partial<Store> = { messages: messages as MessageRows };
  const parseQueue: Partial<ParseQueue> = {
    caughtUp() {
      row = { ...row, subject: 'As it was read', parsed: true };
      return Promise.resolve();
    },
  };
  const deps: Partial<MessagesDeps> = { store: store as Store, parseQueue: parseQueue as ParseQueue };
  expect((await createMessages(deps as MessagesDeps).whole('email_1')).subject).toBe(expected);
});
