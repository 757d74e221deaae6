import type { Calibration } from '../../sim/lab/calibration.ts';
import type { Kind } from '../../sim/lab/kinds.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import { doubtsOf } from './doubts.ts';
import type { HostDuring } from './results.ts';
import { medianOf } from './sample.ts';
import type { Measurement } from './session.ts';

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

/**
 * Seconds in which a computer that has just done something else (gone into all machines, begun the visitors) is not yet as it
 * will be: what is asked for by then takes longer, and who sleeps is woken sooner.
 */
const settling = 5;

/** Every request of a workload that was sent, but for the beginning: a third of a short one. */
export const sentIn = (
  { trace: { times } }: Pick<Workload, 'trace'>,
  { measured }: Pick<Measurement, 'measured'>,
): readonly Sent[] => {
  const settled = Math.min(settling, (times.at(-1) ?? 0) / 3);
  return (measured.outcomes ?? []).flatMap(({ sent, at: meant, latency, error }, at) => {
    if (sent === undefined || times[at]! < settled) return [];
    const pause = times[at]! - (times[at - 1] ?? -Infinity);
    const isGood = latency !== undefined && error === undefined;
    return [{ at, pause, wake: (sent - meant) / 1000, ...(isGood && { latency: latency / 1000 }) }];
  });
};

interface SentMeanwhile {
  readonly measurement: Pick<Measurement, 'measured'>;
  readonly kinds: readonly Kind[];
  /** What the computer did meanwhile. */
  readonly host: HostDuring;
}

/** Requests, of which fewer tell nothing of how quick a computer is. */
const enough = 30;

/**
 * How many times as long as when the lab was calibrated the computer takes to wake a thread that slept: the middle one of all
 * requests, each held against those of its kind before which nobody had come for as long. A lab sleeps and wakes for every
 * request, and what calibration measured of it takes about that many times as long. `undefined` where too little is known, and where
 * something disturbed the lab: what waits for a processor that is busy is late as well, and tells nothing of how quick it is.
 */
export const slownessSince = (
  { rest }: Pick<Calibration, 'rest'>,
  workload: Workload,
  { measurement, kinds, host }: SentMeanwhile,
): number | undefined => {
  if (doubtsOf(host, measurement.measured).length > 0) return undefined;
  const ratios = sentIn(workload, measurement).flatMap(({ at, pause, wake }) => {
    const kind = kinds[workload.trace.keys?.[at] ?? 0]?.name ?? '';
    const usual = rest[kind]?.findLast(({ after }) => after <= pause)?.wake ?? 0;
    return usual > 0 ? [wake / usual] : [];
  });
  return ratios.length < enough ? undefined : medianOf(ratios);
};
