import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SuppressionRecord } from '../../src/contract/workspace-records.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
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
