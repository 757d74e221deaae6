import { defineConfig } from 'vitest/config';

const all = 'test/{unit,golden}/**/*.test.ts';
/** Those that need nothing of a computer but Node.js: no shell, no `/proc`, no owners of files. */
const portable = 'test/{golden,unit/{blueprint,checks,report,scenarios,sim,text,topology}}/**/*.test.ts';

/** The fast tests: pure code, and the golden corpus of topologies. A busy computer makes some of them slow. */
export default defineConfig({
  test: {
    include: [process.platform === 'linux' ? all : portable],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
  },
});
