import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary.ts';

/** An `npx` whose vitest leaves the report it is given, and whose other programs fail if they are named. */
const npx = `#!/bin/sh
if [ "$1" = vitest ]; then
  for word in "$@"; do case $word in --outputFile.json=*) file=\${word#*=} ;; esac; done
  [ -z "$FAKE_REPORT" ] || printf '%s' "$FAKE_REPORT" >"$file"
  echo 'what vitest says'; exit "$FAKE_STATUS"
fi
echo "what $1 says"
[ "$1" != "$FAKE_FAILS" ]`;

type Status = 'passed' | 'failed' | 'pending';
const report = (...tests: readonly (readonly [string, Status])[]): string =>
  JSON.stringify({
    testResults: [{ assertionResults: tests.map(([fullName, status]) => ({ fullName, status })) }],
  });

interface Fakes {
  readonly report?: string;
  readonly status?: number;
  readonly fails?: string;
  readonly prepares?: boolean;
}

/** Runs the fast part of the suite in a checkout of nothing but fakes, by way of `.ci/run`. */
const run = async ({ report: text = report(['a', 'passed']), status = 0, fails = '', prepares = true }: Fakes) => {
  const root = await temporaryFolder();
  const files = { 'bin/npx': npx, bancada: `#!/bin/sh\n${prepares ? 'true' : 'echo no packages; false'}` };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
    chmodSync(join(root, name), 0o755);
  }
  for (const path of ['.ci/run', 'test/run', 'scripts/test-counts.mjs']) cpSync(path, join(root, path));
  const env = {
    PATH: `${join(root, 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
    ...{ FAKE_REPORT: text, FAKE_STATUS: String(status), FAKE_FAILS: fails },
  };
  const said = spawnSync(join(root, '.ci/run'), ['--unit'], { encoding: 'utf8', env });
  const lines = said.stdout.trimEnd().split('\n');
  return { code: said.status, last: lines.at(-1), lines };
};

/** Preparing, format, types, lint and dead exports count as one test each; two suites leave the same report. */
test('what passes is counted, and what was skipped is named', async () => {
  const { code, last, lines } = await run({ report: report(['a', 'passed'], ['b c', 'pending']) });
  expect([code, last]).toEqual([0, '7 passed, 0 failed, 2 skipped']);
  expect(lines).toContain('    skipped: b c');
});

test.each<readonly [string, Fakes, string, string]>([
  ['a test', { report: report(['a', 'failed'], ['b', 'passed']), status: 1 }, 'what vitest says', '7 passed, 2 failed'],
  ['a file that cannot be loaded', { status: 1 }, 'what vitest says', '7 passed, 2 failed'],
  ['a test run that leaves no report', { report: '', status: 1 }, 'what vitest says', '5 passed, 2 failed'],
  ['the linter', { fails: 'eslint' }, 'what eslint says', '6 passed, 1 failed'],
  ['a dead export', { fails: 'knip' }, 'what knip says', '6 passed, 1 failed'],
])('%s fails the whole, with its own words', async (_, fakes, words, counts) => {
  const { code, last, lines } = await run(fakes);
  expect([code, last]).toEqual([1, `${counts}, 0 skipped`]);
  expect(lines).toContain(`    ${words}`);
});

test('where nothing can be prepared, nothing is tested', async () => {
  const { code, last, lines } = await run({ prepares: false });
  expect([code, last]).toEqual([1, '0 passed, 1 failed, 0 skipped']);
  expect(lines).toContain('    no packages');
});

test('an option that it does not know is wrong usage', () => {
  expect(spawnSync(join('test', 'run'), ['--everything'], { encoding: 'utf8' })).toMatchObject({
    status: 64,
    stderr: 'usage: ./test/run [--all [FILE...] | --unit]\n',
  });
});
