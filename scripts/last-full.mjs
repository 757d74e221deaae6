// last-full.mjs FOLDER FILE: what a run of the whole suite came to, as measured, from what it has left in that folder.
// NAME.counts (passed, failed, skipped), NAME.json (vitest's report) and, in NAME.log, lines `counted: {…}` of the tests.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { basename, join, relative } from 'node:path';

const [folder, file] = process.argv.slice(2);

/** Of all files in the folder that end so: their names without the ending, and what stands in them. */
const read = (ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => [basename(name, ending), readFileSync(join(folder, name), 'utf8')]);

const seconds = (milliseconds) => Math.round(milliseconds / 100) / 10;
const ofStatus = (tests, ...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
const total = (tests) => ({
  passed: ofStatus(tests, 'passed'),
  failed: ofStatus(tests, 'failed'),
  skipped: tests.length - ofStatus(tests, 'passed', 'failed'),
});

const reports = read('.json').map(([name, text]) => [name, JSON.parse(text)]);
const lasted = ({ startTime, testResults }) =>
  seconds(Math.max(startTime, ...testResults.map(({ endTime }) => endTime)) - startTime);
const suites = Object.fromEntries(
  read('.counts').map(([name, text]) => {
    const [passed, failed, skipped] = text.trim().split(' ').map(Number);
    const report = reports.find(([itsName]) => itsName === name)?.[1];
    return [name, { passed, failed, skipped, ...(report && { seconds: lasted(report) }) }];
  }),
);

const results = reports.flatMap(([, { testResults }]) => testResults);
const files = Object.fromEntries(
  results
    .map(({ name, startTime, endTime, assertionResults }) => [
      relative(process.cwd(), name),
      { ...total(assertionResults), seconds: seconds(endTime - startTime) },
    ])
    .toSorted(([one], [other]) => one.localeCompare(other)),
);

const counted = read('.log').flatMap(([, text]) =>
  text.split('\n').flatMap((line) => {
    const [, json] = /counted: (\{.*\})/.exec(line) ?? [];
    return json === undefined ? [] : [JSON.parse(json)];
  }),
);

const versionOf = (path) => JSON.parse(readFileSync(path, 'utf8')).version;
const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();
const summary = {
  version: 1,
  ended: new Date().toISOString(),
  commit: git('rev-parse', 'HEAD'),
  versions: {
    bancada: versionOf('package.json'),
    node: process.versions.node,
    kernel: release(),
    vitest: versionOf('node_modules/vitest/package.json'),
    fastCheck: versionOf('node_modules/fast-check/package.json'),
  },
  computer: { processors: cpus().length, memoryGiB: Math.round(totalmem() / 1024 ** 3) },
  suites,
  counted,
  files,
};
writeFileSync(file, `${JSON.stringify(summary, undefined, 2)}\n`);
