import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { MessageRows, Store } from '../ports/ports.js';
import { createRetention } from './retention.js';

/** An inbox that keeps `most` mails; `meanwhile` is called while mail is being removed. */
function useRetention(most: number, meanwhile: (inbox: { lose(count: number): void }) => Promise<void>) {
  let rows: MessageRecord[] = [];
  let listener: () => void = () => undefined;
  let come = 0;
  const inbox = {
    /** Others delete so many of the oldest. */
    lose(count: number) {
      rows = rows.slice(count);
      listener();
    },
    receive(count: number) {
      for (let left = count; left > 0; left -= 1)
        rows.push({ id: `email_${(come += 1)}`, stored: true, status: 'delivered' } as MessageRecord);
      listener();
    },
    kept: () => rows.length,
  };
  const messages: Partial<MessageRows> = { oldestFirst: () => rows.values(), countKept: () => rows.length };
  const store: Partial<Store> = {
    messages: messages as MessageRows,
    subscribe(act) {
      listener = act as () => void;
      return () => undefined;
    },
  };
  const retention = createRetention({
    ...{ store: store as Store, most, log: () => undefined },
    async remove(ids: readonly MessageId[]) {
      rows = rows.filter(({ id }) => !ids.includes(id));
      await meanwhile(inbox);
    },
    watch: (_what, work) => void work,
  });
  return { ...inbox, retention };
}

describe('keeping so much mail and no more', () => {
  it('takes nothing more where others delete mail meanwhile', async () => {
    const { receive, kept, retention } = useRetention(10, (inbox) => Promise.resolve(inbox.lose(3)));
    receive(12);
    await retention.pruned();
    expect(kept()).toBe(7);
  });

  it('sees what comes in as the last of its work ends', async () => {
    for (let turns = 0; turns < 12; turns += 1) {
      let more = Promise.resolve();
      let isFirst = true;
      const inbox = useRetention(10, async () => {
        if (isFirst) more = receiveAfter(turns);
        isFirst = false;
        await Promise.resolve();
      });
      async function receiveAfter(count: number) {
        for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
        inbox.receive(1);
      }
      inbox.receive(11);
      await inbox.retention.pruned();
      await more;
      await new Promise((resolve) => setImmediate(resolve));
      expect(inbox.kept(), `after ${turns} turns`).toBe(10);
    }
  });
});
