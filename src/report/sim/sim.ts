import type { Sentence } from '../../model/sentence.ts';
import { calibratedAt, doubts } from '../../text/compare.ts';
import * as text from '../../text/sim-report.ts';
import type { LeftOut } from '../../verbs/sim/beginning.ts';
import type { DesignResult, SimVerbResult, Strained, SweepResult } from '../../verbs/sim/results.ts';
import { bad, dim, doubt, say, strong } from '../line.ts';
import type { Line, Look } from '../line.ts';
import { duration } from '../duration.ts';
import { table } from '../table.ts';
import { wrap } from '../cells.ts';
import { comparisons, courseRows, designName, warningsOf } from './designs.ts';
import { bar, number, percent, time } from './figures.ts';
import { balancerTable, barWidth, failureTable, heat, linkTable, machineTable, serviceTable } from './tables.ts';

const askedOf = ({ asked }: SimVerbResult): string =>
  Object.entries(asked)
    .map(([kind, share]) => `${kind} ${percent(share)}`)
    .join(', ');

/** What a simulation foretells: figures, bottleneck, machines, services, and a sweep if there was one. */
export const simLines = (result: SimVerbResult, look: Look): readonly Line[] => [
  [strong(result.lab), `  ${result.title}`],
  ...settingOf(result, look).flatMap((words) => wrapped(words, look).map((line): Line => [dim(line)])),
  ...(Object.keys(result.asked).length > 0 ? [[dim(`${say(text.askedFor, look)}: ${askedOf(result)}`)]] : []),
  ...(result.faults.length > 0 ? [[dim(`${say(text.faultsWord, look)}: ${result.faults.join(', ')}`)]] : []),
  ...(result.interrupted ? [[doubt(say(text.interrupted, look))]] : []),
  ...(result.designs.length > 0 ? [[], ...comparisonLines(result, look)] : []),
  ...result.designs.flatMap((design) => designLines(design, result, look)),
  ...(result.sweep ? sweepLines(result.sweep, look) : []),
  ...(result.designs.length > 0 ? [[], ...wrapped(say(text.confidence, look), look).map((line) => [dim(line)])] : []),
];

/** How visitors come, and by which figures it is foretold. */
export const settingOf = (result: SimVerbResult, look: Pick<Look, 'language'>): readonly string[] => {
  const { rate = 0, closed, trace, milliseconds, seed, calibrated, calibrationDoubtful, leftOut } = result;
  const [time, pause] = [duration(milliseconds), duration(closed?.thinkMs ?? 0)];
  const coming =
    trace !== undefined
      ? text.traced(trace, time, seed)
      : closed === undefined
        ? text.workload(number(rate), time, seed)
        : text.crowd({ visitors: closed.visitors, pause, time, seed });
  return [
    say(coming, look),
    ...(calibrated === undefined ? [] : [say(calibratedAt(calibrated), look)]),
    ...(calibrationDoubtful ? [say(doubts.calibration, look)] : []),
    ...(leftOut === undefined ? [] : leftOutIn(leftOut, look)),
  ];
};

/** What of the beginning does not count, and whether it was enough. */
const leftOutIn = ({ milliseconds, certain, needed }: LeftOut, look: Pick<Look, 'language'>): readonly string[] => {
  if (!certain) return [say(text.beginningUnknown(duration(milliseconds)), look)];
  const left = milliseconds > 0 ? text.leftOut(duration(milliseconds)) : text.nothingLeftOut;
  if (needed === undefined) return [say(left, look)];
  return [say(left, look), say(text.tooShort(Number.isFinite(needed) ? duration(needed) : undefined), look)];
};

const wrapped = (words: string, { width }: Look): readonly string[] => wrap(words, Math.max(40, Math.min(width, 100)));

const comparisonLines = (result: SimVerbResult, look: Look): readonly Line[] => {
  const rows = comparisons(result, look).map(({ what, values }): readonly Line[] => [
    [say(what, look)],
    ...values.map((value) => [value]),
  ]);
  const headings = result.designs.length > 1 ? result.designs.map((design) => designName(design, look)) : [''];
  const lines = table(['', ...headings], rows);
  return result.designs.length > 1 ? lines : lines.slice(1);
};

const designLines = (design: DesignResult, result: SimVerbResult, look: Look): readonly Line[] => {
  const title: readonly Line[] = result.designs.length > 1 ? [[], [strong(designName(design, look))]] : [];
  return [
    ...title,
    ...courseLines(design, result, look),
    ...verdictLines(design, result, look),
    [],
    ...machineTable(design, look),
    [],
    ...serviceTable(design, look),
    ...balancerTable(design, look),
    ...linkTable(design, look),
    ...failureTable(design, result, look),
  ];
};

const courseLines = (design: DesignResult, result: SimVerbResult, look: Look): readonly Line[] => {
  const lines = courseRows(design, result, look).flatMap(([fault, course]) => wrapped(`${fault}: ${course}`, look));
  const { unlogged } = design;
  if (unlogged !== undefined && result.faults.length > 0)
    return [[], ...wrapped(say(text.unlogged(number(unlogged)), look), look).map((line) => [doubt(line)])];
  if (lines.length === 0) return [];
  return [[], [dim(say(text.course.heading, look))], ...lines.map((line): Line => [line])];
};

const verdictLines = (design: DesignResult, result: SimVerbResult, look: Look): readonly Line[] => {
  const { bottleneck } = design;
  const why = bottleneck && `${say(text.bottleneck, look)}: ${say(bottleneck.why, look)}`;
  return [
    ...warningsOf(design, result, look).flatMap((words) => [[], ...wrapped(words, look).map((line) => [bad(line)])]),
    ...(why === undefined ? [] : [[], ...wrapped(why, look).map((line): Line => [line])]),
  ];
};

/** One row a point and group of visitors, with a bar as long as its 95th percentile. */
const sweepLines = ({ what, unit = '', points }: SweepResult, look: Look): readonly Line[] => {
  const { visitors: who, answers, mean, p95, errors, busiest } = text.sweepColumns;
  const all = points.flatMap(({ visitors }) => visitors);
  const longest = Math.max(...all.map(({ latency }) => latency.p95).filter(Number.isFinite), 0);
  const notes = [
    ...(points.some(({ unstable }) => unstable !== undefined) ? [text.sweptUnstable.why] : []),
    ...(points.some(({ stillWaiting }) => stillWaiting !== undefined) ? [text.sweptWaiting.why] : []),
  ];
  const isOneGroup = points.every(({ visitors }) => visitors.length === 1);
  const rows = points.flatMap(({ value, visitors, utilisation, ...strained }) =>
    visitors.map(({ visitors: name, throughput, latency, failureShare }, at): readonly Line[] => [
      at === 0 ? [strong(number(value) + unit)] : [''],
      ...(isOneGroup ? [] : [[name]]),
      [number(throughput)],
      [time(latency.mean)],
      [bar(longest > 0 ? latency.p95 / longest : 0, barWidth), ` ${time(latency.p95)}`],
      [failureShare > 0 ? bad(percent(failureShare)) : '0'],
      at === 0 ? [heat(utilisation, percent(utilisation))] : [''],
      ...(at === 0 ? markOf(strained).map((mark) => [bad(say(mark, look))]) : []),
    ]),
  );
  const headings = [...(isOneGroup ? [] : [who]), answers, mean, p95, errors, busiest].map((heading) =>
    say(heading, look),
  );
  return [
    [],
    [strong(say(text.sweepOf(what), look))],
    ...table([what.toUpperCase(), ...headings, ...(notes.length > 0 ? [''] : [])], rows),
    ...notes.flatMap((why) => [[], ...wrapped(say(why, look), look).map((line): Line => [bad(line)])]),
  ];
};

const markOf = ({ unstable, stillWaiting }: Strained): readonly Sentence[] => {
  if (unstable !== undefined) return [text.sweptUnstable.mark];
  return stillWaiting === undefined ? [] : [text.sweptWaiting.mark(number(Math.round(stillWaiting)))];
};
