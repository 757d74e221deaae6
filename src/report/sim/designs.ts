import type { Sentence } from '../../model/sentence.ts';
import type { FaultCourse } from '../../sim/lab/course.ts';
import { around } from '../../sim/statistics/estimate.ts';
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
    latency('mean'),
    ...(designs.length > 1 ? [row(text.difference, (design) => differenceFrom(designs[0]!, design))] : []),
    ...(['p50', 'p90', 'p95', 'p99'] as const).map(latency),
    // Where something happens at a set time, all of it was played several times.
    row(leftOut ? text.metrics.errors : text.errorsOfRuns(playedAgain), (design) => errorsOf(design, look)),
    row(text.metrics.saturation, ({ saturation }) =>
      saturation === undefined ? '–' : say(text.perSecond(number(saturation)), look),
    ),
  ];
}

/** What to know of a design before believing its times: that it gets more than it can answer, or that it was too much to go on. */
export const warningsOf = (
  { outcome: { notices }, unstable, saturation = 0, stillWaiting }: DesignResult,
  { rate }: SimVerbResult,
  look: Pick<Look, 'language'>,
): readonly string[] => {
  const grows =
    rate !== undefined && unstable
      ? [text.unstable(number(rate), number(saturation), number(unstable.growth))]
      : notices.flatMap(({ code, message }) => (code === 'unstable' ? [message] : []));
  const ended = notices.flatMap(({ code, message }) => (['crowded', 'cut-off'].includes(code) ? [message] : []));
  const waiting = stillWaiting === undefined ? [] : [text.stillWaiting(number(Math.round(stillWaiting)))];
  return [...grows, ...ended, ...waiting].map((words) => say(words, look));
};

/** `−3.1 ms ±0.2 ms`: by how much the mean latency is another one. The same visitors come to both, stretch by stretch. */
const differenceFrom = (first: DesignResult, design: DesignResult): string =>
  design === first
    ? '–'
    : design.outcome.visitors
        .map(({ means, latency: { mean } }, at) => {
          const before = first.outcome.visitors[at]!;
          const apart = mean.value - before.latency.mean.value;
          const { halfWidth } = around(
            apart,
            means.map((value, stretch) => value - (before.means[stretch] ?? NaN)),
          );
          return (apart < 0 ? '−' : '+') + uncertain({ value: Math.abs(apart), halfWidth }, time);
        })
        .join(', ');

/** What broke, and what visitors meet of it: `3 errors, the last 0.4 s after it broke, answers again 6.1 s after it was back`. */
export const courseRows = (
  { courses = [] }: DesignResult,
  { faults }: SimVerbResult,
  look: Pick<Look, 'language'>,
): readonly (readonly [fault: string, course: string])[] =>
  courses.map((course, at) => [faults[at] ?? '', courseWords(course, look)]);

/** What visitors meet of one fault. */
export const courseWords = (
  { failed, lastFailure, answersAgain }: FaultCourse,
  look: Pick<Look, 'language'>,
): string => {
  const errors = lastFailure === undefined ? text.course.noError : text.course.errors(failed, duration(lastFailure));
  const again = answersAgain === undefined ? [] : [text.course.again(duration(answersAgain))];
  return [errors, ...again].map((words) => say(words, look)).join(', ');
};

/** A link that is used less is nobody's trouble. */
const leastUsed = 0.01;

/** The links whose rate matters: those used by more than 1 %, or first of all. */
export const linksInUse = ({ outcome, bottleneck }: DesignResult): DesignResult['outcome']['links'] =>
  outcome.links.filter(
    ({ link, utilisation }) =>
      utilisation.value > leastUsed || (bottleneck?.kind === 'link' && bottleneck.where.includes(link)),
  );

type FailureRow = readonly [machine: string, service: string, causes: string];

/** What failed where: each service, after its machine where there are several on it. */
export const failureRows = ({ outcome }: DesignResult, look: Pick<Look, 'language'>): readonly FailureRow[] =>
  outcome.machines.flatMap(({ machine, failures }) => {
    const own = outcome.services
      .filter((each) => each.machine === machine && Object.keys(each.failures).length > 0)
      .map((each): FailureRow => [machine, each.service, causesIn(each.failures, look)]);
    return own.length > 1 ? [[machine, say(text.all, look), causesIn(failures, look)], ...own] : own;
  });

/** `what failed where, …`. */
export const failuresHeading = ({ leftOut }: SimVerbResult, look: Pick<Look, 'language'>): string =>
  say(leftOut ? text.failedWhere : text.failedWhereInRuns(playedAgain), look);

/** `refused 12, took too long 3`. */
const causesIn = (failures: Readonly<Record<string, number>>, look: Pick<Look, 'language'>): string =>
  Object.entries(failures)
    .map(([cause, count]) => `${causeWord(cause, look)} ${String(count)}`)
    .join(', ');

const causeWord = (cause: string, look: Pick<Look, 'language'>): string => {
  const word = text.causes[cause];
  return word ? say(word, look) : cause;
};

/** `refused 12 (0.4 %)`. */
const errorsOf = ({ outcome }: DesignResult, look: Pick<Look, 'language'>): string => {
  const parts = outcome.visitors.flatMap(({ failures, sent }) =>
    Object.entries(failures).map(
      ([cause, count]) => `${causeWord(cause, look)} ${String(count)} (${percent(count / Math.max(1, sent))})`,
    ),
  );
  return parts.length === 0 ? say(text.none, look) : parts.join(', ');
};
