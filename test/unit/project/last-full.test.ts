import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isTried } from '../../support/seed.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const count = z.int().min(0);
const found = {
  ...{ passed: count, failed: count, skipped: count },
  ...{ ended: z.iso.datetime(), commit: z.string().regex(/^[0-9a-f]{40}$/) },
  ...{ node: z.string(), vitest: z.string(), fastCheck: z.string(), kernel: z.string() },
  ...{ processors: count, memoryGiB: count },
};
const countedSchema = z.strictObject({
  ...{
    what: z.string(),
    count,
    missed: count.optional(),
    failed: count,
    seed: count.optional(),
    seconds: z.number().optional(),
  },
});

/** What runs of the exhaustive tests leave behind. */
const summarySchema = z.strictObject({
  version: z.literal(1),
  steps: z.record(z.string(), z.strictObject(found)),
  files: z.record(
    z.string().endsWith('.test.ts'),
    z.strictObject({ ...found, seconds: z.number(), counted: z.array(countedSchema) }),
  ),
});
const read = (path: string) => summarySchema.parse(JSON.parse(readFileSync(path, 'utf8')));

// Whatever is there may be summed up: this one is.
const name = 'test/unit/project/last-full.test.ts';
const result = (...statuses: readonly string[]) => ({
  name: join(process.cwd(), name),
  ...{ startTime: 2000, endTime: 4500 },
  assertionResults: statuses.map((status) => ({ status })),
});
const log = (points: number): string => `stdout | ${name} > a test
figures: ${String(points)} points; seed 7
\u001b[22mcounted: {"what":"points","count":${String(points)},"missed":1,"failed":0,"seed":7}
`;

const sumUp = async (path: string, left: Readonly<Record<string, string>>): Promise<void> => {
  const folder = await temporaryFolder();
  for (const [file, text] of Object.entries(left)) writeFileSync(join(folder, file), text);
  execFileSync(process.execPath, ['scripts/last-full.mjs', folder, path]);
};

test('is summed up from what the steps of a run have left, and stays where others are run', async () => {
  const path = join(await temporaryFolder(), 'summary');
  await sumUp(path, {
    'e2e.json': JSON.stringify({ testResults: [result('passed', 'failed', 'pending', 'passed')] }),
    'e2e.counts': '2 1 1\n',
    'e2e.log': log(3),
    'lint.counts': '1 0 0\n',
  });
  const { steps, files } = read(path);
  expect(Object.keys(steps)).toEqual(['lint']);
  expect(steps['lint']).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
  const counted = [{ what: 'points', count: 3, missed: 1, failed: 0, seed: 7 }];
  expect(files[name]).toMatchObject({ passed: 2, failed: 1, skipped: 1, seconds: 2.5, counted });

  const gone = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, unknown> };
  gone.files['test/unit/gone.test.ts'] = gone.files[name];
  writeFileSync(path, JSON.stringify(gone));
  await sumUp(path, { 'format.counts': '0 1 0\n' });
  const after = read(path);
  expect(Object.keys(after.steps)).toEqual(['format', 'lint']);
  expect(after.files).toEqual(files);

  await sumUp(path, { 'e2e.json': JSON.stringify({ testResults: [{ ...result(), status: 'failed' }] }) });
  expect(read(path).files[name]).toMatchObject({ passed: 0, failed: 1, skipped: 0 });

  await sumUp(path, {
    'e2e.json': JSON.stringify({ testResults: [result('passed')] }),
    'e2e.counts': '1 0 0\n',
    'e2e.log': log(4),
  });
  expect(read(path).files[name]).toMatchObject({ passed: 1, failed: 0, counted: [{ count: 4 }] });
});

test.each([
  [{ count: 0 }, false],
  [{ count: 0, missed: 3 }, false],
  [{ count: 8, missed: 2 }, true],
  [{ count: 8, missed: 3 }, false],
  [{ count: 1 }, true],
])('what never, or hardly ever, came to pass was not tried: %j', (numbers, tried) => {
  expect(isTried(numbers)).toBe(tried);
});

const last = 'test/last-full.json';
const known = existsSync(last) ? read(last) : undefined;
const exhaustiveFiles = ['unit', 'e2e']
  .flatMap((folder) =>
    readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' }).map((file) => join('test', folder, file)),
  )
  .filter((file) => file.endsWith('.test.ts') && /\bexhaustive\b|BANCADA_TEST_ALL/.test(readFileSync(file, 'utf8')))
  .filter((file) => file !== name);
const missing = exhaustiveFiles.filter((file) => known?.files[file] === undefined);

const green = 'nothing in it is red';
test.skipIf(known === undefined)(known === undefined ? `${green} (NOT CHECKED: there is no ${last})` : green, () => {
  const { steps, files } = known!;
  expect(Object.entries({ ...steps, ...files }).filter(([, { failed }]) => failed > 0)).toEqual([]);
  const counted = Object.values(files).flatMap((file) => file.counted);
  expect(counted.filter(({ failed }) => failed > 0)).toEqual([]);
});

const whatCounts = 'whatever was to be tried in it was tried';
test.skipIf(known === undefined)(known === undefined ? `${whatCounts} (NOT CHECKED)` : whatCounts, () => {
  const counted = Object.values(known!.files).flatMap((file) => file.counted);
  expect(counted.filter((each) => each.count === 0)).toEqual([]);
  const luck = counted.filter(({ missed }) => missed !== undefined);
  const sum = (which: 'count' | 'missed') => luck.reduce((all, each) => all + (each[which] ?? 0), 0);
  if (luck.length > 0) expect(isTried({ count: sum('count'), missed: sum('missed') })).toBe(true);
});

const whole = `all exhaustive tests are in it`;
test.skipIf(missing.length > 0)(missing.length === 0 ? whole : `${whole} (NOT CHECKED: ${missing.join(', ')})`, () => {
  const counted = Object.values(known?.files ?? {}).flatMap((file) => file.counted);
  const points = counted.filter(({ what }) => what.startsWith('bad luck')).reduce((sum, each) => sum + each.count, 0);
  expect(points).toBeGreaterThanOrEqual(500);
  expect(counted.find(({ what }) => what === 'nearly right files')?.count).toBeGreaterThanOrEqual(100_000);
});
