import type { CheckResult } from '../../model/verdict.ts';
import type { ScenarioResult } from '../../verbs/scenario/scenario.ts';
import { checkTotalsLine, signs } from '../checks.ts';
import { dim, say, strong, type Line, type Look } from '../line.ts';

const expectationLines = ({ title, verdict, expected, seen }: CheckResult, look: Look): readonly Line[] => [
  [signs[verdict], ` ${say(title, look)}`],
  ['    ', dim(`${say(expected, look)}: `), say(seen, look)],
];

/** What was expected of a scenario, and what came of it. */
export const scenarioLines = ({ lab, title, expectations }: ScenarioResult, look: Look): readonly Line[] => [
  [strong(lab), `  ${say(title, look)}`],
  ...expectations.flatMap((each) => expectationLines(each, look)),
  checkTotalsLine(expectations, look),
];
