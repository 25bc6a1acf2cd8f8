import { expect, it } from 'vitest';
import { createPace, endingWith } from './pace.js';

it('work yields to the event loop after each 10 ms of its own, and not while others have their turn', async () => {
  let time = 0;
  const pace = createPace(() => time);
  const turns: number[] = [];
  for (let step = 1; step <= 12; step += 1) {
    time += 4;
    const turn = pace();
    if (!turn) continue;
    turns.push(step);
    // Others take long.
    time += 1000;
    await turn;
  }
  expect(turns).toEqual([3, 6, 9, 12]);
});

it('work that is to be stopped ends before its next step, with the reason', () => {
  const stopping = new AbortController();
  const pace = endingWith(stopping.signal, () => undefined);
  expect(pace()).toBeUndefined();
  stopping.abort(new Error('stopped'));
  expect(pace).toThrow('stopped');
});
