import { LabError } from '../../errors/lab-error.ts';
import { timed } from '../../ports/timed.ts';
import { slowedBy } from '../../sim/lab/calibration.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import { kindsOf, type Kind } from '../../sim/lab/kinds.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { labOutcome } from '../../sim/lab/outcome.ts';
import { drawWorkload, type Workload } from '../../sim/lab/workload.ts';
import { simulate } from '../../sim/simulate.ts';
import * as text from '../../text/compare.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { serviceModels } from '../sim/service-models.ts';
import { readFaults, readMix } from '../sim/words.ts';
import { breakAll, refuseOthers, type Broken } from './breaking.ts';
import { loadCalibration } from './calibrations.ts';
import { doubtsOf, hostDuring } from './doubts.ts';
import { figuresOf, verdictOf, type Both } from './figures.ts';
import { pairsOf } from './pairs.ts';
import type { CompareResult } from './results.ts';
import { sentOf } from './sent.ts';
import { measure, openMeasuring, patienceMs, type Measurement, type Measuring } from './session.ts';
import { comingOf } from './settling.ts';
import { slownessOf } from './waking.ts';

export interface CompareRequest extends LabRequest {
  /** Requests a second. */
  readonly rate?: number;
  readonly milliseconds?: number;
  /** How often is asked for what: `results=3`. */
  readonly ask?: readonly string[];
  /** What is stopped and started again: `survey@app1:down@10s..20s`. */
  readonly faults?: readonly string[];
  readonly seed?: number;
  /** By what the roles say, whatever was measured before. */
  readonly uncalibrated?: boolean;
}

const usual = { rate: 40, milliseconds: 20_000, seed: 1 };
/** How often the same workload is foretold: its requests are the same, what they cost is drawn anew. */
const replications = 10;

/**
 * Sends a workload to a lab that runs and to its model, and holds one against the other. The lab is left as it was.
 * @throws LabError `lab-not-up`, `no-visitors`, `sim-no-role-model`, usage
 */
export const compare = async (request: CompareRequest, bench: Bench): Promise<CompareResult> => {
  await using measuring = await openMeasuring(request, bench);
  const { blueprint, identity } = measuring.lab;
  const { rate = usual.rate, milliseconds = usual.milliseconds, seed = usual.seed } = request;
  const meant = milliseconds / 1000;
  const services = serviceModels(measuring.lab);
  const mix = readMix(request.ask ?? [], services);
  const faults = readFaults(request.faults ?? [], blueprint, meant);
  refuseOthers(faults, measuring);
  const calibration = request.uncalibrated ? undefined : await loadCalibration(bench.project, identity.name);
  const kinds = kindsOf(services, mix);
  refuseVisits(kinds);
  const { sources } = measuring.destination;
  const drawn = await drawWorkload({ arrivals: { rate }, seconds: meant, kinds, sources, seed });
  if (drawn.requests.length === 0)
    throw new LabError({ code: 'usage', fault: 'usage', ...text.nothingToSend(rate, meant) });
  const { measurement, broken } = await measureBroken(measuring, drawn, faults);
  const { measured } = measurement;
  const workload = sentOf(drawn, measured);
  if (workload.requests.length === 0) bench.stage.signal.throwIfAborted();
  const seconds = measured.interrupted ? Math.min(meant, measured.seconds) : meant;
  const host = hostDuring(measurement);
  const slowness = calibration && slownessOf({ rate, workload, measurement, host }, calibration.wakes);
  const setup: LabSetup = {
    ...{ blueprint, services, clients: 1, faults: asHappened(broken, measurement) },
    phase: (startOf(measurement) % 1000) / 1000,
    coming: comingOf(measuring.destination.visitors.name, workload),
    ...(mix && { mix }),
    ...(calibration && { calibration: slowedBy(calibration, slowness ?? 1) }),
  };
  const isBroken = broken.length > 0;
  const both = await foretell(setup, { measurement, workload, seconds, seed, isBroken }, bench);
  const figures = figuresOf(both);
  const doubts = [...(calibration?.doubtful ? [text.doubts.calibration] : []), ...doubtsOf(host, measured)];
  const { interrupted } = measured;
  return {
    ...{ lab: identity.name, title: blueprint.title, verdict: verdictOf(figures, doubts.length > 0 || interrupted) },
    ...{ rate, seconds, seed, requests: workload.requests.length },
    asked: Object.fromEntries(kinds.flatMap(({ name, share }) => (share > 0 ? [[name, share]] : []))),
    ...(calibration && { calibrated: calibration.at }),
    ...(slowness !== undefined && { slowness }),
    faults: setup.faults.map(wordsOf),
    ...{ figures, pairs: pairsOf(both), host, doubts, interrupted },
  };
};

/** @throws LabError usage for what needs a visit around it */
const refuseVisits = (kinds: readonly Kind[]): void => {
  const inVisits = kinds.find(({ share, visitOnly }) => share > 0 && visitOnly);
  if (inVisits === undefined) return;
  const alone = kinds.flatMap(({ name, visitOnly }) => (visitOnly ? [] : [name]));
  throw new LabError({ code: 'usage', fault: 'usage', ...text.onlyInVisits(inVisits.name, alone) });
};

const measureBroken = async (measuring: Measuring, workload: Workload, faults: readonly Fault[]) => {
  const ended = new AbortController();
  const { stage } = measuring.bench;
  return timed(stage, { phase: 'load', what: text.sending(workload.requests.length) }, async () => {
    const breaking = breakAll(faults, measuring, ended.signal);
    // Its failure is looked at below, once nothing is under way any more.
    breaking.catch(() => undefined);
    const measurement = await measure(measuring, workload).finally(() => ended.abort());
    return { measurement, broken: await breaking };
  });
};

/** When the first request could be sent, by the wall clock, milliseconds. */
const startOf = ({ measured }: Measurement): number => new Date(measured.started).getTime();

/** The faults at the moments at which they really came and went, counted from the first request on. */
const asHappened = (broken: readonly Broken[], measurement: Measurement): readonly Fault[] => {
  const start = startOf(measurement);
  return broken.map(({ what, from, until }) => ({
    ...{ what, harm: { how: 'down' } },
    from: Math.max(0, from - start) / 1000,
    until: Math.max(0, until - start) / 1000,
  }));
};

const wordsOf = ({ what, harm, from, until = from }: Fault): string =>
  `${what}:${harm.how}@${from.toFixed(2)}s..${until.toFixed(2)}s`;

const foretell = (
  setup: LabSetup,
  { seed, ...went }: Pick<Both, 'measurement' | 'workload' | 'seconds' | 'isBroken'> & { readonly seed: number },
  { stage }: Bench,
): Promise<Both> =>
  timed(stage, { phase: 'simulate', what: text.foretelling }, async () => {
    const lab = labModel(setup);
    const after = went.seconds + patienceMs / 1000;
    const result = await simulate(lab.model, { seconds: after, warmup: 0, replications, seed, log: true });
    const outcome = labOutcome(lab, result);
    const { blueprint, services } = setup;
    return { ...went, ...{ blueprint, services, lab, outcome, result }, starts: startsIn(setup) };
  });

/** Processor seconds of each machine for the services that were started again. */
const startsIn = ({ blueprint, services, faults }: LabSetup): Readonly<Record<string, number>> =>
  Object.fromEntries(
    blueprint.machines.map(({ name: machine }) => {
      const own = blueprint.services.filter((service) => service.machine === machine);
      const started = faults.flatMap(({ what }) => own.filter(({ id, name }) => [id, name].includes(what)));
      return [machine, started.reduce((sum, { id }) => sum + (services.get(id)?.starts ?? 0), 0)] as const;
    }),
  );
