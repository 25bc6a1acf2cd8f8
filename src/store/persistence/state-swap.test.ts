import { expect, it } from 'vitest';
import { noRows } from '../store.js';
import { createStateSwap } from './state-swap.js';

const state = (seq: number) => ({ seq, tables: noRows() });

it('lines of a state that another took the place of, before it was written, are not in the journal', async () => {
  const journal: string[] = [];
  const ends: (() => void)[] = [];
  const swap = createStateSwap({
    journal: { append: (line) => void journal.push(line) },
    write: () => new Promise((resolve) => ends.push(resolve)),
    onFault: () => undefined,
  });
  swap.append('before');
  swap.start(state(1));
  swap.append('of the first');
  swap.start(state(2));
  swap.append('of the second');
  const written = swap.written();
  while (swap.isUnderWay()) {
    ends.splice(0).forEach((end) => end());
    await Promise.resolve();
  }
  await written;
  expect(journal).toEqual(['before', 'of the second']);
});
