import type { Sentence } from '../model/sentence.ts';
import type { CheckResult, Verdict } from '../model/verdict.ts';
import * as text from '../text/report.ts';
import { duration } from './duration.ts';
import { pad } from './cells.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';

const groupColumn = 11;
const labelColumn = 10;

/** A mark for each verdict. */
export const signs: Readonly<Record<Verdict, Span>> = { pass: good('✓'), fail: bad('✗'), inconclusive: doubt('?') };

/** How a set of checks ends, taken together: one failure fails it, one that could not be run leaves it open. */
export const verdictOf = (results: readonly CheckResult[]): Verdict => {
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return results.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'pass';
};

/** The group of a check: the first part of its id. */
export const groupOf = ({ id }: CheckResult): string => id.split(':')[0] ?? id;

/** What a group is called. */
export const groupTitle = (group: string): Sentence => text.checkGroups[group] ?? { en: group, pt: group };

/** Results with their groups, in the order in which the groups first occur. */
export const byGroup = (results: readonly CheckResult[]): readonly (readonly [string, readonly CheckResult[]])[] => {
  const names = [...new Set(results.map(groupOf))];
  return names.map((group) => [group, results.filter((result) => groupOf(result) === group)]);
};

const labelled = (label: string, value: string): Line => ['      ', ...pad([dim(label)], labelColumn), value];

const troubleLines = (result: CheckResult, look: Look): readonly Line[] => [
  [
    '    ',
    signs[result.verdict],
    ' ',
    strong(say(result.title, look)),
    dim(`  ${say(text.verdicts[result.verdict], look)}`),
  ],
  labelled(say(text.expected, look), say(result.expected, look)),
  labelled(say(text.seen, look), say(result.seen, look)),
  labelled(say(text.from, look), result.from),
  ...(result.hint === undefined ? [] : [['      ', name('-> '), say(result.hint, look)]]),
];

const summaryOf = (group: string, results: readonly CheckResult[], look: Look): string => {
  const [first, second] = results;
  if (first !== undefined && second === undefined) return say(first.title, look);
  const passed = results.filter(({ verdict }) => verdict === 'pass').length;
  const sentence = group === 'closed' ? text.closedOf : text.passedOf;
  return say(sentence(passed, results.length), look);
};

const passLine = (result: CheckResult, look: Look): Line => [
  '    ',
  signs.pass,
  ` ${say(result.title, look)}`,
  dim(`  ${say(result.seen, look)}  ${duration(result.milliseconds)}`),
];

const groupLines = (group: string, results: readonly CheckResult[], look: Look): readonly Line[] => [
  [
    signs[verdictOf(results)],
    ' ',
    ...pad([say(groupTitle(group), look)], groupColumn),
    summaryOf(group, results, look),
  ],
  ...results.flatMap((result) => {
    if (result.verdict !== 'pass') return troubleLines(result, look);
    return look.verbose ? [passLine(result, look)] : [];
  }),
];

/** How many passed, failed and could not be run. */
export const checkTotalsLine = (results: readonly CheckResult[], look: Look): Line => {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  if (results.length === 0) return [doubt(say(text.noChecks, look))];
  if (verdictOf(results) === 'pass') return [good(say(text.allChecksPassed(results.length), look))];
  const sum = text.checkTotals(count('pass'), count('fail'), count('inconclusive'));
  return [strong(say(sum, look))];
};

/** The results group by group, one line for what is good and everything about what is not. */
export const checkLines = (results: readonly CheckResult[], look: Look): readonly Line[] => [
  ...byGroup(results).flatMap(([group, members]) => groupLines(group, members, look)),
  checkTotalsLine(results, look),
];
