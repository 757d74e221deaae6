import { systemClock } from '../../ports/clock.ts';
import { timed } from '../../ports/timed.ts';
import type { Calibration } from '../../sim/lab/calibration.ts';
import { kindsOf, type Kind } from '../../sim/lab/kinds.ts';
import type { LabSetup } from '../../sim/lab/lab-model.ts';
import { drawWorkload } from '../../sim/lab/workload.ts';
import * as text from '../../text/compare.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { serviceModels } from '../sim/service-models.ts';
import { saveCalibration } from './calibrations.ts';
import { doubtsOf, hostDuring } from './doubts.ts';
import { factorsFrom, processorOf, type KindSeen } from './factors.ts';
import { foretellMean, restOf, undelayedIn } from './remainder.ts';
import type { CalibrateResult } from './results.ts';
import { measure, openMeasuring, type Measuring } from './session.ts';
import { readUse, usedBetween } from './use.ts';

export interface CalibrateRequest extends LabRequest {
  /** How long each kind of request is asked for, milliseconds. */
  readonly milliseconds?: number;
}

const usual = { milliseconds: 8000 };
/** Requests a second: few enough that nobody waits for anybody. */
const lowRate = 25;

/**
 * Measures on a lab that runs what each kind of request costs, one kind after the other at low load, and keeps it with
 * the lab, for `sim` and `compare`. @throws LabError `lab-not-up`, `no-visitors`, `sim-no-role-model`
 */
export const calibrate = async (request: CalibrateRequest, bench: Bench): Promise<CalibrateResult> => {
  await using measuring = await openMeasuring(request, bench);
  const { milliseconds = usual.milliseconds } = request;
  const { blueprint, identity } = measuring.lab;
  const services = serviceModels(blueprint);
  const setup: LabSetup = { blueprint, services, coming: {}, clients: 1, faults: [] };
  const kinds = kindsOf(services, undefined);
  const background = await timed(bench.stage, { phase: 'load', what: text.idling }, () => idleUse(measuring));
  const seen: KindSeen[] = [];
  for (const kind of kinds.filter(({ visitOnly }) => !visitOnly)) {
    if (bench.stage.signal.aborted) break;
    seen.push(await askFor(kind, { measuring, kinds, seconds: milliseconds / 1000 }));
  }
  const world = { measuring, setup, kinds, background };
  const calibration = await calibrationFrom(seen, world);
  const interrupted = bench.stage.signal.aborted;
  if (!interrupted) await saveCalibration(identity, calibration);
  const processor = processorOf(seen, world);
  return {
    ...{ lab: identity.name, at: calibration.at, processors: calibration.processors },
    kinds: seen.map(({ kind, measurement: { measured } }) => ({
      ...{ kind: kind.name, path: kind.path, count: measured.answered, failed: measured.failed },
      ...{ mean: measured.latency.mean, p95: measured.latency.p95 },
      rest: mean(calibration.rest[kind.name] ?? []) * 1000,
      processor: processor(kind.name),
    })),
    ...{ background, undelayed: calibration.undelayed, interrupted },
    doubts: unique(seen.flatMap(({ measurement }) => doubtsOf(hostDuring(measurement), measurement.measured))),
  };
};

export interface CalibrationWorld {
  readonly measuring: Measuring;
  readonly setup: LabSetup;
  readonly kinds: readonly Kind[];
  readonly background: Readonly<Record<string, number>>;
}

const calibrationFrom = async (seen: readonly KindSeen[], world: CalibrationWorld): Promise<Calibration> => {
  const known: Calibration = {
    at: systemClock.now().toISOString(),
    processors: seen[0]?.measurement.after.host?.processors ?? 2,
    factors: factorsFrom(seen, world),
    rest: {},
    background: world.background,
    undelayed: [],
  };
  const undelayed = await undelayedIn(seen, world);
  const found = { ...known, undelayed };
  const rest = await Promise.all(
    seen.map(async (each) => {
      const foretold = await foretellMean(each, { ...world.setup, calibration: found });
      return [each.kind.name, restOf(each, foretold)] as const;
    }),
  );
  return { ...found, rest: Object.fromEntries(rest) };
};

/** Seconds in which nobody asks, from which it is seen what a lab does by itself. */
const idleSeconds = 3;

/** Processors that each machine keeps busy by itself, and for being looked at. */
const idleUse = async (measuring: Measuring): Promise<Readonly<Record<string, number>>> => {
  const { signal } = measuring.bench.stage;
  // The first look makes connections, and loads what it needs.
  await readUse(measuring, signal);
  const before = await readUse(measuring, signal);
  await systemClock.sleep(idleSeconds * 1000, signal).catch(() => undefined);
  const used = usedBetween(before, await readUse(measuring, new AbortController().signal));
  return Object.fromEntries(
    measuring.lab.blueprint.machines.map((machine) => [machine.name, used.machine(machine) / used.seconds]),
  );
};

const askFor = async (
  kind: Kind,
  {
    measuring,
    kinds,
    seconds,
  }: { readonly measuring: Measuring; readonly kinds: readonly Kind[]; readonly seconds: number },
): Promise<KindSeen> => {
  const only = kinds.map((each) => ({ ...each, share: each === kind ? 1 : 0 }));
  const arrivals = { rate: lowRate, spacing: 'even' } as const;
  const { sources } = measuring.destination;
  const workload = await drawWorkload({ arrivals, seconds, kinds: only, sources, seed: 1 });
  return { kind, workload, measurement: await measure(measuring, workload) };
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const unique = <T extends { readonly en: string }>(sentences: readonly T[]): readonly T[] => [
  ...new Map(sentences.map((sentence) => [sentence.en, sentence])).values(),
];
