import type { Sentence } from '../../model/sentence.ts';
import * as text from '../../text/sim-report.ts';
import type { DesignResult, SimVerbResult } from '../../verbs/sim/results.ts';
import { duration } from '../duration.ts';
import { say, type Look } from '../line.ts';
import { playedAgain } from '../../verbs/sim/beginning.ts';
import { number, percent, time, uncertain } from './figures.ts';

/** One figure of every design, side by side. */
export interface Comparison {
  readonly what: Sentence;
  readonly values: readonly string[];
}

/** What a design is called: `as it is`, or its changes. */
export const designName = ({ changes }: DesignResult, look: Pick<Look, 'language'>): string =>
  changes.length === 0 ? say(text.asItIs, look) : changes.join(', ');

/** The figures by which designs are compared. */
export function comparisons({ designs, leftOut }: SimVerbResult, look: Pick<Look, 'language'>): readonly Comparison[] {
  const row = (what: Sentence, of: (design: DesignResult) => string): Comparison => ({ what, values: designs.map(of) });
  const latency = (which: 'mean' | 'p50' | 'p90' | 'p95' | 'p99') =>
    row(text.metrics[which], ({ outcome }) =>
      outcome.visitors.map((visitors) => uncertain(visitors.latency[which], time)).join(', '),
    );
  return [
    row(text.metrics.answers, ({ outcome }) =>
      outcome.visitors.map(({ throughput }) => uncertain(throughput, number)).join(', '),
    ),
    ...(['mean', 'p50', 'p90', 'p95', 'p99'] as const).map(latency),
    // Where something happens at a set time, all of it was played several times.
    row(leftOut ? text.metrics.errors : text.errorsOfRuns(playedAgain), (design) => errorsOf(design, look)),
    row(text.metrics.saturation, ({ saturation }) =>
      saturation === undefined ? '–' : say(text.perSecond(number(saturation)), look),
    ),
  ];
}

/** What broke, and what visitors meet of it: `3 errors, the last 0.4 s after it broke, answers again 6.1 s after it was back`. */
export const courseRows = (
  { courses = [] }: DesignResult,
  { faults }: SimVerbResult,
  look: Pick<Look, 'language'>,
): readonly (readonly [fault: string, course: string])[] =>
  courses.map(({ failed, lastFailure, answersAgain }, at) => {
    const errors = lastFailure === undefined ? text.course.noError : text.course.errors(failed, duration(lastFailure));
    const again = answersAgain === undefined ? [] : [text.course.again(duration(answersAgain))];
    return [faults[at] ?? '', [errors, ...again].map((words) => say(words, look)).join(', ')];
  });

/** `refused 12 (0.4 %)`. */
const errorsOf = ({ outcome }: DesignResult, look: Pick<Look, 'language'>): string => {
  const parts = outcome.visitors.flatMap(({ failures, sent }) =>
    Object.entries(failures).map(([cause, count]) => {
      const word = text.causes[cause];
      return `${word ? say(word, look) : cause} ${String(count)} (${percent(count / Math.max(1, sent))})`;
    }),
  );
  return parts.length === 0 ? say(text.none, look) : parts.join(', ');
};
