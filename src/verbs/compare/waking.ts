import type { Wake } from '../../sim/lab/calibration.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import { medianOf } from './sample.ts';
import { undisturbed, type Asking } from './seen.ts';
import type { Measurement } from './session.ts';
import { settledAfter } from './settling.ts';

/** A request that was sent. Times are seconds. */
export interface Sent {
  /** Its place in the workload. */
  readonly at: number;
  /** How long nobody had come before. */
  readonly pause: number;
  /** How much later than meant it left: what the visitors took to wake. */
  readonly wake: number;
  /** Until its answer was there, if it was a good one. */
  readonly latency?: number;
}

/** Every request of a workload that was sent once the computer had settled. */
export const sentIn = (
  workload: Pick<Workload, 'trace'>,
  { measured }: Pick<Measurement, 'measured'>,
): readonly Sent[] => {
  const { times } = workload.trace;
  const settled = settledAfter(workload);
  return (measured.outcomes ?? []).flatMap(({ sent, at: meant, latency, error }, at) => {
    if (sent === undefined || times[at]! < settled) return [];
    const pause = times[at]! - (times[at - 1] ?? -Infinity);
    const isGood = latency !== undefined && error === undefined;
    return [{ at, pause, wake: (sent - meant) / 1000, ...(isGood && { latency: latency / 1000 }) }];
  });
};

/** Seconds for which nobody came. */
const pauses = [0, 0.004, 0.008, 0.016, 0.032];

/** Requests, of which fewer tell nothing: of a pause, nor of how quick a computer is. */
const enough = 30;

/** Requests by how long nobody had come before: `after` so long, but not as long as the next says. */
export const byPause = <T extends Pick<Sent, 'pause'>>(
  all: readonly T[],
): readonly { readonly after: number; readonly requests: readonly T[] }[] => {
  const after = (from: number, until = Infinity): readonly T[] =>
    all.filter(({ pause }) => pause >= from && pause < until);
  const told = pauses.filter((from, at) => after(from, pauses[at + 1]).length >= enough);
  // What there is too little of belongs to the pause before, and at the beginning to the first.
  return [0, ...told.slice(1)].map((from, at) => ({ after: from, requests: after(from, told[at + 1]) }));
};

/**
 * How long visitors usually take to wake at each rate at which enough came undisturbed, whatever they asked for: who sleeps
 * until it is time does not know that yet.
 */
export const wakesIn = (askings: readonly Asking[]): readonly Wake[] => {
  const good = undisturbed(askings);
  return [...new Set(good.map(({ rate }) => rate))].flatMap((rate) => {
    const same = good.filter((asking) => asking.rate === rate);
    const sent = same.flatMap(({ workload, measurement }) => sentIn(workload, measurement));
    return (sent.length < enough ? [] : byPause(sent)).map(({ after, requests }) => ({
      ...{ rate, after },
      seconds: medianOf(requests.map(({ wake }) => wake)),
    }));
  });
};

/**
 * Seconds that visitors usually take to wake at a rate, by the pause before: from the rates around it, in proportion as ratios
 * go, or else from the nearest; 0 where nothing is known.
 */
const usualAt = (rate: number, wakes: readonly Wake[]): ((pause: number) => number) => {
  const rates = wakes.map((each) => each.rate);
  const below = Math.max(Math.min(...rates), ...rates.filter((each) => each <= rate));
  const above = Math.min(Math.max(...rates), ...rates.filter((each) => each >= rate));
  const part = above > below ? Math.log(rate / below) / Math.log(above / below) : 0;
  const at = (known: number, pause: number): number =>
    wakes.findLast((each) => each.rate === known && each.after <= pause)?.seconds ?? 0;
  return (pause) => (1 - part) * at(below, pause) + part * at(above, pause);
};

/**
 * How much of what visitors take longer to wake a lab takes longer to answer, as ratios go: the slope of the one's logarithm on
 * the other's over 72 comparisons of the survey lab, twice the same within 0.05 (see docs/simulator.md). The rest of it is
 * chance in the wakes themselves.
 */
const power = 0.6;

/**
 * How many times as long as usual a lab takes, by how long the computer takes to wake a thread that slept: the middle one of
 * all requests, each held against those at this rate before which nobody had come for as long. A lab sleeps and wakes for every
 * request. `undefined` where too little is known, and where something disturbed the lab: what waits for a processor that is busy
 * is late as well, and tells nothing of how quick it is.
 */
export const slownessOf = (asking: Asking, wakes: readonly Wake[]): number | undefined => {
  const { rate, workload, measurement } = asking;
  if (undisturbed([asking]).length === 0) return undefined;
  const usual = usualAt(rate, wakes);
  const ratios = sentIn(workload, measurement).flatMap(({ pause, wake }) => {
    const seconds = usual(pause);
    return seconds > 0 ? [wake / seconds] : [];
  });
  return ratios.length < enough ? undefined : medianOf(ratios) ** power;
};
