import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
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
  /** Test files that would do more where all is asked for, and of which nothing is known yet. */
  missing: z.array(z.string().endsWith('.test.ts')),
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
const known = read(last);
const counted = Object.values(known.files).flatMap((file) => file.counted);

test('it is of the tests that there are, and names those of which nothing is known', async () => {
  const path = join(await temporaryFolder(), 'summary');
  cpSync(last, path);
  await sumUp(path, {});
  expect(known, `summed up otherwise now: node scripts/last-full.mjs $(mktemp -d) ${last}`).toEqual(read(path));
  expect(known.missing).not.toContain(name);
});

test('nothing in it is red', () => {
  const { steps, files } = known;
  expect(Object.entries({ ...steps, ...files }).filter(([, { failed }]) => failed > 0)).toEqual([]);
  expect(counted.filter(({ failed }) => failed > 0)).toEqual([]);
  // A file all of whose tests were skipped tells nothing.
  expect(Object.entries(files).filter(([, { passed }]) => passed === 0)).toEqual([]);
});

test('whatever was to be tried in it was tried', () => {
  expect(counted.filter((each) => each.count === 0)).toEqual([]);
  const luck = counted.filter(({ missed }) => missed !== undefined);
  const sum = (which: 'count' | 'missed') => luck.reduce((all, each) => all + (each[which] ?? 0), 0);
  if (luck.length > 0) expect(isTried({ count: sum('count'), missed: sum('missed') })).toBe(true);
});

/** What is promised of the exhaustive tests together, and in which files it is counted. */
const promised = [
  { what: 'nearly right files', least: 100_000, files: /nearly-right/ },
  { what: 'bad luck', least: 500, files: /kill-points|misfortunes|bad-luck/ },
];

for (const { what, least, files } of promised) {
  const open = known.missing.filter((file) => files.test(file));
  const title = `${what}: at least ${String(least)}`;
  test.skipIf(open.length > 0)(open.length === 0 ? title : `${title} (NOT CHECKED: ${open.join(', ')})`, () => {
    const all = counted.filter((each) => each.what.startsWith(what)).reduce((sum, { count: each }) => sum + each, 0);
    expect(all).toBeGreaterThanOrEqual(least);
  });
}
