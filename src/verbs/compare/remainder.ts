import { asFound, slowedBy, type Calibration, type Rest } from '../../sim/lab/calibration.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { simulate } from '../../sim/simulate.ts';
import { latenciesOf } from './askings.ts';
import { medianOf, sumOf } from './sample.ts';
import type { Asking, CalibrationWorld, KindSeen } from './seen.ts';
import { byPause, sentIn, slownessOf, type Sent } from './waking.ts';

/** Seconds that each of the requests takes, in their order, as foretold by what is known so far. */
const foretell = async ({ workload: { trace } }: Asking, setup: LabSetup): Promise<readonly number[]> => {
  const visitors = setup.blueprint.visitors[0]?.name ?? '';
  const { model } = labModel({ ...setup, coming: { [visitors]: { trace } } });
  const seconds = (trace.times.at(-1) ?? 0) + 30;
  const { requests = [] } = await simulate(model, { seconds, warmup: 0, replications: 1, log: true });
  return requests.toSorted((one, other) => one.at - other.at).map((request) => request.seconds);
};

/** As many values tell a distribution well enough. */
const mostValues = 1000;

/**
 * What each request took longer than foretold by what is known so far, by how long nobody had come before. What was asked for
 * while the computer was slower or quicker than usual counts as it usually is.
 */
export const restOf = async ({ askings }: KindSeen, setup: LabSetup): Promise<readonly Rest[]> => {
  const all = await Promise.all(askings.map((asking) => excessOf(asking, setup)));
  return byPause(all.flat()).map(({ after, requests }) => ({
    after,
    values: longerBy(requests.map(({ seconds }) => seconds)),
  }));
};

/** A request that was answered: how long nobody had come before, and how many seconds longer than foretold it took. */
interface Excess extends Pick<Sent, 'pause'> {
  readonly seconds: number;
}

/**
 * In order. A request that was quicker than foretold took nothing longer; what these were quicker by is taken evenly from the
 * others, none of which gets below zero. That keeps the mean, and changes the values least (projection onto the simplex, Duchi
 * and others 2008): the slowest stay as far out as they were, up to so many values as are kept.
 */
const longerBy = (seconds: readonly number[]): readonly number[] => {
  const excess = seconds.toSorted((one, other) => one - other);
  const less = tooMuch(excess);
  const values = excess.map((value) => Math.max(0, value - less));
  return values.length <= mostValues ? values : thinned(values);
};

/** As few as may be, each the mean of as many of these, in parts where that is no whole number: together they have the same mean. */
const thinned = (values: readonly number[]): readonly number[] => {
  const each = values.length / mostValues;
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  const upTo = (place: number): number => {
    const whole = Math.floor(place);
    return sums[whole]! + (place - whole) * (values[whole] ?? 0);
  };
  return Array.from({ length: mostValues }, (_, at) => (upTo((at + 1) * each) - upTo(at * each)) / each);
};

/** What to take from each of these values, which are in order, so that those that stay above zero sum up to what all did. */
const tooMuch = (values: readonly number[]): number => {
  const total = Math.max(0, sumOf(values));
  let sum = 0;
  for (let count = 1; count <= values.length; count += 1) {
    sum += values[values.length - count]!;
    const less = (sum - total) / count;
    if (less >= (values[values.length - count - 1] ?? -Infinity)) return less;
  }
  return 0;
};

const excessOf = async (asking: Asking, setup: LabSetup): Promise<readonly Excess[]> => {
  const { calibration } = setup;
  const slowness = slownessOf(asking, calibration?.wakes ?? []) ?? 1;
  const then = { ...setup, ...(calibration && { calibration: slowedBy(calibration, slowness) }) };
  const foretold = await foretell(asking, then);
  return sentIn(asking.workload, asking.measurement).flatMap(({ at, pause, latency }) =>
    latency === undefined ? [] : [{ pause, seconds: (latency - (foretold[at] ?? 0)) / slowness }],
  );
};

/**
 * The networks whose delay is not there: if half of the requests of a kind are answered much sooner than their ways alone would
 * take, the kernel cannot delay, and delays nowhere.
 */
export const undelayedIn = async (
  seen: readonly KindSeen[],
  { setup }: CalibrationWorld,
): Promise<readonly string[]> => {
  const { blueprint, services } = setup;
  const instantly = Object.fromEntries(blueprint.services.map(({ name }) => [name, { '*': 0 }]));
  const onlyWays: Calibration = {
    ...{ at: '', processors: 1, rest: {}, wakes: [], background: {}, undelayed: [] },
    factors: instantly,
  };
  const delayed = networksWithDelay(asFound(blueprint, undefined));
  if (delayed.length === 0) return [];
  for (const asking of seen.flatMap(({ askings }) => askings.slice(0, 1))) {
    const latencies = latenciesOf(asking);
    const demand = asking.workload.trace.demands?.some((seconds) => seconds > 0) ?? false;
    if (demand || latencies.length === 0) continue;
    const ways = await foretell(asking, { ...setup, services, calibration: onlyWays });
    if (medianOf(latencies) / 1000 < surely * medianOf(ways)) return delayed;
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
