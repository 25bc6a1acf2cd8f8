import { expect, it } from 'vitest';
import type { MessageId } from '../../contract/ids.js';
import type { Message, MessageRecord } from '../../contract/message.js';
import { newMessage } from '../messages/new-message.js';
import type { WaitFor } from '../ports/wait.js';
import { systemTimers } from '../time/clock.js';
import { waitFor } from '../time/wait.js';
import type { MessageList } from './message-list.js';
import { waitForHeads } from './wait-for-heads.js';
import { waitForMessages } from './wait-for-messages.js';

const never = () => new Promise<never>(() => undefined);

const rowOf = (id: MessageId): MessageRecord =>
  newMessage({
    ...{ id, kind: 'smtp', from: { name: '', address: 'a@b.test' }, to: [], received_at: 0 },
    ...{ envelope: { from: 'a@b.test', to: ['c@d.test'] }, status: 'delivered', stored: true },
  });
const listOf = (rows: MessageRecord[]): MessageList => ({
  ...{ rows, total: rows.length, total_exact: true, next: null },
});

/** An inbox with a mail whose reading comes to no end, behind those that are read. */
function useInbox(read: MessageRecord[]) {
  const ended = new AbortController().signal;
  return {
    messages: {
      list: never,
      caughtUp: never,
      arrived: () => Promise.resolve(read),
      listRead: () => Promise.resolve(listOf(read)),
      pending: () => 1,
      whole: (id: string) => Promise.resolve({ id } as Message),
    },
    seq: () => 7,
    waitFor: <T>(wait: WaitFor<T>) =>
      waitFor({ timers: systemTimers, subscribe: () => () => undefined, ended }, wait),
  };
}
const wait = { count: 1, timeout: 0 };

it('a wait for mail ends in time while mail is being read, and says how much', async () => {
  await expect(waitForMessages(useInbox([]), { subject: 'x' }, wait)).rejects.toThrow(
    '0 of 1 matching messages arrived within 0 ms; the inbox has 0, and 1 still being read',
  );
});

it('what is read by then is found', async () => {
  const row = rowOf('email_00000001');
  expect(await waitForMessages(useInbox([row]), {}, wait)).toEqual([{ id: row.id }]);
});

it.each([undefined, 3])('a wait for heads (after %s) has those of the mail that is read', async (after) => {
  const row = rowOf('email_00000001');
  const asked = { filter: {}, limit: 10, cursor: undefined, after };
  expect(await waitForHeads(useInbox([row]), asked, wait)).toEqual({ seq: 7, rows: [row], next: null });
});

it('a wait for heads of which all takes too long is asked again', async () => {
  const inbox = useInbox([]);
  const services = { ...inbox, messages: { ...inbox.messages, listRead: never } };
  const asked = { filter: {}, limit: 10, cursor: undefined, after: 3 };
  expect(await waitForHeads(services, asked, wait)).toEqual({ seq: 3, rows: [], next: null });
});
