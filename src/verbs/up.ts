import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LabError } from '../errors/lab-error.ts';
import { undo } from '../faults/undo.ts';
import type { Blueprint, Machine } from '../model/blueprint.ts';
import type { AppliedChange } from '../model/change.ts';
import type { CheckResult } from '../model/verdict.ts';
import { systemClock } from '../ports/clock.ts';
import { timed } from '../ports/timed.ts';
import type { Making, Observed } from '../providers/provider.ts';
import { notedFaults } from '../state/faults.ts';
import { labFolder, type Lab } from '../state/lab.ts';
import { noteCreations } from '../state/ledger.ts';
import { withLock } from '../state/lock.ts';
import { saveOverrides } from '../state/overrides.ts';
import { createLab, saveBlueprint, saveLab } from '../state/record.ts';
import { registeredFolder } from '../state/registry.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { awaitArrivals } from './arrivals.ts';
import { agree } from './consents.ts';
import { checkLab } from './check.ts';
import { compileLab } from './compiled.ts';
import { groundOf } from './faulty.ts';
import { agreeToLoss } from './loss.ts';
import { lostLab, openBegunLab } from './lost.ts';
import { anythingThere, settle, workOn, writeSshConfig } from './opened.ts';
import { openOwnLab } from './own-lab.ts';
import { plannedLab, refuseSketches } from './planned.ts';
import { ports } from './ports.ts';
import { awaitServices, provisionMachine, roleWorld, type LabAtWork } from './provisioned.ts';
import { urlsOf, worded } from './published.ts';
import type { UpResult } from './results.ts';
import { openSessions } from './sessions.ts';
import { prepareComputer } from './setup.ts';
import { finishRestore } from './snapshot/restore.ts';
import { providerFor, refuseOtherStanding, standingOf, type Standing } from './targets.ts';

/** What is brought up, and what the user has agreed to. */
export interface UpRequest extends LabRequest {
  /** The user has agreed beforehand that the computer is changed. */
  readonly setup?: boolean;
  /** False: leave the checks out. */
  readonly check?: boolean;
  /** The user has agreed beforehand that something may be open to the world. */
  readonly public?: boolean;
  /** For machines to answer, for services to be ready, and for checks to hold, each; 120 s if not said. */
  readonly timeoutMs?: number;
}

/** Makes a lab as its topology describes it: machines, what runs on them, until every service answers and every check holds. */
export const up = async (request: UpRequest, bench: Bench): Promise<UpResult> => {
  const started = systemClock.elapsed();
  const { blueprint, topology, diagnostics } = await compileLab(request, bench);
  for (const diagnostic of diagnostics) bench.stage.emit({ type: 'diagnostic', diagnostic });
  refuseSketches(blueprint);
  const begun = await openBegunLab(bench.project, blueprint.name);
  const standing = standingOf({ topology, blueprint, begun, ...request });
  const provider = await providerFor(bench.project, standing);
  await prepareComputer(provider, bench, { consented: request.setup === true, lab: plannedLab(blueprint, begun) });
  return withLock(labFolder(bench.project, blueprint.name), 'up', ports, async () => {
    const lab = await beginOrResume(blueprint, resolve(bench.directory, topology.file), standing, bench);
    await finishRestore(lab, blueprint, bench);
    const { opened, observed, changes, checks } = await bringUp(lab, blueprint, request, bench);
    const published = urlsOf(blueprint, observed.published);
    const message = worded(blueprint, published);
    return {
      lab: blueprint.name,
      id: opened.identity.id,
      title: blueprint.title,
      machines: blueprint.machines.map(({ name }) => name),
      published,
      changes,
      checks,
      ...(message !== undefined && { message }),
      milliseconds: systemClock.elapsed() - started,
    };
  });
};

const beginOrResume = async (
  blueprint: Blueprint,
  topology: string,
  standing: Standing,
  bench: Bench,
): Promise<Lab> => {
  const { name } = blueprint;
  const asked = { project: bench.project, name, topology, ...standing };
  const begun = (await openBegunLab(bench.project, name)) ?? (await lostLab(asked, bench));
  if (begun === undefined) return createLab(asked, ports);
  await refuseOtherStanding(begun, standing, () => anythingThere(begun, blueprint));
  const lab: Lab = { ...begun, ...standing };
  // A folder that was moved, or whose registry is gone, is noted anew.
  const noted = (await registeredFolder(lab.identity.id)) === lab.identity.folder;
  if (!noted || !isDeepStrictEqual(lab, await openOwnLab(bench.project, name))) await saveLab(lab);
  return lab;
};

interface BroughtUp {
  readonly opened: LabAtWork['lab'];
  readonly observed: Observed;
  readonly changes: readonly AppliedChange[];
  readonly checks: readonly CheckResult[];
}

const bringUp = async (lab: Lab, blueprint: Blueprint, request: UpRequest, bench: Bench): Promise<BroughtUp> => {
  const deadlineMs = request.timeoutMs ?? 120_000;
  const planned = await workOn(lab, blueprint, { keep: true });
  await removeUndescribed(planned, bench);
  await saveBlueprint(planned.identity, blueprint);
  await saveOverrides(planned.identity, []);
  const foresight = await planned.provider.foresee?.(planned.known);
  if (foresight) await agree(foresight, { ...lab.options, public: request.public === true }, bench);
  for (const what of foresight?.shortages ?? []) bench.stage.emit({ type: 'notice', code: 'beyond-computer', what });
  noteUnshapedLinks(planned, bench);
  await noteCreations(planned.identity, creationsOf(planned), systemClock);
  const changes: AppliedChange[] = [];
  const noting = notingChanges(bench, changes);
  const provision = (at: LabAtWork, machine: Machine): Promise<unknown> => provisionOne(at, machine, noting);
  await using arrivals = awaitArrivals(planned, { provision, bench: noting, patienceMs: deadlineMs });
  const isFaulty = (await notedFaults(planned.identity)).length > 0;
  // What a fault broke is mended first.
  const making: Making = isFaulty ? {} : { onKnown: arrivals.onKnown };
  const observed = await planned.provider.create(planned.known, bench.stage, making);
  const opened = await settle(planned, observed.bindings);
  await writeSshConfig(opened);
  await using sessions = openSessions(opened, bench, deadlineMs);
  const atWork: LabAtWork = { lab: opened, world: await roleWorld(opened), sessions };
  const { machines } = opened.blueprint;
  const undoFaults = async () => undo(await notedFaults(opened.identity), groundOf(atWork, noting));
  // What somebody else broke besides may keep a fault from being undone, until it is mended.
  await undoFaults().catch(unlessBug);
  await onEvery(machines, async (machine) => {
    if (!(await arrivals.isDone(machine, atWork.world))) await provision(atWork, machine);
  });
  await undoFaults();
  await onEvery(machines, (machine) => awaitServices(atWork, machine, noting, deadlineMs));
  const checks = request.check === false ? [] : await checkLab(atWork, bench, deadlineMs);
  return { opened, observed, changes, checks };
};

/** Only who makes the networks himself can slow, narrow or spoil links; elsewhere they are as they are. */
const noteUnshapedLinks = ({ provider, known }: LabAtWork['lab'], { stage }: Bench): void => {
  const links = known.blueprint.machines.flatMap(({ interfaces }) => interfaces.map(({ link }) => link));
  if (provider.links === undefined && links.some((link) => Object.keys(link).length > 0))
    stage.emit({ type: 'notice', code: 'links-unshaped', what: text.linksUnshaped });
};

const notingChanges = (bench: Bench, changes: AppliedChange[]): Bench => {
  const emit: Bench['stage']['emit'] = (event) => {
    if (event.type === 'change-applied') changes.push(event.change);
    bench.stage.emit(event);
  };
  return { ...bench, stage: { ...bench.stage, emit } };
};

const unlessBug = (error: unknown): void => {
  if (!(error instanceof LabError) || error.fault !== 'operation') throw error;
};

/** Before anything else: they may hold the addresses of those to come. */
const removeUndescribed = async ({ provider, known, identity }: LabAtWork['lab'], { stage }: Bench): Promise<void> => {
  const { undescribed } = await provider.observe(known);
  if (undescribed.length === 0) return;
  await agreeToLoss(stage, text.removeQuestion(identity.name), undescribed);
  await provider.remove(known, stage, undescribed);
};

const creationsOf = ({ provider, sites, blueprint: { networks, machines } }: LabAtWork['lab']) => [
  ...networks.map(({ name }) => ({ provider: provider.name, kind: 'network', name })),
  ...machines.map(({ name, site }) => ({ provider: sites[site] ?? provider.name, kind: 'machine', name })),
];

const provisionOne = (atWork: LabAtWork, machine: Machine, bench: Bench): Promise<unknown> =>
  timed(bench.stage, { phase: 'provision', machine: machine.name, what: text.provisioning }, () =>
    provisionMachine(atWork, machine, bench, true),
  );

/** All machines at once; one that fails does not stop the others. @throws the failure, or one that names all failed machines */
const onEvery = async (machines: readonly Machine[], work: (machine: Machine) => Promise<unknown>): Promise<void> => {
  const results = await Promise.allSettled(machines.map(work));
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ machine: machines[index]?.name ?? '', cause: result.reason as unknown }] : [],
  );
  const [first, second] = failed;
  if (first === undefined) return;
  if (second === undefined || !failed.every(({ cause }) => cause instanceof LabError)) throw first.cause;
  throw new LabError({
    code: 'machines-failed',
    fault: 'operation',
    ...text.machinesFailed(failed.map(({ machine }) => machine)),
    cause: new AggregateError(failed.map(({ cause }) => cause)),
  });
};
