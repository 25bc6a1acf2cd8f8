import { expect, it } from 'vitest';
import { createOutlet } from './outlet.js';

const mega = 1024 * 1024;

/** An outlet with a clock that is moved by hand. */
function useOutlet() {
  let now = 0;
  const alarms: { at: number; act(): void }[] = [];
  const outlet = createOutlet({
    now: () => now,
    after(ms, act) {
      alarms.push({ at: now + ms, act });
      return { cancel: () => undefined };
    },
  });
  const cut: string[] = [];
  const answer = (name: string, bytes: number) => ({ bytes, giveUp: () => void cut.push(name) });
  return {
    cut,
    begin: (name: string, bytes: number) => outlet.begin(answer(name, bytes)),
    note: (name: string, bytes: number) => outlet.note(answer(name, bytes)),
    pass(ms: number) {
      const end = now + ms;
      for (let next = alarms.shift(); next; next = alarms.shift()) {
        if (next.at > end) {
          alarms.unshift(next);
          break;
        }
        now = next.at;
        next.act();
      }
      now = end;
    },
  };
}

it('large answers go out while there is room for them, and the next in their order', async () => {
  const { begin, cut, pass } = useOutlet();
  const [one, two, three, four] = [20, 20, 20, 20].map((size, n) => begin(`${n}`, size * mega));
  expect([one?.admitted, two?.admitted]).toEqual([undefined, undefined]);
  const order: string[] = [];
  void three?.admitted?.then(() => order.push('three'));
  void four?.admitted?.then(() => order.push('four'));
  one?.end();
  await three?.admitted;
  two?.end();
  await four?.admitted;
  expect(order).toEqual(['three', 'four']);
  // Nobody waits any more.
  pass(60_000);
  expect(cut).toEqual([]);
});

it('an answer that is larger than all may be goes out by itself', () => {
  const { begin } = useOutlet();
  expect(begin('huge', 500 * mega).admitted).toBeUndefined();
  expect(begin('large', 2 * mega).admitted).toBeDefined();
});

it('a modest answer does not wait for large ones that nobody reads, until there are many of them', async () => {
  const { begin, cut } = useOutlet();
  const large = Array.from({ length: 5 }, (_, n) => begin(`${n}`, 30 * mega));
  let isIn = false;
  void large[1]?.admitted?.then(() => {
    isIn = true;
  });
  const modest = Array.from({ length: 9 }, () => begin('modest', mega));
  expect(modest.filter(({ admitted }) => admitted !== undefined)).toEqual([]);
  for (let n = 0; n < 17; n += 1) begin('further', mega);
  const late = begin('late', mega);
  expect(late.admitted).toBeDefined();
  modest.forEach(({ end }) => end());
  await late.admitted;
  expect([isIn, cut]).toEqual([false, []]);
});

it('a client that stands still is cut while others wait, one that reads is not', async () => {
  const { begin, cut, pass } = useOutlet();
  const reading = begin('reading', 20 * mega);
  begin('still', 20 * mega);
  const waiting = begin('waiting', 20 * mega);
  for (let second = 0; second < 12; second += 1) {
    pass(1000);
    reading.move();
  }
  expect(cut).toEqual(['still']);
  await waiting.admitted;
});

it('the more wait, the sooner one that stands still is cut', () => {
  const { begin, cut, pass } = useOutlet();
  for (let n = 0; n < 102; n += 1) begin(`${n}`, 20 * mega);
  pass(600);
  expect(cut).toEqual(['0', '1']);
  pass(60_000);
  expect(cut.length).toBeGreaterThan(80);
});

it('what is there already does not wait, and is cut too where all together are too much', () => {
  const { note, cut, pass } = useOutlet();
  for (let n = 0; n < 48; n += 1) note(`${n}`, mega);
  pass(60_000);
  expect(cut).toEqual([]);
  for (let n = 48; n < 60; n += 1) note(`${n}`, mega);
  pass(20_000);
  expect(cut.length).toBeGreaterThan(0);
});

it('a client that goes away while it waits takes no room', async () => {
  const { begin } = useOutlet();
  const first = begin('first', 40 * mega);
  const gone = begin('gone', 40 * mega);
  const last = begin('last', 40 * mega);
  gone.end();
  await gone.admitted;
  first.end();
  await last.admitted;
});
