import type { CheckResult, Verdict } from '../model/verdict.ts';
import * as text from '../text/report.ts';
import { byGroup, groupTitle, verdictOf } from './checks.ts';
import type { Look } from './line.ts';
import { say } from './line.ts';

type Reader = Pick<Look, 'language'>;

const signs: Readonly<Record<Verdict, string>> = { pass: '✅', fail: '❌', inconclusive: '❔' };

/** Text that means nothing but itself in a table's cell. */
const cell = (words: string): string =>
  words.replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ['', row(heads), row(heads.map(() => '---')), ...rows.map(row)];

const troubles = (results: readonly CheckResult[], look: Reader): readonly string[] =>
  table(
    [
      '',
      say(text.checkWord, look),
      say(text.expected, look),
      say(text.seen, look),
      say(text.from, look),
      say(text.hintWord, look),
    ],
    results
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ verdict, title, expected, seen, from, hint }) => [
        signs[verdict],
        ...[say(title, look), say(expected, look), say(seen, look), from, hint ? say(hint, look) : ''].map(cell),
      ]),
  );

const groups = (results: readonly CheckResult[], look: Reader): readonly string[] => {
  const rows = byGroup(results).map(([group, members]) => {
    const passed = members.filter(({ verdict }) => verdict === 'pass').length;
    return [
      signs[verdictOf(members)],
      cell(say(groupTitle(group), look)),
      `${String(passed)}/${String(members.length)}`,
    ];
  });
  return table(['', say(text.checkWord, look), say(text.verdicts.pass, look)], rows);
};

/** The results as Markdown for a pull request or a job's summary: one line a group, then what is not good. */
export const markdown = (lab: string, results: readonly CheckResult[], look: Reader): string => {
  const verdict = verdictOf(results);
  const heading = `### ${signs[verdict]} ${cell(lab)}: ${say(text.verdicts[verdict], look)}`;
  return [heading, ...groups(results, look), ...troubles(results, look), ''].join('\n');
};
