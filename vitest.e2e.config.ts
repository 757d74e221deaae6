import { defineConfig } from 'vitest/config';

/** The tests on real machines: one file at a time, for they share this computer and some compare it before and after. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
