// test-counts.mjs REPORT STATUS: prints PASSED FAILED SKIPPED of vitest's JSON report, and on stderr each skipped test.
import { readFileSync } from 'node:fs';

const [path, status] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, 'utf8'));
const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
const failed = tests.filter(({ status }) => status === 'failed').length;

// A file that cannot be loaded has no tests that could fail, and yet fails.
console.log(tests.length - failed - skipped.length, failed || Number(status !== '0'), skipped.length);
for (const { fullName } of skipped) console.error(fullName);
