import { timed } from '../../ports/timed.ts';
import { bottleneckOf } from '../../sim/lab/bottleneck.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { labOutcome, type LabOutcome } from '../../sim/lab/outcome.ts';
import { saturationOf } from '../../sim/lab/saturation.ts';
import type { SimOptions } from '../../sim/options.ts';
import { simulate } from '../../sim/simulate.ts';
import * as text from '../../text/sim-lab.ts';
import type { Bench } from '../bench.ts';
import { compileLab, type CompiledLab } from '../compiled.ts';
import { changedDesign, type Design } from './design.ts';
import { usual, type SimRequest } from './request.ts';
import type { DesignResult, SimVerbResult, SweepPoint, SweepResult } from './results.ts';
import { serviceModels } from './service-models.ts';
import { readFault, readMix, readSweep, type Sweep } from './words.ts';

/**
 * Foretells what a lab will do under load, without starting anything: works on any system, needs no root. After Ctrl-C
 * it returns what is known so far. @throws LabError, TopologyError
 */
export async function sim(request: SimRequest, bench: Bench): Promise<SimVerbResult> {
  const compiled = await compileLab(request, bench);
  const { rate = usual.rate, milliseconds = usual.milliseconds, seed = usual.seed, faults = [] } = request;
  const asItIs: Design = { changes: [], blueprint: compiled.blueprint };
  const changed = request.whatIf?.length ? [changedDesign(compiled, request.whatIf)] : [];
  const sweep = request.sweep === undefined ? undefined : readSweep(request.sweep);
  const designs: DesignResult[] = [];
  for (const design of [asItIs, ...changed]) {
    const result = await designResult(design, request, bench);
    if (result) designs.push(result);
  }
  const points = sweep && (await swept(sweep, compiled, request, bench));
  return {
    ...{ lab: compiled.blueprint.name, title: compiled.blueprint.title, rate, milliseconds, seed, faults, designs },
    asked: labModel(setupOf(asItIs, request)).asked,
    interrupted: bench.stage.signal.aborted,
    ...(points && { sweep: points }),
  };
}

async function designResult(design: Design, request: SimRequest, bench: Bench): Promise<DesignResult | undefined> {
  const { signal } = bench.stage;
  const { rate = usual.rate, seed = usual.seed } = request;
  if (signal.aborted) return undefined;
  const setup = setupOf(design, request);
  return timed(bench.stage, { phase: 'simulate', what: text.simulating(design.changes) }, async () => {
    const saturation = await saturationOf(setup, { seed, signal });
    const outcome = await outcomeOf(setup, request, signal);
    if (outcome === undefined) return undefined;
    const excess = saturation === undefined ? 0 : rate - saturation.rate;
    return {
      changes: design.changes,
      outcome,
      ...(saturation && { saturation: saturation.rate }),
      ...(saturation?.bottleneck && { bottleneck: saturation.bottleneck }),
      ...(excess > 0 && { unstable: { growth: excess } }),
    };
  });
}

function setupOf({ blueprint }: Design, request: SimRequest, rate = request.rate ?? usual.rate): LabSetup {
  const services = serviceModels(blueprint);
  const mix = readMix(request.ask ?? [], services);
  const faults: readonly Fault[] = (request.faults ?? []).map((words) => readFault(words, blueprint));
  const each = { rate: rate / Math.max(1, blueprint.visitors.length) };
  const arrivals = Object.fromEntries(blueprint.visitors.map(({ name }) => [name, each]));
  return { blueprint, services, arrivals, clients: request.clients ?? usual.clients, faults, ...(mix && { mix }) };
}

/** Pieces into which a time is cut, which are nearly independent of each other. */
const batches = 20;
/** Where something breaks at a set time, all of it is played so often. */
const replications = 5;

/** Undefined if the signal came before anything was known. */
async function outcomeOf(setup: LabSetup, request: SimRequest, signal: AbortSignal): Promise<LabOutcome | undefined> {
  const seconds = (request.milliseconds ?? usual.milliseconds) / 1000;
  const seed = request.seed ?? usual.seed;
  const model = labModel(setup);
  const plan: SimOptions =
    setup.faults.length > 0
      ? { seconds, warmup: 0, replications }
      : { seconds: seconds / batches, warmup: Math.min(30, seconds / 10), batches };
  const result = await simulate(model.model, { ...plan, seed, signal });
  return result.windows === 0 ? undefined : labOutcome(model, result);
}

async function swept(
  { what, values }: Sweep,
  compiled: CompiledLab,
  request: SimRequest,
  bench: Bench,
): Promise<SweepResult> {
  const points: SweepPoint[] = [];
  const changes = request.whatIf ?? [];
  for (const value of values) {
    if (bench.stage.signal.aborted) break;
    const words = what === 'rate' ? changes : [...changes, `${what}=${String(value)}`];
    const design = words.length > 0 ? changedDesign(compiled, words) : { changes, blueprint: compiled.blueprint };
    const setup = setupOf(design, request, what === 'rate' ? value : undefined);
    const outcome = await timed(
      bench.stage,
      { phase: 'simulate', what: text.simulating([`${what}=${String(value)}`]) },
      () => outcomeOf(setup, shorter(request, values.length), bench.stage.signal),
    );
    if (outcome) points.push(pointOf(value, outcome));
  }
  return { what, points };
}

/** All points together take about as long as one design. */
const shorter = (request: SimRequest, points: number): SimRequest => {
  const milliseconds = (request.milliseconds ?? usual.milliseconds) / Math.max(1, points / 4);
  return { ...request, milliseconds };
};

const pointOf = (value: number, outcome: LabOutcome): SweepPoint => {
  const [visitors] = outcome.visitors;
  const latency = (which: 'mean' | 'p50' | 'p95' | 'p99') => visitors?.latency[which].value ?? NaN;
  return {
    value,
    throughput: outcome.visitors.reduce((sum, { throughput }) => sum + throughput.value, 0),
    latency: { mean: latency('mean'), p50: latency('p50'), p95: latency('p95'), p99: latency('p99') },
    failureShare: visitors?.failureShare.value ?? NaN,
    utilisation: bottleneckOf(outcome)?.utilisation ?? 0,
  };
};
