import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index-cjs.js';

/** Threads that run this in place of what they are given, for one test. */
function useProgram(program: string) {
  const { Worker } = threads;
  class Other extends Worker {
    constructor() {
      super(program, { eval: true });
    }
  }
  const put = (value: typeof Worker) => {
    threads.Worker = value;
    syncBuiltinESMExports();
  };
  onTestFinished(() => put(Worker));
  put(Other);
}

it.each([
  ['ends without a word', 'process.exit(0)', 'ended before it had started'],
  ['fails', 'throw new Error("out of order")', 'out of order'],
])(
  'a required emulator whose thread %s is a start that fails',
  async (_what, program, said) => {
    useProgram(program);
    await expect(startEmulator()).rejects.toThrow(said);
  },
  10_000,
);
