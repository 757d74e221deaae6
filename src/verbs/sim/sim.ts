import { LabError } from '../../errors/lab-error.ts';
import { timed } from '../../ports/timed.ts';
import { bottleneckOf } from '../../sim/lab/bottleneck.ts';
import type { Calibration } from '../../sim/lab/calibration.ts';
import { coursesOf } from '../../sim/lab/course.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import { kindsOf } from '../../sim/lab/kinds.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { countedSeconds, labOutcome, type LabOutcome } from '../../sim/lab/outcome.ts';
import { saturationOf } from '../../sim/lab/saturation.ts';
import type { SimOptions } from '../../sim/options.ts';
import { timelineOf } from '../../sim/lab/timeline.ts';
import { simulate } from '../../sim/simulate.ts';
import * as text from '../../text/sim-lab.ts';
import type { Bench } from '../bench.ts';
import { loadCalibration } from '../compare/calibrations.ts';
import { compileLab, type CompiledLab } from '../compiled.ts';
import { comingOf, comingOfEach, lengthOf, mostOften, type Coming } from './coming.ts';
import { leftOutOf, playedAgain, stretches, type LeftOut } from './beginning.ts';
import { changedDesign, type Design } from './design.ts';
import { mostLogged, usual, type SimRequest } from './request.ts';
import type { DesignResult, SimVerbResult, SweepPoint, SweepResult } from './results.ts';
import { serviceModels } from './service-models.ts';
import { waitingAtEnd } from './waiting.ts';
import { readFaults, readMix, readSweep, refuseSlowServices, type Sweep } from './words.ts';

/**
 * Foretells what a lab will do under load, without starting anything: works on any system, needs no root. After Ctrl-C
 * it returns what is known so far. @throws LabError, TopologyError
 */
export async function sim(request: SimRequest, bench: Bench): Promise<SimVerbResult> {
  try {
    return await foretell(request, bench);
  } catch (error) {
    const { closed } = request;
    if (closed === undefined || !(error instanceof LabError) || error.code !== 'sim-standstill') throw error;
    throw new LabError({ code: error.code, fault: 'usage', cause: error, ...text.crowdGoesRound(closed) });
  }
}

async function foretell(request: SimRequest, bench: Bench): Promise<SimVerbResult> {
  const compiled = await compileLab(request, bench);
  const { name, title } = compiled.blueprint;
  const sweep = sweepOf(request);
  const plan = await planOf(request, compiled, bench);
  const asItIs: Design = { changes: [], blueprint: compiled.blueprint, roles: compiled.roles };
  const changed = request.whatIf?.length ? [changedDesign(compiled, request.whatIf)] : [];
  const posed = [asItIs, ...changed].map((design) => ({ design, setup: setupOf(design, plan) }));
  const leftOut = await timed(bench.stage, { phase: 'simulate', what: text.lookingForBeginning }, () =>
    leftOutOf(
      posed.map(({ setup }) => setup),
      { ...plan, signal: bench.stage.signal },
    ),
  );
  const designs: DesignResult[] = [];
  for (const each of posed) {
    const result = await designResult({ ...each, ...(leftOut && { leftOut }) }, plan, bench);
    if (result) designs.push(result);
  }
  const points = sweep && (await swept(sweep, compiled, { ...plan, most: designs.at(-1)?.saturation }, bench));
  const { milliseconds, seed, calibration } = plan;
  return {
    ...{ lab: name, title, ...howMany(plan), milliseconds, seed, faults: request.faults ?? [], designs },
    ...(calibration && { calibrated: calibration.at }),
    ...(calibration?.doubtful && { calibrationDoubtful: true }),
    ...(leftOut && { leftOut }),
    asked: askedOf(setupOf(asItIs, plan)),
    interrupted: bench.stage.signal.aborted,
    ...(points && { sweep: points }),
  };
}

/** What is to be foretold, with all that is needed for it. */
interface Plan extends SimRequest {
  readonly coming: Coming;
  readonly milliseconds: number;
  readonly seed: number;
  readonly calibration?: Calibration;
  /** Whether the requests of the first run are written down, unless there are too many. */
  readonly timeline: boolean;
}

async function planOf(request: SimRequest, lab: CompiledLab, bench: Bench): Promise<Plan> {
  const { milliseconds, seed = usual.seed, uncalibrated } = request;
  const coming = await comingOf(request, lab, bench);
  const calibration = uncalibrated ? undefined : await loadCalibration(bench.project, lab.blueprint.name);
  return {
    ...{ ...request, coming, seed, timeline: true },
    milliseconds: milliseconds ?? lengthOf(coming) ?? usual.milliseconds,
    ...(calibration && { calibration }),
  };
}

/** @throws LabError usage where there is no rate to go through */
const sweepOf = ({ sweep: words, closed, trace }: SimRequest): Sweep | undefined => {
  const sweep = words === undefined ? undefined : readSweep(words);
  const other = closed !== undefined ? '--closed' : trace !== undefined ? '--trace' : undefined;
  if (sweep?.what === 'rate' && other !== undefined)
    throw new LabError({ code: 'usage', fault: 'usage', ...text.noRateToSweep(other) });
  return sweep;
};

const howMany = ({ rate = usual.rate, closed, thinkMs = 0, trace }: Plan) => {
  if (trace !== undefined) return { trace };
  return closed === undefined ? { rate } : { closed: { visitors: closed, thinkMs } };
};

/** The kinds that are asked for, by their shares. */
const askedOf = ({ services, mix, coming }: LabSetup): Readonly<Record<string, number>> => {
  const traced = Object.values(coming).flatMap((how) => ('trace' in how ? (how.trace.keys ?? []) : []));
  const share = (at: number): number => traced.filter((key) => key === at).length / traced.length;
  return Object.fromEntries(
    kindsOf(services, mix)
      .map((kind, at) => [kind.name, traced.length > 0 ? share(at) : kind.share] as const)
      .filter(([, part]) => part > 0),
  );
};

/** A design, as the simulator gets it. */
interface Posed {
  readonly design: Design;
  readonly setup: LabSetup;
  readonly leftOut?: LeftOut;
}

async function designResult(posed: Posed, plan: Plan, bench: Bench): Promise<DesignResult | undefined> {
  const { design, setup } = posed;
  const { signal } = bench.stage;
  const { coming, rate = usual.rate, seed } = plan;
  if (signal.aborted) return undefined;
  return timed(bench.stage, { phase: 'simulate', what: text.simulating(design.changes) }, async () => {
    const saturation = await saturationOf(setup, { seed, signal });
    const found = await outcomeOf(posed, plan, signal);
    if (found === undefined) return undefined;
    const { requests, seconds, waiting, ...outcome } = found;
    const isOver = ({ until = Infinity }: Fault): boolean => Math.min(until, plan.milliseconds / 1000) <= seconds;
    const isWhole = !signal.aborted && outcome.notices.every(({ code }) => code !== 'crowded');
    const unlogged = tooMany(plan);
    const growth = 'rate' in coming ? excessOf(rate, saturation?.rate) : growthOf(outcome);
    return {
      changes: design.changes,
      outcome,
      ...(requests && { timeline: timelineOf(requests, seconds) }),
      ...(requests &&
        setup.faults.length > 0 &&
        setup.faults.every(isOver) && { courses: coursesOf(requests, setup.faults, design.blueprint) }),
      ...(unlogged !== undefined && { unlogged }),
      ...(requests && plan.log && { requests }),
      ...(saturation && { saturation: saturation.rate }),
      ...(saturation?.bottleneck && { bottleneck: saturation.bottleneck }),
      ...(growth > 0 && { unstable: { growth } }),
      ...(isWhole && growth === 0 && waiting > 0 && { stillWaiting: waiting }),
    };
  });
}

const excessOf = (rate: number, most: number = rate): number => Math.max(0, rate - most);

/** By how many requests a second all queues together grow that get more than they can do. */
const growthOf = ({ notices }: Pick<LabOutcome, 'notices'>): number =>
  notices.reduce((sum, { code, growth = 0 }) => (code === 'unstable' ? sum + growth : sum), 0);

function setupOf(design: Design, plan: Plan): LabSetup {
  const { blueprint } = design;
  const services = serviceModels(design);
  const mix = readMix(plan.ask ?? [], services);
  const faults = readFaults(plan.faults ?? [], blueprint, plan.milliseconds / 1000);
  refuseSlowServices(faults, blueprint);
  const coming = comingOfEach(
    plan.coming,
    blueprint.visitors.map(({ name }) => name),
  );
  const { calibration, clients = usual.clients } = plan;
  return {
    ...{ blueprint, services, coming, clients, faults },
    ...(mix && { mix }),
    ...(calibration && { calibration }),
  };
}

/** About how many requests of a run are too many to be written down; undefined where all of them are. */
const tooMany = ({
  coming,
  milliseconds,
  rate = usual.rate,
  closed = 0,
  thinkMs = 0,
  log,
}: Plan): number | undefined => {
  if (log || 'trace' in coming) return undefined;
  const perSecond = 'users' in coming ? mostOften(closed, thinkMs) : rate;
  const requests = (perSecond * milliseconds) / 1000;
  return requests < mostLogged ? undefined : requests;
};

/** With the seconds of the first run that are known, and those who wait at the end. Undefined if the signal came before anything was. */
async function outcomeOf(
  { setup, leftOut }: Pick<Posed, 'setup' | 'leftOut'>,
  plan: Plan,
  signal: AbortSignal,
): Promise<(LabOutcome & { readonly seconds: number; readonly waiting: number }) | undefined> {
  const { seed } = plan;
  const seconds = plan.milliseconds / 1000;
  const model = labModel(setup);
  const options: SimOptions =
    leftOut === undefined
      ? { seconds, warmup: 0, replications: playedAgain }
      : { seconds: seconds / stretches, warmup: leftOut.milliseconds / 1000, batches: stretches };
  const result = await simulate(model.model, {
    ...options,
    seed,
    signal,
    log: plan.timeline && tooMany(plan) === undefined,
  });
  if (result.windows === 0) return undefined;
  // Who plays all of it again has been through it; stretches follow each other.
  const known = leftOut === undefined && result.windows > 1 ? seconds : countedSeconds(result);
  const waiting = leftOut === undefined ? waitingAtEnd(result) : 0;
  return { ...labOutcome(model, result), seconds: known, waiting };
}

/** `most`: the rate at which the design saturates whose rate is swept. */
type SweepPlan = Plan & { readonly most: number | undefined };

async function swept(
  { what, values, unit }: Sweep,
  compiled: CompiledLab,
  plan: SweepPlan,
  bench: Bench,
): Promise<SweepResult> {
  const { signal } = bench.stage;
  const brief = { ...shorter(plan, values.length), timeline: false };
  const posed = values.map((value) =>
    posedAt(value, { what, ...(unit !== undefined && { unit }), compiled, plan: brief }),
  );
  const leftOut = await leftOutOf(
    posed.map(({ setup }) => setup),
    { ...brief, signal },
  );
  const points: SweepPoint[] = [];
  for (const { value, setup, at } of posed) {
    if (signal.aborted) break;
    const words = text.simulating([`${what}=${String(value)}${unit ?? ''}`]);
    const outcome = await timed(bench.stage, { phase: 'simulate', what: words }, () =>
      outcomeOf({ setup, ...(leftOut && { leftOut }) }, at, signal),
    );
    if (outcome === undefined || outcome.notices.some(({ code }) => code === 'cut-off')) continue;
    const growth = what === 'rate' ? excessOf(value, plan.most) : growthOf(outcome);
    points.push({ ...pointOf(value, outcome), ...(growth > 0 && { unstable: { growth } }) });
  }
  return { what, ...(unit !== undefined && { unit }), ...(leftOut && { leftOut }), points };
}

interface Swept extends Pick<Sweep, 'what' | 'unit'> {
  readonly compiled: CompiledLab;
  readonly plan: Plan;
}

/** One point of a sweep, as the simulator gets it. */
const posedAt = (value: number, { what, unit = '', compiled, plan }: Swept) => {
  const { whatIf: changes = [] } = plan;
  const words = what === 'rate' ? changes : [...changes, `${what}=${String(value)}${unit}`];
  const design = words.length > 0 ? changedDesign(compiled, words) : { ...compiled, changes };
  const at: Plan = what === 'rate' ? { ...plan, coming: { rate: value } } : plan;
  return { value, at, setup: setupOf(design, at) };
};

/** All points together take about as long as one design. What happens at set times is played to its end. */
const shorter = (plan: Plan, points: number): Plan => {
  if ('trace' in plan.coming || (plan.faults ?? []).length > 0) return plan;
  return { ...plan, milliseconds: plan.milliseconds / Math.max(1, points / 4) };
};

const pointOf = (value: number, outcome: LabOutcome): SweepPoint => {
  const visitors = outcome.visitors.map(({ visitors, throughput, latency: { mean, p50, p95, p99 }, failureShare }) => ({
    ...{ visitors, throughput: throughput.value, failureShare: failureShare.value },
    latency: { mean: mean.value, p50: p50.value, p95: p95.value, p99: p99.value },
  }));
  return {
    ...{ value, visitors },
    throughput: visitors.reduce((sum, { throughput }) => sum + throughput, 0),
    utilisation: bottleneckOf(outcome)?.utilisation ?? 0,
  };
};
