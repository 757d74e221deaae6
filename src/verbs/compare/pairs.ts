import { machineOf, type Both } from './figures.ts';
import type { Pairs } from './results.ts';
import { correlationOf, medianOf } from './sample.ts';
import type { TracedOutcome } from '../../model/workload.ts';
import type { RequestResult } from '../../sim/result.ts';

/** Request by request, what was foretold (in the first run of the model) and what was measured. */
export const pairsOf = ({ blueprint, result, measurement }: Both): Pairs => {
  const foretold = byMoment(result.requests ?? []);
  const outcomes = measurement.measured.outcomes ?? [];
  const joined = outcomes.map((outcome) => ({ outcome, request: foretold.get(momentOf(outcome))?.shift() }));
  const both = joined.flatMap(({ outcome, request }) => {
    const { latency, error } = outcome;
    const isAnswered = request !== undefined && request.failure === undefined;
    return isAnswered && latency !== undefined && error === undefined ? [{ outcome, request, latency }] : [];
  });
  const told = both.filter(({ outcome }) => outcome.machine !== undefined);
  const same = told.filter(({ outcome, request }) => machineOf(blueprint, request) === outcome.machine).length;
  return {
    count: both.length,
    ...(told.length > 0 && { sameMachine: same / told.length }),
    medianDifference: medianOf(both.map(({ request, latency }) => Math.abs(request.seconds * 1000 - latency))),
    correlation: correlationOf(both.map(({ request, latency }) => [request.seconds * 1000, latency] as const)),
    requests: joined.map(({ outcome, request }) => ({
      at: outcome.at,
      path: outcome.path,
      predicted: request === undefined || request.failure !== undefined ? null : request.seconds * 1000,
      measured: outcome.error === undefined ? (outcome.latency ?? null) : null,
    })),
  };
};

/** Moments are whole microseconds on both sides. */
const momentOf = ({ at }: TracedOutcome): number => Math.round(at * 1000);

const byMoment = (requests: readonly RequestResult[]): Map<number, RequestResult[]> => {
  const found = new Map<number, RequestResult[]>();
  for (const request of requests) {
    const moment = Math.round(request.at * 1e6);
    found.set(moment, [...(found.get(moment) ?? []), request]);
  }
  return found;
};
