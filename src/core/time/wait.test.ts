import { expect, it } from 'vitest';
import { systemTimers } from './clock.js';
import { waitFor } from './wait.js';

const never = () => new Promise<never>(() => undefined);
const nobody = () => () => undefined;

function useWait() {
  const ending = new AbortController();
  const deps = { timers: systemTimers, subscribe: nobody, ended: ending.signal };
  return { deps, ending };
}

it('the time of a wait is up whatever a look waits for', async () => {
  const { deps } = useWait();
  expect(await waitFor(deps, { timeout: 0, find: never })).toBeNull();
});

it('a look that is under way when the time is up may end', async () => {
  const { deps } = useWait();
  const find = () => new Promise<string>((resolve) => systemTimers.after(20, () => resolve('found')));
  expect(await waitFor(deps, { timeout: 0, find })).toBe('found');
});

it('a look that comes to no end holds neither a caller who went away nor the end of all', async () => {
  const { deps, ending } = useWait();
  const caller = new AbortController();
  const gone = waitFor(deps, { timeout: 60_000, signal: caller.signal, find: never });
  const ended = expect(waitFor(deps, { timeout: 60_000, find: never })).rejects.toThrow('it ends');
  caller.abort();
  expect(await gone).toBeNull();
  ending.abort(new Error('it ends'));
  await ended;
});
