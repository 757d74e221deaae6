import type { CheckResult } from '../../model/verdict.ts';
import { checkTotalsLine, signs } from '../../report/checks.ts';
import { dim, doubt, say, type Line, type Look } from '../../report/line.ts';
import * as text from '../../text/tui.ts';
import type { Size } from '../areas.ts';
import type { UiState } from '../state.ts';
import { shortTime } from './machines.ts';

/** What the checks have said: what is wrong first, then the sum of each kind. */
export const checkRows = ({ checks, now }: UiState, { rows }: Size, look: Look): readonly Line[] => {
  const { running, results, endedAt } = checks;
  if (running) return [[doubt(say(text.checking(results.length), look))], ...trouble(results, look).slice(0, rows - 1)];
  if (endedAt === undefined) return [[dim(say(text.noChecksYet, look))]];
  const age = dim(`  ${say(text.ago(shortTime(now - endedAt)), look)}`);
  return [[...checkTotalsLine(results, look), age], ...trouble(results, look)].slice(0, rows);
};

const trouble = (results: readonly CheckResult[], look: Look): readonly Line[] =>
  results
    .filter(({ verdict }) => verdict !== 'pass')
    .flatMap(({ verdict, title, seen }): readonly Line[] => [
      [signs[verdict], ' ', say(title, look)],
      ['  ', dim(say(seen, look))],
    ]);
