import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApi } from './api.js';
import { createLedger, ledgerFaults } from './ledger.js';
import { lanesOf, newTally } from './load.js';
import type { Lane, Tally } from './load.js';
import { startProgram } from './program.js';
import type { Program } from './program.js';
import { startReceiver } from './receiver.js';
import { watch } from './watcher.js';

export interface SoakOptions {
  seconds: number;
  seed: number;
}

/** Mebibytes. */
interface Memory {
  /** Median of what was resident in each third of the time. */
  thirds: number[];
  /** What was live at the end: the heap after a collection, and buffers beside it. */
  held: number;
  /** Resident after the restart over the same data, once everything was looked for. */
  restarted: number;
}

/** What a soak came to: it passed where there are no faults. */
export interface SoakReport {
  faults: string[];
  tally: Tally;
  hooks: number;
  frames: number;
  memory: Memory;
  restartMs: number;
}

/** A linear congruential generator (Numerical Recipes): the load is to be the same again, nothing more. */
function createDraw(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface LoadState {
  isOver: boolean;
  /** The parts of the load that came to the end of a step. */
  stepped: Set<string>;
}

/** Runs a part of the load until the time is over; answers what went wrong, before the kill. */
async function runLane({ name, pauseMs, step }: Lane, state: LoadState): Promise<string[]> {
  for (let round = 0; !state.isOver; round += 1) {
    try {
      await step(round).finally(() => state.stepped.add(name));
    } catch (error) {
      // A call that the kill cut off was not acknowledged.
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? ` because of ${cause.message}` : '';
      return state.isOver ? [] : [`${name}, round ${round}: ${message}${why}`];
    }
    await pause(pauseMs);
  }
  return [];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const thirdsOf = (values: readonly number[]): number[] =>
  [0, 1, 2].map((third) =>
    median(
      values.slice(Math.floor((third * values.length) / 3), Math.floor(((third + 1) * values.length) / 3)),
    ),
  );

/**
 * The state grows by what the load leaves behind, about a mebibyte a minute; the first third is the warm-up. After a minute
 * the process has as much as a restart needs, and half of that for what a collection has not freed yet.
 */
function memoryFaults({ thirds, restarted }: Memory, seconds: number): string[] {
  const [, middle = 0, last = 0] = thirds;
  const faults: string[] = [];
  if (last > 1.15 * middle + 32 + seconds / 30)
    faults.push(`memory grew from ${middle.toFixed(0)} to ${last.toFixed(0)} MiB`);
  if (seconds >= 60 && last > 1.5 * restarted)
    faults.push(`memory is ${last.toFixed(0)} MiB, after a restart ${restarted.toFixed(0)}`);
  return faults;
}

async function sample(program: Program, seconds: number): Promise<number[]> {
  const samples: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    await pause(1000);
    const mebibytes = program.resident();
    if (mebibytes !== null) samples.push(mebibytes);
  }
  return samples;
}

/** Loads the built emulator for a time, kills it in the middle, starts it again over the same data and looks for all. */
export async function soak({ seconds, seed }: SoakOptions): Promise<SoakReport> {
  const dir = await mkdtemp(join(tmpdir(), 'soak-'));
  const [ledger, tally] = [createLedger(), newTally()];
  const receiver = await startReceiver(ledger);
  const programs = [await startProgram(dir)];
  try {
    const [first] = programs as [Program];
    await first.webhooks.add({ url: receiver.url, retries: 'fast', events: ['email.sent'] });
    const watcher = await watch(first.url, null);
    const state: LoadState = { isOver: false, stepped: new Set() };
    const lanes = lanesOf({ connection: first, ledger, tally, draw: createDraw(seed) });
    const running = lanes.map((lane) => runLane(lane, state));
    const samples = await sample(first, seconds);
    // On a busy machine a part may still be at its first step.
    for (let more = 0; more < 60 && state.stepped.size < lanes.length; more += 1) await pause(1000);
    state.isOver = true;
    watcher.close();
    const held = await first.held();
    await first.kill();
    const faults = (await Promise.all(running)).flat();

    const from = performance.now();
    const second = await startProgram(dir);
    programs.push(second);
    const restartMs = performance.now() - from;
    const again = await watch(second.url, watcher.seq());
    await second.clock.advance('1h');
    if (!(await second.settle(60_000))) faults.push('it does not come to rest after the restart');
    faults.push(...(await ledgerFaults(createApi(second), second, ledger)));
    again.close();
    const memory: Memory = { thirds: thirdsOf(samples), held, restarted: second.resident() ?? Infinity };
    if ((await second.stop()) !== 0) faults.push('SIGTERM did not end it with 0');
    faults.push(
      ...watcher.faults,
      ...again.faults,
      ...first.errors,
      ...second.errors,
      ...memoryFaults(memory, seconds),
    );
    return { faults, tally, hooks: receiver.received(), frames: watcher.frames(), memory, restartMs };
  } finally {
    for (const program of programs) await program.kill();
    receiver.close();
    await rm(dir, { recursive: true, force: true });
  }
}
