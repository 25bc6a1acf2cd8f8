import { setImmediate as real, setTimeout as realTimeout } from './captured.js';

// In place of `node:timers/promises`, whose functions fake timers replace too. Options (`ref`, `signal`) are not there.

const setTimeout = <T>(ms?: number, value?: T, ...options: never[]): Promise<T> =>
  new Promise((resolve) => {
    requireNone(options);
    realTimeout(() => resolve(value as T), ms);
  });

const setImmediate = <T>(value?: T, ...options: never[]): Promise<T> =>
  new Promise((resolve) => {
    requireNone(options);
    real(() => resolve(value as T));
  });

function requireNone(options: readonly unknown[]): void {
  if (options.length > 0) throw new Error('build/globals/timers-promises.ts has no options');
}

export { setImmediate, setTimeout };
