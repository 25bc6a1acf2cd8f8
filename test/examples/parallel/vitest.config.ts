import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/one-emulator.ts'],
    maxWorkers: 8,
    // Eight processes may have to share two processors.
    testTimeout: 30_000,
  },
});
