import { LabError } from '../../errors/lab-error.ts';
import { possibleFaults } from '../../faults/possible.ts';
import { chosen } from '../../faults/choose.ts';
import type { Breakable } from '../../faults/breakable.ts';
import type { FaultCall } from '../../model/scenario.ts';
import { systemClock } from '../../ports/clock.ts';
import { timed } from '../../ports/timed.ts';
import type { RoleWorld } from '../../provision/context.ts';
import { readRoleTexts } from '../../provision/texts.ts';
import { evaluate, type Mark, type SeenRequest } from '../../scenarios/evaluate.ts';
import { secondsOf } from '../../scenarios/seconds.ts';
import { stretches, type Stretch } from '../../scenarios/stretches.ts';
import { coursesOf } from '../../sim/lab/course.ts';
import type { Fault, Harm } from '../../sim/lab/faults.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { countedSeconds, labOutcome, type LoggedVisit } from '../../sim/lab/outcome.ts';
import { simulate } from '../../sim/simulate.ts';
import * as text from '../../text/sim-lab.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { loadCalibration } from '../compare/calibrations.ts';
import { compileLab, type CompiledLab } from '../compiled.ts';
import { scenarioFor, type NamedScenario } from '../scenario/read.ts';
import type { ScenarioCourse, ScenarioResult } from '../scenario/scenario.ts';
import { changedDesign } from './design.ts';
import { usual, type SimRequest } from './request.ts';
import { drawnWorld, serviceModels } from './service-models.ts';
import { comingByName, streamsIn, type Stream } from './streams.ts';

/** Which scenario is to be foretold. */
export interface ForetellRequest extends LabRequest, Pick<SimRequest, 'seed' | 'clients' | 'uncalibrated'> {
  /** A name in `topology/scenarios/`, or a file. */
  readonly scenario: string;
}

/** How long those who were asked last may take to answer, seconds. */
const afterwards = 30;

/** It is foretold part by part, so that after Ctrl-C those are known that are complete. */
const parts = 100;

/**
 * Plays a scenario on the model of a lab: its traffic, what breaks, what is set. It comes to the same words as on the lab
 * itself, without starting anything. After Ctrl-C it returns what is known so far; undefined if that is nothing. @throws LabError `unknown-scenario`, `bad-scenario`, or for what has no model
 */
export async function foretellScenario(request: ForetellRequest, bench: Bench): Promise<ScenarioResult | undefined> {
  const { seed = usual.seed, scenario: wanted } = request;
  const compiled = await compileLab(request, bench);
  const { blueprint } = compiled;
  const world = drawnWorld(compiled, await readRoleTexts(compiled.roles, blueprint));
  const script = await scenarioFor(wanted, world, bench);
  const end = script.steps.at(-1)?.at ?? 0;
  const { signal } = bench.stage;
  const { clients = usual.clients } = request;
  const streams = streamsIn(script, { world, clients });
  const { setup, breaks } = await setupOf(script, streams, { request, compiled, world }, bench);
  const seconds = (end / 1000 + afterwards) / parts;
  const result = await timed(bench.stage, { phase: 'simulate', what: script.title }, async () => {
    const model = labModel(setup);
    const simulated = await simulate(model.model, { seconds, warmup: 0, batches: parts, seed, signal, log: true });
    const { windows } = simulated;
    // Until then all requests have ended, as far as they ever do.
    const isCut = signal.aborted && windows < parts;
    const until = isCut ? Math.min(end, (countedSeconds(simulated) - afterwards) * 1000) : end;
    return until > 0 && windows > 0 ? { known: until, ...labOutcome(model, simulated) } : undefined;
  });
  if (result === undefined) return undefined;
  const { known } = result;
  const visits = (result.requests ?? []).filter((visit) => visit.at < known && isMeasured(visit, streams));
  const requests = visits.map((visit) => seenOf(visit, streams, blueprint.services));
  const happened = { marks: marksOf(script, end), requests, until: known };
  const begun = setup.faults.flatMap((fault, at) => (fault.from * 1000 < known ? [{ fault, about: breaks[at]! }] : []));
  const courses = coursesOf(
    visits,
    begun.map(({ fault }) => fault),
    blueprint,
  );
  return {
    lab: blueprint.name,
    scenario: script.name,
    title: script.title,
    started: systemClock.now().toISOString(),
    milliseconds: known,
    ...(known < end && { interrupted: true as const }),
    story: script.steps.map(({ at, name, say }) => ({
      at,
      ...(name !== undefined && { step: name }),
      ...(say && { say }),
    })),
    expectations: script.expectations.map((each, index) => evaluate(each, happened, index)),
    seconds: secondsOf(requests),
    courses: courses.map((course, at) => ({ ...begun[at]!.about, ...course })),
  };
}

interface Foretelling {
  readonly request: ForetellRequest;
  readonly compiled: CompiledLab;
  readonly world: RoleWorld;
}

/** What a fault is called, and when it is at work. */
type Break = Pick<ScenarioCourse, 'fault' | 'from' | 'until'>;

async function setupOf(
  { steps }: NamedScenario,
  streams: readonly Stream[],
  { request: { clients = usual.clients, uncalibrated }, compiled, world }: Foretelling,
  { project }: Bench,
): Promise<{ readonly setup: LabSetup; readonly breaks: readonly Break[] }> {
  const { blueprint } = compiled;
  const services = serviceModels(compiled);
  const calibration = uncalibrated ? undefined : await loadCalibration(project, blueprint.name);
  const possible = possibleFaults(world);
  const broken = stretches(steps, ({ faults }) => faults).flatMap((stretch) =>
    chosen(stretch.what, possible, blueprint).map((each) => ({ stretch, each })),
  );
  const setup = {
    ...{ blueprint, services, clients },
    coming: comingByName(streams),
    faults: broken.map(({ stretch, each }) => faultIn(stretch, each)),
    reloads: reloadsIn(steps, compiled),
    ...(calibration && { calibration }),
  };
  const breaks = broken.map(({ stretch: { what, from, until }, each: { target } }) => ({
    ...{ fault: `${what.name} ${target}`, from, until },
  }));
  return { setup, breaks };
}

/** It stops and goes on twice a second, each time an event that is known beforehand: ten hours, in milliseconds. */
const longestStutter = 36_000_000;

function faultIn({ what, from, until }: Stretch<FaultCall>, { target, breakage }: Breakable): Fault {
  const harm = harmOf(breakage);
  if (harm === undefined)
    throw new LabError({ code: 'not-foretold', fault: 'usage', ...text.noModelOfFault(what.name) });
  if (harm.how === 'stutter' && until - from > longestStutter)
    throw new LabError({ code: 'not-foretold', fault: 'usage', ...text.stutterTooLong(what.name) });
  return { what: harm.how === 'link' ? target.split(':')[0]! : target, harm, from: from / 1000, until: until / 1000 };
}

const harmOf = (breakage: Breakable['breakage']): Harm | undefined => {
  if (breakage.by === 'power') return { how: 'down' };
  if (breakage.by === 'operations') return breakage.foretold;
  const { network, from, to } = breakage;
  return { how: 'link', network, ...(from && { from }), ...(to && { to }) };
};

/** The designs that come to be by what is set, one after the other. */
function reloadsIn(steps: NamedScenario['steps'], compiled: CompiledLab): NonNullable<LabSetup['reloads']> {
  let before = '';
  return stretches(steps, ({ values }) => [values]).flatMap(({ what: values, from }) => {
    if (values.join() === before) return [];
    before = values.join();
    return [{ at: from / 1000, services: serviceModels(changedDesign(compiled, values)) }];
  });
}

const marksOf = ({ steps }: NamedScenario, end: number): readonly Mark[] => [
  { step: 'start', begun: 0, done: 0 },
  ...steps.flatMap(({ name, at }) => (name === undefined ? [] : [{ step: name, begun: at, done: at }])),
  { step: 'end', begun: end, done: end },
];

/** What a balancer or an application answers for what came to nothing behind it. */
const statuses: Readonly<Record<string, number>> = { 'no-target': 502, down: 502, timeout: 504, unavailable: 503 };

const streamOf = ({ visitors }: LoggedVisit, streams: readonly Stream[]): Stream =>
  streams.find(({ name }) => name === visitors)!;

/** Not what visitors do to take away what they left: nobody measures that on a lab either. */
const isMeasured = (visit: LoggedVisit, streams: readonly Stream[]): boolean =>
  (visit.step ?? 0) < streamOf(visit, streams).measured;

function seenOf(
  visit: LoggedVisit,
  streams: readonly Stream[],
  services: CompiledLab['blueprint']['services'],
): SeenRequest {
  const { at, target, milliseconds, failure } = visit;
  const { stream } = streamOf(visit, streams);
  const machine = services.find(({ id }) => id === target)?.machine;
  const status = failure === undefined ? 200 : (statuses[failure] ?? 500);
  const seen = { at, path: '', stream, sent: at, latency: milliseconds, status };
  return { ...seen, ...(machine !== undefined && { machine }) };
}
