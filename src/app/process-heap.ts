import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { measureMemory } from 'node:vm';
import { systemTimers } from '../core/time/clock.js';

/**
 * Lets the heap double, not quadruple, before V8 collects its old part. Rows that stay lie scattered among what went, so
 * the pages of a peak are not given back: under mixed load most of the resident memory was such pages. V8 reads the flag at each
 * collection. For a process of our own only, since it holds for every heap of it, and for one that has started: a start collects
 * more often with it, and V8 takes no code that was compiled with a flag less.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=100');

/** Shares of the time between two looks, and bytes of the heap. */
interface Heap {
  busyShare(): number;
  usedBytes(): number;
  collect(): Promise<void>;
}

/** A process that is busy for less is at rest. */
const mostBusy = 0.05;
/** A collection has to be worth it. */
const worthBytes = 4 * 1024 * 1024;
/**
 * Seconds at rest after which it collects. The first lets go of what is garbage; V8 gives back the space of young objects
 * only with a collection that finds that for five seconds few were made.
 */
const lastRound = 12;
const rounds = [1, 8, lastRound];

/**
 * Answers what has to be called every second, not twice at once. V8 collects garbage only while something is allocated: what
 * a burst of mail leaves, a third of the resident memory, would stay for as long as nobody sends any.
 */
export function createRestCollector(heap: Heap): () => Promise<void> {
  /** Bytes after the last collection, V8's own ones included. */
  let left = 0;
  let seconds = 0;
  return async () => {
    const isBusy = heap.busyShare() >= mostBusy;
    left = Math.min(left, heap.usedBytes());
    const isUnfinished = isBusy && seconds < lastRound;
    if (isUnfinished || heap.usedBytes() - left >= worthBytes) seconds = 0;
    if (isBusy) return;
    seconds += 1;
    if (!rounds.includes(seconds)) return;
    await heap.collect();
    left = heap.usedBytes();
  };
}

/** Collects in small steps: V8 does so to measure what is left. Node warns that the call is experimental. */
async function collectInSteps(): Promise<void> {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  const measured = measureMemory({ mode: 'summary', execution: 'eager' });
  process.emitWarning = emitWarning;
  await measured;
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;

/** Keeps this process small while nothing happens. */
export function collectAtRest(): void {
  let last = performance.eventLoopUtilization();
  const busyShare = () => {
    const { utilization } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    return utilization;
  };
  const look = createRestCollector({ busyShare, usedBytes, collect: collectInSteps });
  const again = () => systemTimers.after(1000, () => void look().then(again));
  again();
}
