import { remediesOf, undoings, type Finding } from '../providers/provider.ts';
import { quote } from '../ssh/quote.ts';
import * as text from '../text/report.ts';
import { bad, dim, doubt, good, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { nextStep } from './next-step.ts';

const signs: Readonly<Record<Finding['status'], Span>> = { good: good('✓'), missing: bad('✗'), warning: doubt('!') };

/** What this computer has and lacks, and the very commands that would mend it. */
export const doctorLines = (findings: readonly Finding[], look: Look): readonly Line[] => {
  const lacks = findings.filter(({ status }) => status !== 'good');
  const fixes = remediesOf(lacks);
  return [
    ...findings.flatMap(({ status, what, failure }): readonly Line[] => {
      const hint = failure && nextStep(failure);
      return [
        [signs[status], ` ${say(what, look)}`],
        ...(hint === undefined ? [] : [['    -> ', say(hint, look)] satisfies Line]),
      ];
    }),
    ...(lacks.length === 0 ? [[good(say(text.allGood, look))]] : []),
    ...(fixes.length === 0 ? [] : [[], [strong(say(text.fixes, look))]]),
    ...fixes.map((argv): Line => ['  ', dim('sudo '), quote(argv)]),
    ...undoings(lacks).map((undo): Line => ['  ', dim(say(undo, look))]),
  ];
};
