import { systemClock } from '../../ports/clock.ts';
import { timed } from '../../ports/timed.ts';
import type { Calibration } from '../../sim/lab/calibration.ts';
import { kindsOf } from '../../sim/lab/kinds.ts';
import type { LabSetup } from '../../sim/lab/lab-model.ts';
import * as text from '../../text/compare.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { serviceModels } from '../sim/service-models.ts';
import { askInTurns, doubtsAbout, latenciesOf } from './askings.ts';
import { saveCalibration } from './calibrations.ts';
import { factorsFrom, processorOf } from './factors.ts';
import { restOf, undelayedIn } from './remainder.ts';
import type { CalibrateResult } from './results.ts';
import { medianOf, Sample } from './sample.ts';
import type { KindSeen, SeenWorld } from './seen.ts';
import { openMeasuring, type Measuring } from './session.ts';
import { readUse, usedBetween } from './use.ts';
import { sentIn, wakesIn } from './waking.ts';

export interface CalibrateRequest extends LabRequest {
  /** How long each kind of request is asked for, milliseconds. */
  readonly milliseconds?: number;
}

const usual = { milliseconds: 60_000 };

/**
 * Measures on a lab that runs what each kind of request costs, one kind after the other at low load, several times over,
 * and keeps it with the lab, for `sim` and `compare`. @throws LabError `lab-not-up`, `no-visitors`, `sim-no-role-model`
 */
export const calibrate = async (request: CalibrateRequest, bench: Bench): Promise<CalibrateResult> => {
  await using measuring = await openMeasuring(request, bench);
  const { milliseconds = usual.milliseconds } = request;
  const { blueprint, identity } = measuring.lab;
  const services = serviceModels(measuring.lab);
  const setup: LabSetup = { blueprint, services, coming: {}, clients: 1, faults: [] };
  const kinds = kindsOf(services, undefined);
  const background = await timed(bench.stage, { phase: 'load', what: text.idling }, () => idleUse(measuring));
  const world = { measuring, setup, kinds, background };
  const seen = await askInTurns(milliseconds / 1000, world);
  const seenWorld = { ...world, wakes: wakesIn(seen.flatMap((each) => each.askings)) };
  const calibration = await calibrationFrom(seen, seenWorld);
  const interrupted = bench.stage.signal.aborted;
  if (!interrupted) await saveCalibration(identity, calibration);
  const processor = processorOf(seen, seenWorld);
  return {
    ...{ lab: identity.name, at: calibration.at, processors: calibration.processors },
    kinds: seen.map((each) => ({
      ...metBy(each),
      rest: mean(calibration.rest[each.kind.name]?.flatMap(({ values }) => values) ?? []) * 1000,
      processor: processor(each.kind.name),
    })),
    ...{ background, undelayed: calibration.undelayed, interrupted },
    doubts: doubtsAbout(seen),
  };
};

const calibrationFrom = async (seen: readonly KindSeen[], world: SeenWorld): Promise<Calibration> => {
  const known: Calibration = {
    at: systemClock.now().toISOString(),
    processors: seen[0]?.askings[0]?.measurement.after.host?.processors ?? 2,
    factors: factorsFrom(seen, world),
    rest: {},
    wakes: world.wakes,
    background: world.background,
    ...(doubtsAbout(seen).length > 0 && { doubtful: true }),
    undelayed: [],
  };
  const undelayed = await undelayedIn(seen, world);
  const found = { ...known, undelayed };
  const rest = await Promise.all(
    seen.map(async (each) => [each.kind.name, await restOf(each, { ...world.setup, calibration: found })] as const),
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

/** What visitors met who asked for a kind of request. */
const metBy = ({ kind: { name, path }, askings }: KindSeen) => {
  const sent = askings.flatMap(({ workload, measurement }) => sentIn(workload, measurement));
  const sample = new Sample(askings.flatMap(latenciesOf));
  const figure = (which: 'mean' | 'p95'): number => (sample.count === 0 ? 0 : sample.at(which));
  return {
    ...{ kind: name, path, count: sample.count },
    failed: askings.reduce((sum, { measurement }) => sum + measurement.measured.failed, 0),
    ...{ mean: figure('mean'), p95: figure('p95'), wake: medianOf(sent.map(({ wake }) => wake)) * 1000 },
  };
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
