// last-full.mjs FOLDER FILE: what exhaustive tests came to, as measured, from what a run has left in that folder: NAME.counts
// (passed, failed, skipped), NAME.json (vitest's report) and, in NAME.log, lines `counted: {…}` of the tests. What is in FILE
// already of other tests stays there: all of them together take hours. `missing` names those that were not run yet.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { basename, join, relative } from 'node:path';

const [folder, file] = process.argv.slice(2);

/** Of all files in the folder that end so: their names without the ending, and what stands in them. */
const read = (ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => [basename(name, ending), readFileSync(join(folder, name), 'utf8')]);

const versionOf = (path) => JSON.parse(readFileSync(path, 'utf8')).version;
const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** Of what, with what and on what it was found. */
const circumstances = {
  ended: new Date().toISOString(),
  commit: git('rev-parse', 'HEAD'),
  node: process.versions.node,
  vitest: versionOf('node_modules/vitest/package.json'),
  fastCheck: versionOf('node_modules/fast-check/package.json'),
  kernel: release(),
  processors: cpus().length,
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
};

/** By test file: what its tests have counted, which vitest shows below a line that names the file. */
const counted = new Map();
for (const [, text] of read('.log')) {
  let name;
  for (const line of text.split('\n')) {
    name = /^stdout \| (\S+)/.exec(line)?.[1] ?? name;
    const [, json] = /counted: (\{.*\})/.exec(line) ?? [];
    if (json !== undefined) counted.set(name, [...(counted.get(name) ?? []), JSON.parse(json)]);
  }
}

const ofStatus = (tests, ...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
const reports = read('.json').map(([name, text]) => [name, JSON.parse(text)]);
const files = reports
  .flatMap(([, { testResults }]) => testResults)
  .map(({ name: path, status, startTime, endTime, assertionResults: tests }) => {
    const name = relative(process.cwd(), path);
    const [passed, red] = [ofStatus(tests, 'passed'), ofStatus(tests, 'failed')];
    // A file that cannot be loaded has no tests that could fail, and yet fails.
    const totals = { passed, failed: red || Number(status === 'failed'), skipped: tests.length - passed - red };
    const seconds = Math.round((endTime - startTime) / 100) / 10;
    return [name, { ...totals, seconds, counted: counted.get(name) ?? [], ...circumstances }];
  });

/** Steps that are no tests of vitest's: linting, building. */
const steps = read('.counts')
  .filter(([step]) => !reports.some(([name]) => name === step))
  .map(([name, text]) => {
    const [passed, failed, skipped] = text.trim().split(' ').map(Number);
    return [name, { passed, failed, skipped, ...circumstances }];
  });

const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { steps: {}, files: {} };
const there = Object.entries(before.files).filter(([name]) => existsSync(name));
/** Files with tests that do more where all is asked for; the one that reads the summary only asks whether. */
const exhaustive = readdirSync('test', { recursive: true })
  .map((name) => join('test', name))
  .filter((name) => name.endsWith('.test.ts') && name !== 'test/unit/project/last-full.test.ts')
  .filter((name) => /\bexhaustive\b|BANCADA_TEST_ALL/.test(readFileSync(name, 'utf8')));

const sorted = (entries) => Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
const known = new Map([...there, ...files]);
const summary = {
  version: 1,
  missing: exhaustive.filter((name) => !known.has(name)).sort(),
  steps: sorted(new Map([...Object.entries(before.steps), ...steps])),
  files: sorted(known),
};
writeFileSync(file, `${JSON.stringify(summary, undefined, 2)}\n`);
