import { defineConfig } from 'vitest/config';

/** The fast tests: pure code, and the golden corpus of topologies. A busy computer makes some of them slow. */
export default defineConfig({
  test: { include: ['test/{unit,golden}/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: '100%' },
});
