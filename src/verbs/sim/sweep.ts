import { LabError } from '../../errors/lab-error.ts';
import { timed } from '../../ports/timed.ts';
import { bottleneckOf } from '../../sim/lab/bottleneck.ts';
import type { LabOutcome } from '../../sim/lab/outcome.ts';
import * as text from '../../text/sim-lab.ts';
import type { Bench } from '../bench.ts';
import type { CompiledLab } from '../compiled.ts';
import { leftOutOf } from './beginning.ts';
import { changedDesign } from './design.ts';
import { excessOf, growthOf, outcomeOf, strainOf } from './outcome.ts';
import { setupOf, type Plan } from './plan.ts';
import type { SimRequest } from './request.ts';
import type { SweepPoint, SweepResult } from './results.ts';
import { readSweep, type Sweep } from './words.ts';

/** @throws LabError usage where there is no rate to go through */
export const sweepOf = ({ sweep: words, closed, trace }: SimRequest): Sweep | undefined => {
  const sweep = words === undefined ? undefined : readSweep(words);
  const other = closed !== undefined ? '--closed' : trace !== undefined ? '--trace' : undefined;
  if (sweep?.what === 'rate' && other !== undefined)
    throw new LabError({ code: 'usage', fault: 'usage', ...text.noRateToSweep(other) });
  return sweep;
};

/** `most`: the rate at which the design saturates whose rate is swept. */
type SweepPlan = Plan & { readonly most: number | undefined };

/** One value after the other, as far as Ctrl-C lets it come. */
export async function swept(
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
    const found = await timed(bench.stage, { phase: 'simulate', what: words }, () =>
      outcomeOf({ setup, ...(leftOut && { leftOut }) }, at, signal),
    );
    if (found === undefined || found.outcome.notices.some(({ code }) => code === 'cut-off')) continue;
    const growth = what === 'rate' ? excessOf(value, plan.most) : growthOf(found.outcome);
    points.push({ ...pointOf(value, found.outcome), ...strainOf(found, growth) });
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
