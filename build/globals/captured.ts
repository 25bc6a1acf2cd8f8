import { createRequire } from 'node:module';
import { performance as clockOfNode } from 'node:perf_hooks';
import { TextDecoder as DecoderOfNode, TextEncoder as EncoderOfNode } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { createContext, runInContext } from 'node:vm';

// What the bundles use in place of the globals of these names, taken when the package is loaded. Fake timers of a test,
// `setSystemTime` and stubs replace the globals of the process; inside the emulator they would stop mail and webhooks.

/** What fake timers (those of vitest, jest and sinon) leave at a function that they put in place of the real one. */
interface Faked {
  clock?: Record<string, unknown>;
}

/** The real function behind fakes that were there before the package was loaded. */
function realOf<T>(name: string, current: T): T {
  let real = current;
  for (let clock = (real as Faked | undefined)?.clock; clock; clock = (real as Faked | undefined)?.clock) {
    const former = clock[`_${name}`] as T | undefined;
    if (former === undefined || former === real) break;
    real = former;
  }
  return real;
}

const isNative = (value: unknown): boolean =>
  typeof value === 'function' && Function.prototype.toString.call(value).includes('[native code]');

/** A `Date` that is no function of the engine, or whose `now` is none, is one of a test; that of a new realm is real. */
const dateOf = (current: DateConstructor): DateConstructor =>
  isNative(current) && isNative(current.now)
    ? current
    : (runInContext('Date', createContext()) as DateConstructor);

const all = globalThis;
export const Date = dateOf(realOf('Date', all.Date));
export const setTimeout = realOf('setTimeout', all.setTimeout);
export const clearTimeout = realOf('clearTimeout', all.clearTimeout);
export const setInterval = realOf('setInterval', all.setInterval);
export const clearInterval = realOf('clearInterval', all.clearInterval);
// Browser-like environments of test runners lack these five.
export const structuredClone: typeof all.structuredClone =
  all.structuredClone ?? (<T>(value: T): T => deserialize(serialize(value)) as T);
export const TextDecoder = DecoderOfNode;
export const TextEncoder = EncoderOfNode;
// An import of `node:timers` would be this file again.
const timersOfNode = createRequire(all.process.execPath)('node:timers') as typeof globalThis;
export const setImmediate = realOf('setImmediate', all.setImmediate ?? timersOfNode.setImmediate);
export const clearImmediate = realOf('clearImmediate', all.clearImmediate ?? timersOfNode.clearImmediate);
export const queueMicrotask = realOf('queueMicrotask', all.queueMicrotask);

// In place of `process.nextTick`, `process.hrtime`, `performance.now`, `Date.now` and `Math.random`: a spy takes the place of a method alone.
export const capturedNextTick = realOf('nextTick', all.process.nextTick).bind(all.process);
export const capturedHrtime = realOf('hrtime', all.process.hrtime);
const { now: elapsed } = Object.getPrototypeOf(clockOfNode) as typeof clockOfNode;
export const capturedNow = elapsed.bind(clockOfNode);
export const capturedDateNow = Date.now;
export const capturedRandom = all.Math.random;
