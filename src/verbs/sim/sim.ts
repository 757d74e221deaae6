import { LabError } from '../../errors/lab-error.ts';
import { timed } from '../../ports/timed.ts';
import { coursesOf } from '../../sim/lab/course.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import { kindsOf } from '../../sim/lab/kinds.ts';
import type { LabSetup } from '../../sim/lab/lab-model.ts';
import { saturationOf } from '../../sim/lab/saturation.ts';
import { timelineOf } from '../../sim/lab/timeline.ts';
import * as text from '../../text/sim-lab.ts';
import type { Bench } from '../bench.ts';
import { compileLab } from '../compiled.ts';
import { leftOutOf, type LeftOut } from './beginning.ts';
import { changedDesign, type Design } from './design.ts';
import { excessOf, growthOf, outcomeOf, strainOf } from './outcome.ts';
import { planOf, setupOf, tooMany, type Plan } from './plan.ts';
import { usual, type SimRequest } from './request.ts';
import type { DesignResult, SimVerbResult } from './results.ts';
import { sweepOf, swept } from './sweep.ts';

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
    const { requests, ...outcome } = found.outcome;
    const isOver = ({ until = Infinity }: Fault): boolean => Math.min(until, plan.milliseconds / 1000) <= found.seconds;
    const unlogged = tooMany(plan);
    const growth = 'rate' in coming ? excessOf(rate, saturation?.rate) : growthOf(outcome);
    return {
      changes: design.changes,
      outcome,
      ...(requests && { timeline: timelineOf(requests, found.seconds) }),
      ...(requests &&
        setup.faults.length > 0 &&
        setup.faults.every(isOver) && { courses: coursesOf(requests, setup.faults, design.blueprint) }),
      ...(unlogged !== undefined && { unlogged }),
      ...(requests && plan.log && { requests }),
      ...(saturation && { saturation: saturation.rate }),
      ...(saturation?.bottleneck && { bottleneck: saturation.bottleneck }),
      ...strainOf(found, growth),
    };
  });
}
