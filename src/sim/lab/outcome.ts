import type { Estimate, Notice, RequestResult, SimResult, SourceResult, StationResult, TimeResult } from '../result.ts';
import type { Kind } from './kinds.ts';
import type { LabModel } from './lab-model.ts';
import { portOf, type Place } from './places.ts';

/** What a lab came to in a simulation. Times are milliseconds, rates are per second, shares are from 0 to 1. */
export interface LabOutcome {
  readonly visitors: readonly VisitorsOutcome[];
  readonly machines: readonly MachineOutcome[];
  readonly services: readonly ServiceOutcome[];
  readonly pools: readonly PoolOutcome[];
  readonly links: readonly LinkOutcome[];
  readonly balancers: readonly BalancerOutcome[];
  readonly notices: readonly Notice[];
  /** Request by request, if they were written down. */
  readonly requests?: readonly LoggedVisit[];
}

/** One request of the first run. Times are milliseconds. */
export interface LoggedVisit {
  readonly at: number;
  readonly visitors: string;
  /** What was asked for, where services tell that apart. */
  readonly kind?: string;
  /** Which request of its visit it is, from 0, where visits have several. */
  readonly step?: number;
  /** Who was asked for it last. */
  readonly target?: string;
  readonly milliseconds: number;
  readonly failure?: string;
}

export interface VisitorsOutcome {
  readonly visitors: string;
  readonly sent: number;
  /** Answers a second. */
  readonly throughput: Estimate;
  /** From when a request was sent to its answer. */
  readonly latency: Latency;
  /** The mean of it in each stretch, or each time that all of it is played. */
  readonly means: readonly number[];
  /** The same by kind of request, of those that were answered at all. */
  readonly kinds: readonly KindOutcome[];
  /** Requests that came to nothing, by cause. */
  readonly failures: Failures;
  readonly failureShare: Estimate;
}

type Latency = Readonly<Record<'mean' | 'p50' | 'p90' | 'p95' | 'p99', Estimate>>;

export interface KindOutcome {
  readonly kind: string;
  readonly path: string;
  readonly count: number;
  readonly latency: Latency;
}

type Failures = Readonly<Record<string, number>>;

export interface MachineOutcome {
  readonly machine: string;
  readonly cpus: number;
  /** The share of its processors that is used. */
  readonly utilisation: Estimate;
  /** Things to do at once, on average. */
  readonly present: Estimate;
  /** What failed at its services, by cause. */
  readonly failures: Failures;
}

export interface ServiceOutcome {
  readonly service: string;
  readonly machine: string;
  /** Questions that came to it in a second. */
  readonly perSecond: number;
  /** How many it is busy with, on average. */
  readonly present: Estimate;
  /** From a question to its answer, without the way. */
  readonly time: Estimate;
  /** The same of those that were answered well; absent where nobody asks: a tunnel's ends only carry. */
  readonly latency?: Latency;
  readonly refused: number;
  /** Questions of visitors that failed here, by cause: each counts where it began, also where another one was tried then. */
  readonly failures: Failures;
}

export interface PoolOutcome {
  readonly service: string;
  readonly machine: string;
  readonly pool: string;
  readonly places: number;
  /** The share of its places that is taken. */
  readonly utilisation: Estimate;
  /** How many wait for a place, on average. */
  readonly queue: Estimate;
  readonly wait: Estimate;
  /** How long a place is kept. */
  readonly kept: number;
}

export interface LinkOutcome {
  readonly link: string;
  readonly utilisation: Estimate;
  readonly queue: Estimate;
}

export interface BalancerOutcome {
  readonly service: string;
  readonly targets: readonly {
    readonly service: string;
    readonly share: Estimate;
    readonly chosen: number;
    readonly failed: number;
  }[];
}

/** Seconds of all windows together. */
export const countedSeconds = ({
  windows,
  seconds,
  lastSeconds = seconds,
}: Pick<SimResult, 'windows' | 'seconds' | 'lastSeconds'>): number => seconds * (windows - 1) + lastSeconds;

/** The figures of a simulation in the lab's own words. */
export function labOutcome({ places, kinds, background }: LabModel, result: SimResult): LabOutcome {
  const seconds = countedSeconds(result);
  const of = (kind: Place['kind']) =>
    places.flatMap((place) => {
      const found = result.stations[place.station];
      return place.kind === kind && found ? [{ place, found }] : [];
    });
  const failed = (concerns: (place: Place) => boolean): Failures =>
    sums(places.filter(concerns).map(({ station }) => result.stations[station]?.failures ?? {}));
  return {
    visitors: Object.entries(result.sources).map(([name, source]) => visitorsOutcome(name, source, kinds)),
    machines: of('processor').map(({ place, found }) => ({
      ...machineOutcome(place, found, background[place.machine]),
      failures: failed(({ machine }) => machine === place.machine),
    })),
    services: of('service').map(({ place, found }) => ({
      ...serviceOutcome(place, found, { seconds, before: result.stations[portOf(place.station)]?.refused ?? 0 }),
      ...latencyAt(result.measures[place.service ?? '']),
      failures: failed(({ service }) => service === place.service),
    })),
    pools: of('pool').map(({ place, found }) => poolOutcome(place, found, seconds)),
    links: Object.entries(result.links).map(([link, { utilisation, queue }]) => ({ link, utilisation, queue })),
    balancers: Object.entries(result.balancers).map(([service, targets]) => ({
      service,
      targets: Object.entries(targets).map(([target, { share, chosen, failed }]) => ({
        ...{ service: target, share, chosen, failed },
      })),
    })),
    notices: result.notices,
    ...(result.requests && { requests: result.requests.map((request) => loggedVisit(request, kinds)) }),
  };
}

const loggedVisit = (
  { source, at, seconds, key, step, target, failure }: RequestResult,
  kinds: readonly Kind[],
): LoggedVisit => {
  const kind = kinds[key]?.name;
  return {
    ...{ at: at * 1000, visitors: source },
    ...(kind !== undefined && { kind }),
    ...(step !== undefined && { step }),
    ...(target !== undefined && { target }),
    milliseconds: seconds * 1000,
    ...(failure !== undefined && { failure }),
  };
};

/** All of them together. */
const sums = (all: readonly Failures[]): Failures => {
  const together: Record<string, number> = {};
  for (const [cause, count] of all.flatMap((one) => Object.entries(one)))
    together[cause] = (together[cause] ?? 0) + count;
  return together;
};

const scaled = ({ value, halfWidth }: Estimate, by: number): Estimate => ({
  value: value * by,
  halfWidth: halfWidth * by,
});
const milliseconds = (estimate: Estimate): Estimate => scaled(estimate, 1000);

const latencyOf = ({ mean, p50, p90, p95, p99 }: TimeResult): Latency => ({
  mean: milliseconds(mean),
  p50: milliseconds(p50),
  p90: milliseconds(p90),
  p95: milliseconds(p95),
  p99: milliseconds(p99),
});

const latencyAt = (times: TimeResult | undefined): Pick<ServiceOutcome, 'latency'> =>
  times === undefined || times.count === 0 ? {} : { latency: latencyOf(times) };

const visitorsOutcome = (visitors: string, source: SourceResult, kinds: readonly Kind[]): VisitorsOutcome => {
  const { sent, throughput, failures, failureShare, byKey = [] } = source;
  return {
    ...{ visitors, sent, throughput, latency: latencyOf(source.latency) },
    means: source.means.map((mean) => mean * 1000),
    kinds: kinds.flatMap(({ name, path }, at) => {
      const times = byKey[at];
      return times && times.count > 0 ? [{ kind: name, path, count: times.count, latency: latencyOf(times) }] : [];
    }),
    ...{ failures, failureShare },
  };
};

const machineOutcome = (
  { machine, capacity }: Place,
  { utilisation, present }: StationResult,
  background = 0,
): Omit<MachineOutcome, 'failures'> => ({
  machine,
  cpus: capacity,
  utilisation: { ...utilisation, value: utilisation.value + background / capacity },
  present,
});

/** `before`: how many were refused at its port. */
const serviceOutcome = (
  place: Place,
  found: StationResult,
  { seconds, before }: { readonly seconds: number; readonly before: number },
): Omit<ServiceOutcome, 'failures'> => ({
  service: place.service ?? '',
  machine: place.machine,
  perSecond: seconds > 0 ? (found.arrivals + before) / seconds : 0,
  present: found.present,
  time: milliseconds(found.time),
  refused: found.refused + before,
});

const poolOutcome = (place: Place, found: StationResult, seconds: number): PoolOutcome => ({
  service: place.service ?? '',
  machine: place.machine,
  pool: place.pool ?? '',
  places: place.capacity,
  utilisation: found.utilisation,
  queue: found.queue,
  wait: milliseconds(found.wait),
  // Little's law: places taken on average, by how many are given up in a second.
  kept: (1000 * found.utilisation.value * place.capacity * seconds) / Math.max(1, found.served),
});
