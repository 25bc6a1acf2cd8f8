import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/examples/**', 'node_modules/**'],
    globalSetup: ['test/support/browser-setup.ts', 'test/support/packed-setup.ts'],
    reporters: ['default', './test/support/tally-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
