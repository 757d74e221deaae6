import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary.ts';

const count = z.int().min(0);
const totals = { passed: count, failed: count, skipped: count };

/** What a run of the whole suite leaves behind. */
const summarySchema = z.strictObject({
  version: z.literal(1),
  ended: z.iso.datetime(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  versions: z.strictObject({
    ...{ bancada: z.string(), node: z.string(), kernel: z.string(), vitest: z.string(), fastCheck: z.string() },
  }),
  computer: z.strictObject({ processors: count, memoryGiB: count }),
  suites: z.record(z.string(), z.strictObject({ ...totals, seconds: z.number().optional() })),
  counted: z.array(
    z.strictObject({
      ...{ what: z.string(), count, failed: count, seed: count.optional(), seconds: z.number().optional() },
    }),
  ),
  files: z.record(z.string().endsWith('.test.ts'), z.strictObject({ ...totals, seconds: z.number() })),
});

const report = {
  startTime: 1000,
  testResults: [
    {
      name: join(process.cwd(), 'test/e2e/a.test.ts'),
      ...{ startTime: 2000, endTime: 4500 },
      assertionResults: [{ status: 'passed' }, { status: 'failed' }, { status: 'pending' }, { status: 'passed' }],
    },
  ],
};
const log = `stdout | test/e2e/a.test.ts
figures: 3 points; seed 7
\u001b[22mcounted: {"what":"points","count":3,"failed":0,"seed":7}
`;

test('is summed up from what its steps have left', async () => {
  const folder = await temporaryFolder();
  const left = {
    'e2e.json': JSON.stringify(report),
    'e2e.counts': '2 1 1\n',
    'e2e.log': log,
    'lint.counts': '1 0 0\n',
  };
  for (const [name, text] of Object.entries(left)) writeFileSync(join(folder, name), text);
  const path = join(folder, 'summary');
  execFileSync(process.execPath, ['scripts/last-full.mjs', folder, path]);
  const summary = summarySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  expect(summary.suites).toEqual({
    e2e: { passed: 2, failed: 1, skipped: 1, seconds: 3.5 },
    lint: { passed: 1, failed: 0, skipped: 0 },
  });
  expect(summary.counted).toEqual([{ what: 'points', count: 3, failed: 0, seed: 7 }]);
  expect(summary.files).toEqual({ 'test/e2e/a.test.ts': { passed: 2, failed: 1, skipped: 1, seconds: 2.5 } });
});

const last = 'test/last-full.json';
const runs = existsSync(last);
test.skipIf(!runs)(runs ? 'was whole when it ran last' : `NOT CHECKED: no ${last}, ./test/run --all makes it`, () => {
  const { suites, counted } = summarySchema.parse(JSON.parse(readFileSync(last, 'utf8')));
  expect(Object.keys(suites)).toEqual(expect.arrayContaining(['unit', 'e2e']));
  expect(Object.entries(suites).filter(([, { failed }]) => failed > 0)).toEqual([]);
  expect(counted.filter(({ failed }) => failed > 0)).toEqual([]);
  const points = counted.filter(({ what }) => what.startsWith('bad luck')).reduce((sum, each) => sum + each.count, 0);
  expect(points).toBeGreaterThanOrEqual(500);
  expect(counted.find(({ what }) => what === 'nearly right files')?.count).toBeGreaterThanOrEqual(100_000);
});
