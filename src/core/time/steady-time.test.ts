import { expect, it } from 'vitest';
import { createSteadyTime, createVirtualClock } from './clock.js';

const hour = 3_600_000;

/** A machine whose clock is set as the test wants it. */
function useMachine() {
  const machine = { wall: 1_700_000_000_000, monotonic: 5000 };
  const now = createSteadyTime({ wall: () => machine.wall, monotonic: () => machine.monotonic });
  const pass = (ms: number) => {
    machine.wall += ms;
    machine.monotonic += ms;
  };
  return { machine, now, pass, timers: { now, after: () => ({ cancel: () => undefined }) } };
}

it('runs on evenly where the clock of the machine is set back', () => {
  const { machine, now, pass, timers } = useMachine();
  const clock = createVirtualClock(timers);
  const start = now();
  pass(1000);
  machine.wall -= hour;
  expect([now() - start, clock.now() - start]).toEqual([1000, 1000]);
  pass(500);
  expect([now() - start, clock.now() - start]).toEqual([1500, 1500]);
});

it('follows a leap forward, as after sleep, and no small step', () => {
  const { machine, now } = useMachine();
  const start = now();
  machine.wall += 900;
  expect(now() - start).toBe(0);
  machine.wall += hour;
  expect(now() - start).toBe(hour + 900);
});

it('goes on from now where the process before was ahead of this one', () => {
  const { now, pass, timers } = useMachine();
  const virtual = now() + 50;
  const clock = createVirtualClock(timers, { real: now() + hour, virtual, rate: 2, frozen: false });
  expect(clock.now()).toBe(virtual);
  pass(1000);
  expect(clock.now()).toBe(virtual + 2000);
});
