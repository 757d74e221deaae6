import type { CheckResult } from '../model/verdict.ts';
import * as text from '../text/report.ts';
import { groupOf } from './checks.ts';
import type { Look } from './line.ts';
import { say } from './line.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Text as XML may hold it: what XML 1.0 forbids is left out. */
const escape = (words: string): string =>
  words
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"\n]/g, (character) => entities[character] ?? '');

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

// JUnit has no word for inconclusive. An error is a test that could not be run, and no reader takes it for passed.
const elements = { fail: 'failure', inconclusive: 'error' } as const;

const detailsOf = (result: CheckResult, look: Pick<Look, 'language'>): string => {
  const rows = [
    `${say(text.expected, look)}: ${say(result.expected, look)}`,
    `${say(text.seen, look)}: ${say(result.seen, look)}`,
    `${say(text.from, look)}: ${result.from}`,
    ...(result.hint === undefined ? [] : [`-> ${say(result.hint, look)}`]),
  ];
  return rows.join('\n');
};

const testCase = (lab: string, result: CheckResult, look: Pick<Look, 'language'>): string => {
  const open = `    <testcase${attributes({ name: say(result.title, look), classname: `${lab}.${groupOf(result)}`, time: seconds(result.milliseconds) })}`;
  if (result.verdict === 'pass') return `${open}/>`;
  const element = elements[result.verdict];
  const trouble = attributes({ message: say(result.seen, look), type: result.verdict });
  return `${open}>\n      <${element}${trouble}>${escape(detailsOf(result, look))}</${element}>\n    </testcase>`;
};

/** The results as JUnit XML, one suite for the lab. */
export const junit = (lab: string, results: readonly CheckResult[], look: Pick<Look, 'language'>): string => {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const time = seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  const totals = { tests: results.length, failures: count('fail'), errors: count('inconclusive'), time };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(totals)}>`,
    `  <testsuite${attributes({ name: lab, ...totals })}>`,
    ...results.map((result) => testCase(lab, result, look)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
