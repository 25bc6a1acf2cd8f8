import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that call the sources within their process: read once by a worker, not once by a file, which takes a third of it. */
const inProcess = [
  'src/**/*.test.ts',
  'test/{campaigns,clock,conformance,contacts,engagement,events,http,play,receivers,regressions,states,webhooks}/**/*.test.ts',
];
const all = ['test/**/*.test.ts', 'src/**/*.test.ts'];
const never = ['test/bench/**', 'test/examples/**', 'node_modules/**'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/browser-setup.ts', 'test/support/packed-setup.ts'],
    reporters: ['default', './test/support/tally-reporter.ts'],
    // Most tests wait for processes and timers: on two cores one worker would leave half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes late on a busy machine; where it never comes the test fails all the same.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'in process', include: inProcess, exclude: never, isolate: false } },
      { extends: true, test: { name: 'alone', include: all, exclude: [...never, ...inProcess] } },
    ],
  },
});
