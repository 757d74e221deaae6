import type { Amount, Expectation, Measure, Moment, Span } from '../model/scenario.ts';
import type { CheckResult } from '../model/verdict.ts';
import type { TracedOutcome } from '../model/workload.ts';
import * as text from '../text/scenarios.ts';

/** A request of a scenario; `at` and `sent` are milliseconds after the scenario's start. */
export interface SeenRequest extends TracedOutcome {
  readonly stream: string;
}

/** When a step was begun and done, milliseconds after the start. */
export interface Mark {
  readonly step: string;
  readonly begun: number;
  readonly done: number;
}

/** What happened. */
export interface Happened {
  /** The last of a name counts. */
  readonly marks: readonly Mark[];
  readonly requests: readonly SeenRequest[];
  /** Milliseconds after the start up to which that is known; all of it if absent. */
  readonly until?: number;
}

type Judged = Pick<CheckResult, 'verdict' | 'expected' | 'seen'>;

/** Holds what was expected against what happened. Where nobody came, nothing is known. */
export const evaluate = ({ say, span, measure }: Expectation, happened: Happened, index: number): CheckResult => {
  const requests = requestsIn(span, happened);
  const [from, to] = endsOf(span, happened);
  const isKnown = latestOf(span, measure, happened) <= (happened.until ?? Infinity);
  const judged = !isKnown ? notYet : requests.length === 0 ? nobodyCame : judge(measure, requests, happened);
  return {
    id: `expect:${String(index + 1)}`,
    title: say,
    from: span.stream ?? 'visitors',
    ...judged,
    milliseconds: Math.max(0, Math.round(to - from)),
  };
};

const notYet: Judged = { verdict: 'inconclusive', expected: text.someRequests, seen: text.notYetForetold };

/** When all is over that it is about. */
const latestOf = (span: Span, measure: Measure, happened: Happened): number => {
  const spans = measure.kind === 'faster' ? [span, measure.than] : [span];
  return Math.max(...spans.map((each) => endsOf(each, happened)[1]));
};

const nobodyCame: Judged = { verdict: 'inconclusive', expected: text.someRequests, seen: text.noRequests };

const timeOf = ({ step, plusMs }: Moment, { marks }: Happened, edge: 'begun' | 'done'): number =>
  (marks.findLast((mark) => mark.step === step)?.[edge] ?? NaN) + plusMs;

/** From when a step is done, to when one begins. */
const endsOf = ({ from, to }: Omit<Span, 'stream'>, happened: Happened): readonly [number, number] => [
  timeOf(from, happened, 'done'),
  timeOf(to, happened, 'begun'),
];

const requestsIn = ({ stream, ...span }: Span, happened: Happened): readonly SeenRequest[] => {
  const [from, to] = endsOf(span, happened);
  return happened.requests
    .filter((request) => request.at >= from && request.at < to && (stream === undefined || request.stream === stream))
    .toSorted((one, other) => one.at - other.at);
};

const isError = ({ error, status }: SeenRequest): boolean =>
  error !== undefined || status === undefined || status >= 400;

const judge = (measure: Measure, requests: readonly SeenRequest[], happened: Happened): Judged => {
  switch (measure.kind) {
    case 'errors':
      return judgeErrors(measure, requests);
    case 'served':
      return judgeShares(measure, requests);
    case 'machines': {
      const machines = [...new Set(requests.flatMap(({ machine }) => machine ?? []))].toSorted();
      return verdict(machines.length === measure.count, text.machines(measure.count), text.answeredBy(machines));
    }
    case 'turns':
      return judgeTurns(measure.machines, requests);
    case 'latency': {
      const { percentile, mostMs = Infinity, leastMs = 0 } = measure;
      const ms = percentileOf(requests, percentile);
      if (ms === undefined) return nobodyCame;
      return verdict(ms <= mostMs && ms >= leastMs, text.latency(percentile, leastMs, mostMs), text.milliseconds(ms));
    }
    case 'faster':
      return judgeFaster(measure, requests, happened);
  }
};

const verdict = (holds: boolean, expected: Judged['expected'], seen: Judged['seen']): Judged => ({
  verdict: holds ? 'pass' : 'fail',
  expected,
  seen,
});

const countOf = (amount: Amount, of: number): number => ('count' in amount ? amount.count : amount.share * of);

const judgeErrors = (
  { most, least }: Extract<Measure, { kind: 'errors' }>,
  requests: readonly SeenRequest[],
): Judged => {
  const errors = requests.filter(isError);
  const fits =
    (most === undefined || errors.length <= countOf(most, requests.length)) &&
    (least === undefined || errors.length >= countOf(least, requests.length));
  const reasons = [
    ...new Set(errors.map(({ error, status }) => (status === undefined ? (error ?? '?') : String(status)))),
  ];
  return verdict(fits, text.errors(most, least), text.errorsSeen(errors.length, requests.length, reasons));
};

const sharesOf = (requests: readonly SeenRequest[]): Readonly<Record<string, number>> => {
  const machines = requests.flatMap(({ machine }) => machine ?? []);
  const count = (name: string): number => machines.filter((each) => each === name).length;
  return Object.fromEntries([...new Set(machines)].toSorted().map((name) => [name, count(name) / machines.length]));
};

const judgeShares = (
  { shares, give }: Extract<Measure, { kind: 'served' }>,
  requests: readonly SeenRequest[],
): Judged => {
  const seen = sharesOf(requests);
  if (Object.keys(seen).length === 0) return { ...nobodyCame, verdict: 'fail', seen: text.noAnswers };
  const fits = Object.entries(shares).every(([name, share]) => Math.abs((seen[name] ?? 0) - share) <= give + 1e-9);
  return verdict(fits, text.served(shares, give), text.servedSeen(seen));
};

/** Wherever the turns begin. */
const judgeTurns = (machines: readonly string[], requests: readonly SeenRequest[]): Judged => {
  const seen = requests.flatMap(({ machine }) => machine ?? []);
  const fits = machines.some((_, shift) => seen.every((name, at) => name === machines[(at + shift) % machines.length]));
  return verdict(seen.length >= machines.length && fits, text.turns(machines), text.turnsSeen(seen.slice(0, 14)));
};

/** Milliseconds that this share of the answers took at most: the nearest rank. */
const percentileOf = (requests: readonly SeenRequest[], share: number): number | undefined => {
  const sorted = requests.flatMap(({ latency }) => latency ?? []).toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};

const judgeFaster = (
  { percentile, than, times }: Extract<Measure, { kind: 'faster' }>,
  requests: readonly SeenRequest[],
  happened: Happened,
): Judged => {
  const [ours, theirs] = [requests, requestsIn(than, happened)].map((each) => percentileOf(each, percentile));
  if (ours === undefined || theirs === undefined) return nobodyCame;
  return verdict(theirs >= ours * times, text.faster(percentile, times), text.fasterSeen(ours, theirs));
};
