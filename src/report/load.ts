import type { Latency, LoadResult } from '../model/load.ts';
import * as text from '../text/load.ts';
import { duration } from './duration.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look } from './line.ts';
import { table } from './table.ts';

/** From this much on, ms, the generator's own lateness is worth a word. */
const noticeableLag = 10;

/** From this share of its processors on, this computer has none left to give. */
const full = 0.95;

/** Milliseconds with as many decimals as are worth reading. */
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

const rate = (perSecond: number): string => String(Number(perSecond.toPrecision(4)));

const latencyCells = ({ count, mean, p50, p90, p95, p99, p999, max }: Latency): readonly Line[] => [
  [String(count)],
  ...(count === 0 ? [] : [mean, p50, p90, p95, p99, p999, max].map((value): Line => [milliseconds(value)])),
];

const isGood = (status: number): boolean => status < 400;

/** How long answers took: all of them, then by status, by machine and by step. */
export const latencyRows = (result: LoadResult, look: Look): readonly (readonly Line[])[] => {
  const { latency, statuses, machines, steps } = result;
  return [
    [[strong(say(text.loaded.all, look))], ...latencyCells(latency)],
    ...statuses.map((each) => [
      [(isGood(each.status) ? good : bad)(String(each.status))],
      ...latencyCells(each.latency),
    ]),
    ...machines.map((each) => [[name(each.machine)], ...latencyCells(each.latency)]),
    ...(steps.length > 1 ? steps.map((each) => [[each.step], ...latencyCells(each.latency)]) : []),
  ];
};

/** Above the columns of `latencyRows`. */
export const latencyHeadings = (look: Look): readonly string[] => [
  '',
  say(text.loaded.count, look),
  say(text.loaded.mean, look),
  ...['p50', 'p90', 'p95', 'p99', 'p99.9'],
  say(text.loaded.max, look),
];

const summary = (result: LoadResult, look: Look): Line => {
  const { interrupted, failed, profile, title, pace } = result;
  const mark = interrupted || !pace.kept ? doubt('?') : failed > 0 ? bad('✗') : good('✓');
  const howMuch = text.loaded.rate(rate(pace.sentRate), duration(result.seconds * 1000));
  return [mark, ' ', strong(`${profile}: ${say(title, look)}`), dim(`  ${say(howMuch, look)}`)];
};

const errorLines = ({ errors }: LoadResult, look: Look): readonly Line[] =>
  errors.map(({ error, count }): Line => ['  ', bad(`${say(text.errors[error], look)}: ${String(count)}`)]);

const remark = (line: string): Line => [doubt('! '), line];

/** What to keep in mind with the figures. */
export const loadRemarks = (result: LoadResult, look: Look): readonly Line[] => {
  const { pace, visits, latency, sent, interrupted, host } = result;
  const unanswered = sent - latency.count;
  return [
    ...(interrupted ? [remark(say(text.loaded.interrupted, look))] : []),
    ...(pace.kept ? [] : [remark(say(text.loaded.notKept(rate(pace.askedRate), rate(pace.sentRate)), look))]),
    ...(host !== undefined && host.busy >= full * host.processors
      ? [remark(say(text.loaded.hostFull(host.busy, host.processors), look))]
      : []),
    ...(pace.lag.p99 < noticeableLag ? [] : [remark(say(text.loaded.late(milliseconds(pace.lag.p99)), look))]),
    ...(unanswered > 0 && !interrupted ? [remark(say(text.loaded.unanswered(unanswered), look))] : []),
    ...(visits !== undefined && visits.left > 0 ? [remark(say(text.loaded.left(visits.left), look))] : []),
  ];
};

/** How much, from where to where, and what of it failed. */
export const loadHead = (result: LoadResult, look: Look): readonly Line[] => {
  const { sources, network, target, sent, answered, failed, visits } = result;
  return [
    ['  ', say(text.loaded.from(sources, network, target), look)],
    ['  ', say(text.loaded.counts(sent, answered, failed), look)],
    ...(visits === undefined ? [] : [['  ', say(text.loaded.visits(visits.begun, visits.finished), look)]]),
    ...errorLines(result, look),
  ];
};

/** What a load came to: how much, how it was answered, by whom, how fast, and what to make of the figures. */
export const loadLines = (result: LoadResult, look: Look): readonly Line[] => [
  summary(result, look),
  ...loadHead(result, look),
  [],
  ...table(latencyHeadings(look), latencyRows(result, look)),
  [dim(say(text.loaded.latency, look))],
  ...loadRemarks(result, look),
];
