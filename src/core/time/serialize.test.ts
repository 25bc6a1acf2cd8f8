import { expect, it } from 'vitest';
import { createSerializer } from './serialize.js';

/** Work that ends when it is told to. */
function openWork<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ended = new Promise<T>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  let isBegun = false;
  const work = () => {
    isBegun = true;
    return ended;
  };
  return { work, resolve, reject, isBegun: () => isBegun };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('work begins when what came before it has ended, and answers what it comes to', async () => {
  const { run } = createSerializer();
  const [first, second] = [openWork<string>(), openWork<number>()];
  const answers = [run(first.work), run(second.work)];
  await turn();
  expect([first.isBegun(), second.isBegun()]).toEqual([true, false]);
  first.resolve('a');
  await turn();
  expect(second.isBegun()).toBe(true);
  second.resolve(2);
  expect(await Promise.all(answers)).toEqual(['a', 2]);
});

it('never begins within the call', async () => {
  const { run } = createSerializer();
  let isBegun = false;
  const answer = run(() => (isBegun = true));
  expect(isBegun).toBe(false);
  expect(await answer).toBe(true);
});

it.each([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
])('work that %s holds up nothing that comes after it', async (_how, work: () => Promise<never>) => {
  const { run, settled } = createSerializer();
  const failed = run(work);
  const next = run(() => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
  await settled();
});

it('settles when all that was asked for so far has ended, also where it failed', async () => {
  const { run, settled } = createSerializer();
  await settled();
  const work = openWork<void>();
  const failed = run(work.work).catch((error: Error) => error.message);
  let isSettled = false;
  const all = settled().then(() => (isSettled = true));
  await turn();
  expect(isSettled).toBe(false);
  work.reject(new Error('no'));
  await all;
  expect(await failed).toBe('no');
});
