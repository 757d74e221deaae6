import { asFound, type Calibration } from '../../sim/lab/calibration.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { simulate } from '../../sim/simulate.ts';
import type { CalibrationWorld } from './calibrate.ts';
import type { KindSeen } from './factors.ts';

/** Seconds that the requests of a kind take on average, as foretold by what is known so far. */
export const foretellMean = async ({ workload }: KindSeen, setup: LabSetup): Promise<number> => {
  const visitors = setup.blueprint.visitors[0]?.name ?? '';
  const { trace } = workload;
  const { model } = labModel({ ...setup, coming: { [visitors]: { trace } } });
  const seconds = (trace.times.at(-1) ?? 0) + 30;
  const { sources } = await simulate(model, { seconds, warmup: 0, replications: 3 });
  const mean = sources[visitors]?.latency.mean.value ?? 0;
  return Number.isFinite(mean) ? mean : 0;
};

/** As many values tell a distribution well enough. */
const mostValues = 400;

/** What each request took longer than foretold, in seconds, in order. */
export const restOf = ({ measurement, workload }: KindSeen, foretold: number): readonly number[] => {
  const { outcomes = [] } = measurement.measured;
  const demands = workload.trace.demands ?? [];
  const usual = demands.reduce((sum, demand) => sum + demand, 0) / Math.max(1, demands.length);
  const values = outcomes
    .flatMap(({ latency, error }, at) => {
      if (latency === undefined || error !== undefined) return [];
      return [Math.max(0, latency / 1000 - foretold - ((demands[at] ?? usual) - usual))];
    })
    .toSorted((one, other) => one - other);
  if (values.length <= mostValues) return values;
  return Array.from({ length: mostValues }, (_, at) => values[Math.floor((at * values.length) / mostValues)]!);
};

/**
 * The networks whose delay is not there: if any request was answered sooner than its ways alone would take, the kernel
 * cannot delay, and delays nowhere.
 */
export const undelayedIn = async (
  seen: readonly KindSeen[],
  { setup }: CalibrationWorld,
): Promise<readonly string[]> => {
  const { blueprint, services } = setup;
  const instantly = Object.fromEntries(blueprint.services.map(({ name }) => [name, { '*': 0 }]));
  const onlyWays: Calibration = {
    ...{ at: '', processors: 1, rest: {}, background: {}, undelayed: [] },
    factors: instantly,
  };
  const delayed = networksWithDelay(asFound(blueprint, undefined));
  if (delayed.length === 0) return [];
  for (const each of seen) {
    const { count, p50 } = each.measurement.measured.latency;
    const demand = each.workload.trace.demands?.some((seconds) => seconds > 0) ?? false;
    if (demand || count === 0) continue;
    const ways = await foretellMean(each, { ...setup, services, calibration: onlyWays });
    if (p50 / 1000 < surely * ways) return delayed;
  }
  return [];
};

/** A measured time may be a little short; of a delay of milliseconds it lacks no third. */
const surely = 0.67;

const networksWithDelay = ({ machines }: LabSetup['blueprint']): readonly string[] => [
  ...new Set(
    machines.flatMap(({ interfaces }) =>
      interfaces.flatMap(({ network, link: { delayMs = 0 } }) => (delayMs > 0 ? [network] : [])),
    ),
  ),
];
