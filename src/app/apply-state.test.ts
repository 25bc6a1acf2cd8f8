import { expect, it } from 'vitest';
import type { MessageRecord } from '../contract/message.js';
import type { MessageRows } from '../core/ports/ports.js';
import type { VirtualClock } from '../core/time/clock.js';
import { createMemoryBlobs } from '../store/mail/blobs.js';
import type { MailTexts } from '../store/search/mail-texts.js';
import { noRows } from '../store/store.js';
import type { OpenStore, PreparedState } from '../store/store.js';
import type { Snapshots } from '../store/transfer/snapshots.js';
import { createStateApplier } from './apply-state.js';
import type { ApplyStateDeps } from './apply-state.js';

it.each([
  ['with other texts', false, ['email_1']],
  ['with the same texts', true, []],
])('a state that has mail of the same id %s', async (_what, sameTexts, expected) => {
  const removed: string[] = [];
  const row: Partial<MessageRecord> = { id: 'email_1', stored: true };
  const mail = row as MessageRecord;
  const messages: Partial<MessageRows> = { get: () => mail, list: () => [mail] };
  const store: Partial<OpenStore> = {
    messages: messages as MessageRows,
    prepare: (rows) => Promise.resolve({ rows } as PreparedState),
    replace: () => undefined,
    durable: () => Promise.resolve(),
  };
  const clock: Partial<VirtualClock> = { apply: () => undefined };
  const snapshots: Partial<Snapshots> = { isPinned: () => false };
  const text: Partial<MailTexts> = { has: () => true, remove: (id) => void removed.push(id) };
  const deps: Partial<ApplyStateDeps> = {
    ended: new AbortController().signal,
    log: () => undefined,
    clock: clock as VirtualClock,
    snapshots: snapshots as Snapshots,
    text: text as MailTexts,
    store: store as OpenStore,
    swapState(change) {
      change();
      return () => Promise.resolve();
    },
  };
  const { apply, idle } = createStateApplier(deps as ApplyStateDeps);
  await apply({
    tables: { ...noRows(), messages: [mail] },
    mail: createMemoryBlobs().next(),
    clock: { real: 0, virtual: 0, rate: 1, frozen: false },
    restoreRuntime: () => undefined,
    sameTexts,
  });
  await idle();
  expect(removed).toEqual(expected);
});
