import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests with a process each: those that measure a heap or the time of a processor, and those that fake what the package
 * takes from its process when it is loaded. All others share the processes of the workers, which read the sources once
 * each: a process for each file would spend a third of the whole run on that.
 */
const alone = [
  'test/memory/**/*.test.ts',
  'test/smtp/dots.test.ts',
  'test/package/{fakes-after,fakes-before,mocks-before,jsdom}.test.ts',
];
const all = ['test/**/*.test.ts', 'src/**/*.test.ts'];
const never = ['test/bench/**', 'test/examples/**', 'node_modules/**'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/browser-setup.ts', 'test/support/packed-setup.ts'],
    reporters: ['default', './test/support/tally-reporter.ts'],
    // Most tests wait for processes and timers: as many workers as there are cores would leave a third of them idle.
    maxWorkers: Math.max(3, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes late on a busy machine; where it never comes the test fails all the same.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'alone', include: alone, exclude: never } },
      {
        extends: true,
        test: { name: 'shared', include: all, exclude: [...never, ...alone], isolate: false },
      },
    ],
  },
});
