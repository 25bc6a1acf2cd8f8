import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SuppressionRecord } from '../../src/contract/workspace-records.js';
import { newMessage } from '../../src/core/messages/new-message.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { tableNames } from '../../src/contract/tables.js';
import { encodeTables } from '../../src/store/persistence/checkpoint-format.js';
import type { State } from '../../src/store/tables/state.js';
import { openStore } from '../../src/store/store.js';
import { useDirectory } from '../support/process.js';

const open = (dir: string) =>
  openStore({ dir, random: systemRandom, timers: systemTimers, log: () => undefined });

const row = (id: string, reason: SuppressionRecord['reason'] = 'manual'): SuppressionRecord => ({
  ...{ id, reason, at: 1_711_360_200_000, message_id: null },
});

type Step = SuppressionRecord | string;
const [a, b, c] = ['a@x.test', 'b@x.test', 'c@x.test'] as const;

/** Commits, each of a row that is put or the id of one that is removed. */
const cases: [string, Step[], Step[]][] = [
  ['rows of the journal alone', [], [row(a), row(b)]],
  [
    'a row of the checkpoint that is changed twice',
    [row(a), row(b)],
    [row(a, 'bounced'), row(a, 'complained')],
  ],
  ['a new row that is changed', [row(a)], [row(b), row(b, 'bounced')]],
  ['a row of the checkpoint that is removed', [row(a), row(b)], [a]],
  ['a new row that is removed', [row(a)], [row(b), b]],
  ['a row that is removed and put again, at the end', [row(a), row(b)], [a, row(a, 'bounced'), row(c)]],
  ['a new row that is removed and put again, behind one that came between', [], [row(a), row(b), a, row(a)]],
  ['a row that is removed twice', [row(a), row(b)], [a, row(a), a]],
];

it('The start puts a mail of ours behind what came before it arrived', async () => {
  const dir = join(await useDirectory(), 'default');
  const mail = (id: 'email_0000000a' | 'email_0000000b' | 'email_0000000c', received_at: number) =>
    newMessage({ kind: 'smtp', id, received_at, from, to: [], envelope: { from: from.address, to: [] } });
  const from = { name: '', address: 'a@x.test' };
  const first = await open(dir);
  // The clock is set back before it arrives.
  for (const row of [mail('email_0000000a', 5000), mail('email_0000000b', 6000)])
    first.commit((tx) => tx.put('messages', { ...row, seq: tx.nextSeq() }));
  await first.close({ checkpoint: true });
  const second = await open(dir);
  for (const row of [
    mail('email_0000000c', 7000),
    mail('email_0000000a', 2000),
    mail('email_0000000c', 3000),
    mail('email_0000000b', 1000),
  ])
    second.commit((tx) => tx.put('messages', { ...row, seq: tx.nextSeq() }));
  const order = [...second.messages.newestFirst()].map(({ id }) => id);
  expect(order).toEqual(['email_0000000b', 'email_0000000c', 'email_0000000a']);
  await second.close({ checkpoint: false });
  for (const checkpoint of [true, false]) {
    const next = await open(dir);
    expect([...next.messages.newestFirst()].map(({ id }) => id)).toEqual(order);
    await next.close({ checkpoint });
  }
});

it('A row that moves to the end while a checkpoint is written stands there once', () => {
  const ids = Array.from({ length: 3000 }, (_, number) => `r${number}@x.test`);
  const suppressions = new Map(ids.map((id) => [id, row(id)]));
  const nothing = Object.fromEntries(tableNames.map((name) => [name, []])) as Partial<State['tables']>;
  const tables = {
    ...nothing,
    suppressions: { [Symbol.iterator]: () => suppressions.values() },
  } as State['tables'];
  let text = '';
  for (const slice of encodeTables(tables)) {
    text += slice;
    suppressions.delete('r1@x.test');
    suppressions.set('r1@x.test', row('r1@x.test'));
  }
  expect(text.split('"r1@x.test"').length).toBe(2);
});

describe('The start makes of checkpoint and journal the rows that were there', () => {
  it.each(cases)('%s', async (_what, before, after) => {
    const dir = join(await useDirectory(), 'default');
    const commit = async (steps: readonly Step[], checkpoint: boolean) => {
      const store = await open(dir);
      for (const step of steps)
        store.commit((tx) => {
          if (typeof step === 'string') tx.remove('suppressions', step);
          else tx.put('suppressions', step);
        });
      const rows = [...store.suppressions.values()];
      await store.close({ checkpoint });
      return rows;
    };
    await commit(before, true);
    const rows = await commit(after, false);
    expect(await commit([], false)).toEqual(rows);
  });
});
