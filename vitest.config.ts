import { defineConfig } from 'vitest/config';

/** The fast tests: pure code, and the golden corpus of topologies. */
export default defineConfig({
  test: { include: ['test/{unit,golden}/**/*.test.ts'], testTimeout: 20_000 },
});
