import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/examples/**', 'node_modules/**'],
    globalSetup: ['test/support/browser-setup.ts', 'test/support/packed-setup.ts'],
    reporters: ['default', './test/support/tally-reporter.ts'],
    // Most tests wait for processes and timers: on two cores one worker would leave half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
