import { expect, it } from 'vitest';
import type { JournalOp } from '../tables/database.js';
import { createStoredRows } from '../tables/database.js';
import { createReplay } from './replay.js';

it('a row that was removed and put again is removed first, so that it stands at the end', () => {
  const replay = createReplay(createStoredRows(), { isCareful: false });
  const row = (id: string) => ({ id }) as never;
  const ops: JournalOp[] = [
    ['keys', 'key_1'],
    ['keys', row('key_2')],
    ['keys', row('key_1')],
  ];
  replay.add(ops, (_table, each) => each as never);
  expect(replay.changes((_table, each) => each as never)).toEqual([
    ['keys', { id: 'key_2' }],
    ['keys', 'key_1'],
    ['keys', { id: 'key_1' }],
  ]);
});
