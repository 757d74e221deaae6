import { defineConfig } from 'vitest/config';

/** Files whose tests compare all of this computer before and after, or measure how much it can do: nobody may be beside them. */
const alone = [
  'bad-luck',
  'ec2',
  'fidelity',
  'kill-points',
  'links',
  'load',
  'local',
  'many',
  'misfortunes',
  'sudo-user',
  'survey',
];

const files = alone.map((name) => `test/e2e/${name}.test.ts`);
const limits = { testTimeout: 180_000, hookTimeout: 300_000 };

/** The tests on real machines: some files one at a time, the others two at a time, for machines mostly wait. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...limits, name: 'alone', include: files, fileParallelism: false, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...limits,
          name: 'beside',
          include: ['test/e2e/**/*.test.ts'],
          exclude: files,
          // Loops over everything are serial: what one of them finds is its own.
          maxWorkers: process.env['BANCADA_TEST_ALL'] === undefined ? 2 : 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
