import { expect, it } from 'vitest';
import { createGreylist } from './greylist.js';

const hour = 3_600_000;
const clockAt = (now: number) => {
  const clock = { now: () => now, set: (at: number) => void (now = at) };
  return clock;
};

it('lets the second try of the same sender pass, with others writing to the address meanwhile', () => {
  const { attemptOf } = createGreylist(clockAt(0));
  const tries = ['one@a.test', 'two@b.test', 'one@a.test', 'one@a.test', 'two@b.test'];
  expect(tries.map((from) => attemptOf({ from, to: 'x+defer@c.test' }))).toEqual([1, 1, 2, 1, 2]);
});

it('forgets a first try after four hours, and one of a time that is still to come', () => {
  const clock = clockAt(100 * hour);
  const { attemptOf } = createGreylist(clock);
  const route = { from: 'a@b.test', to: 'x+defer@c.test' };
  expect(attemptOf(route)).toBe(1);
  clock.set(104 * hour + 1);
  expect(attemptOf(route)).toBe(1);
  clock.set(10 * hour);
  expect(attemptOf(route)).toBe(1);
  clock.set(11 * hour);
  expect(attemptOf(route)).toBe(2);
});
