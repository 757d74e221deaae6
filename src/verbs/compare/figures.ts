import type { Verdict } from '../../model/verdict.ts';
import { secondsFor } from '../../sim/lab/demands.ts';
import type { LabModel, LabSetup } from '../../sim/lab/lab-model.ts';
import type { LabOutcome } from '../../sim/lab/outcome.ts';
import { seatsOf } from '../../sim/lab/work.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import type { RequestResult, SimResult } from '../../sim/result.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import type { Compared } from './results.ts';
import { Sample } from './sample.ts';
import type { Measurement } from './session.ts';
import { usedBetween, usedByServices } from './use.ts';
import { sentIn } from './waking.ts';

/** A workload as it was foretold and as it went. */
export interface Both {
  readonly blueprint: Blueprint;
  readonly services: LabSetup['services'];
  readonly lab: LabModel;
  /** The first of its visitors are those who come once the computer has settled: latencies are theirs. */
  readonly outcome: LabOutcome;
  readonly result: SimResult;
  readonly measurement: Measurement;
  readonly workload: Workload;
  /** How long requests were sent, and how long was simulated for it. */
  readonly seconds: number;
  /** Whether something was broken meanwhile. */
  readonly isBroken: boolean;
  /** Processor seconds of each machine for what was started again. */
  readonly starts: Readonly<Record<string, number>>;
}

/** How far a prediction may be off, as a share of what is measured. */
const within = { mean: 0.1, p50: 0.1, p90: 0.15, p95: 0.15, p99: 0.25 } as const;
const points = 0.05;
const errors = { least: 2, share: 0.1 };
/** Fewer answers than this tell nothing of a kind of request. */
const enough = 30;

/** All figures that were foretold and measured. */
export const figuresOf = (both: Both): readonly Compared[] => [
  ...latencies(both),
  ...kinds(both),
  ...splits(both),
  ...stations(both),
  ...servicesOf(both),
  ...seats(both),
  failures(both),
];

/**
 * Passed if it is within the limit. What chance alone may have brought over it (`doubt`: half of the 95 % confidence
 * interval of what was measured) proves nothing against the prediction.
 */
export const judge = (apart: number, limit: number, doubt: number): Verdict => {
  if (!(apart > limit)) return Number.isFinite(apart) ? 'pass' : 'inconclusive';
  return apart > limit + doubt ? 'fail' : 'inconclusive';
};

/** What nobody can rely on proves nothing, either way. */
export const verdictOf = (figures: readonly Pick<Compared, 'verdict'>[], isDoubtful: boolean): Verdict => {
  if (isDoubtful) return 'inconclusive';
  const verdicts = figures.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
};

type Measure = keyof typeof within;

const compared = (
  figure: Pick<Compared, 'topic' | 'what' | 'unit' | 'predicted' | 'measured' | 'limit'>,
  doubt = 0,
): Compared => ({ ...figure, verdict: judge(Math.abs(figure.predicted - figure.measured), figure.limit, doubt) });

const answersOf = ({ measurement, workload }: Both, key?: number): Sample =>
  new Sample(
    sentIn(workload, measurement).flatMap(({ at, latency: seconds }) =>
      seconds === undefined || (key !== undefined && workload.trace.keys?.[at] !== key) ? [] : [seconds * 1000],
    ),
  );

const latencies = (both: Both): readonly Compared[] => {
  const [visitors] = both.outcome.visitors;
  const sample = answersOf(both);
  if (visitors === undefined || sample.count === 0) return [];
  return (['mean', 'p50', 'p90', 'p95', 'p99'] as const).map((what) =>
    latency({ topic: 'latency', what, which: what, predicted: visitors.latency[what].value, sample }),
  );
};

const kinds = (both: Both): readonly Compared[] =>
  (both.outcome.visitors[0]?.kinds ?? []).flatMap(({ kind, latency: foretold }) => {
    const sample = answersOf(
      both,
      both.lab.kinds.findIndex(({ name }) => name === kind),
    );
    if (sample.count < enough) return [];
    return (['mean', 'p95'] as const).map((which) =>
      latency({ topic: 'kind', what: `${kind} ${which}`, which, predicted: foretold[which].value, sample }),
    );
  });

interface Timed {
  readonly topic: 'latency' | 'kind';
  readonly what: string;
  readonly which: Measure;
  readonly predicted: number;
  readonly sample: Sample;
}

const latency = ({ topic, what, which, predicted, sample }: Timed): Compared => {
  const measured = sample.at(which);
  return compared(
    { topic, what, unit: 'ms', predicted, measured, limit: within[which] * measured },
    sample.doubt(which),
  );
};

/**
 * By the machine that answered: exact, give or take one, where the model leaves nothing to chance. Where something broke,
 * a balancer that counts whole seconds may have noticed it a tick sooner or later.
 */
const splits = ({ blueprint, result, measurement, seconds, isBroken }: Both): readonly Compared[] => {
  const outcomes = measurement.measured.outcomes ?? [];
  const answered = (result.requests ?? []).filter(({ failure }) => failure === undefined);
  const tick = isBroken ? outcomes.length / seconds : 0;
  const machines = [...new Set(outcomes.flatMap(({ machine }) => machine ?? []))].toSorted();
  return machines.map((machine) => {
    const predicted = answered.filter((request) => machineOf(blueprint, request) === machine).length;
    const measured = outcomes.filter((each) => each.machine === machine && each.error === undefined).length;
    const limit = Math.max(1, byChance(result, blueprint, machine) * answered.length, tick);
    return compared({ topic: 'split', what: machine, unit: 'requests', predicted, measured, limit });
  });
};

/** By how much the share of a machine may differ between two runs, the lab's and the model's, almost always: three deviations. */
const byChance = ({ balancers, windows }: SimResult, { services }: Blueprint, machine: string): number => {
  const shares = Object.values(balancers).flatMap((targets) =>
    Object.entries(targets).flatMap(([id, { share }]) =>
      services.some((service) => service.id === id && service.machine === machine) ? [share.halfWidth] : [],
    ),
  );
  // A half width is about two deviations of the mean of so many runs; two runs differ by the root of two of one's.
  return (3 / 2) * Math.SQRT2 * Math.sqrt(windows) * Math.max(0, ...shares.filter(Number.isFinite));
};

/** The machine of whom the balancer gave the request to. */
export const machineOf = ({ services }: Blueprint, { target }: RequestResult): string | undefined =>
  services.find(({ id }) => id === target)?.machine;

const stations = ({ blueprint, lab, outcome, result, measurement, seconds, starts }: Both): readonly Compared[] => {
  const used = usedBetween(measurement.before, measurement.after);
  return outcome.machines.map(({ machine, cpus, utilisation }) => {
    const idle = (lab.background[machine] ?? 0) / cpus;
    const started = (starts[machine] ?? 0) / seconds / cpus;
    const predicted = ((utilisation.value - idle) * result.seconds) / seconds + idle + started;
    const own = used.machine({ name: machine }) - (lab.background[machine] ?? 0) * Math.max(0, used.seconds - seconds);
    const measured = own / seconds / (blueprint.machines.find(({ name }) => name === machine)?.size.cpus ?? cpus);
    return compared({ topic: 'station', what: machine, unit: 'share', predicted, measured, limit: points });
  });
};

/**
 * Each service that has a model: the share of its machine's processors that it uses. Not where something broke: who starts anew
 * reads and computes, for nobody's request; nor where a request is foretold to fail, for nobody knows how far it came.
 */
const servicesOf = ({
  blueprint,
  services,
  lab,
  result,
  measurement,
  seconds,
  isBroken,
}: Both): readonly Compared[] => {
  const requests = result.requests ?? [];
  if (isBroken || requests.some(({ failure }) => failure !== undefined)) return [];
  const foretold = secondsFor(lab, requests);
  const used = usedBetween(measurement.before, measurement.after);
  return blueprint.machines.flatMap((machine) => {
    const ids = blueprint.services.flatMap((service) => (service.machine === machine.name ? [service.id] : []));
    const measured = usedByServices(machine, ids, [used], lab.background[machine.name] ?? 0);
    const share = (of: number): number => of / seconds / machine.size.cpus;
    return ids.flatMap((id) => {
      const was = measured.get(id);
      if (was === undefined || !services.has(id)) return [];
      const figure = { topic: 'service', what: id, unit: 'share', limit: points } as const;
      return [compared({ ...figure, predicted: share(foretold.get(id) ?? 0), measured: share(was) })];
    });
  });
};

/**
 * The threads, or whatever else a request keeps for as long as it is there, of each service behind a balancer. The balancer's
 * log tells for how long it was: the seconds of all requests in a second are those that were there at once (Little's law).
 */
const seats = ({ services, outcome, result, measurement, seconds }: Both): readonly Compared[] =>
  Object.entries(measurement.after.requests).flatMap(([service, spent]) => {
    const model = services.get(service);
    const names = model === undefined ? [] : seatsOf(model);
    const pools = outcome.pools.filter((each) => each.service === service && names.includes(each.pool));
    const places = pools.reduce((sum, each) => sum + each.places, 0);
    if (places === 0) return [];
    const taken = pools.reduce((sum, each) => sum + each.utilisation.value * each.places, 0);
    const predicted = ((taken / places) * result.seconds) / seconds;
    const measured = spent / seconds / places;
    return [compared({ topic: 'seats', what: service, unit: 'share', predicted, measured, limit: points })];
  });

const failures = ({ outcome, result, measurement }: Both): Compared => {
  const total = outcome.visitors
    .flatMap(({ failures: causes }) => Object.values(causes))
    .reduce((sum, n) => sum + n, 0);
  const predicted = total / Math.max(1, result.windows);
  const measured = measurement.measured.failed;
  const limit = Math.max(errors.least, errors.share * measured);
  return compared({ topic: 'errors', what: '', unit: 'requests', predicted, measured, limit });
};
