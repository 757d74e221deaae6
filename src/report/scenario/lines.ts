import type { CheckResult } from '../../model/verdict.ts';
import type { ScenarioResult } from '../../verbs/scenario/scenario.ts';
import { wrap } from '../cells.ts';
import { checkTotalsLine, signs } from '../checks.ts';
import { duration } from '../duration.ts';
import { dim, say, strong, type Line, type Look } from '../line.ts';
import { courseWords } from '../sim/designs.ts';

const expectationLines = ({ title, verdict, expected, seen }: CheckResult, look: Look): readonly Line[] => [
  [signs[verdict], ` ${say(title, look)}`],
  ['    ', dim(`${say(expected, look)}: `), say(seen, look)],
];

/** What was expected of a scenario, and what came of it. */
export const scenarioLines = (result: ScenarioResult, look: Look): readonly Line[] => {
  const { lab, title, expectations } = result;
  return [
    [strong(lab), `  ${say(title, look)}`],
    ...expectations.flatMap((each) => expectationLines(each, look)),
    ...courseRows(result, look).flatMap((row) => wrapped(row, look)),
    checkTotalsLine(expectations, look),
  ];
};

/** `killed survey@app1 (5.0 s – 11.0 s): no error, answers again 5.1 s after it was back`; where it is foretold. */
export const courseRows = ({ courses = [] }: ScenarioResult, look: Pick<Look, 'language'>): readonly string[] =>
  courses.map(
    (course) => `${course.fault} (${duration(course.from)} – ${duration(course.until)}): ${courseWords(course, look)}`,
  );

const wrapped = (words: string, { width }: Look): readonly Line[] =>
  wrap(words, Math.max(40, Math.min(width, 100))).map((line) => [dim(line)]);
