import { resolve } from 'node:path';
import type { Blueprint, Machine } from '../model/blueprint.ts';
import type { Foresight, MachineState, Observed } from '../providers/provider.ts';
import { isHalfRestored } from '../text/snapshots.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { foresightLines } from './consents.ts';
import { atWorkIn } from './fault.ts';
import { lostLab, openBegunLab } from './lost.ts';
import { anythingThere, halfwayOf, rebound, workOn, type OpenedLab } from './opened.ts';
import { plannedLab, refuseSketches } from './planned.ts';
import { provisionMachine, roleWorld } from './provisioned.ts';
import type { PlanResult } from './results.ts';
import { openSessions } from './sessions.ts';
import { providerFor, refuseOtherStanding, standingOf } from './targets.ts';

type PlannedMachine = PlanResult['machines'][number];

/** What `up` would do, and why; it refuses what `up` would. Changes nothing. */
export const plan = async (request: LabRequest, bench: Bench): Promise<PlanResult> => {
  const { blueprint, topology } = await compileLab(request, bench);
  refuseSketches(blueprint);
  const own = await openBegunLab(bench.project, blueprint.name);
  const names = blueprint.machines.map(({ name }) => name);
  const standing = standingOf({ topology, blueprint, begun: own, ...request });
  const { target } = standing;
  const origin = { project: bench.project, name: blueprint.name, topology: resolve(bench.directory, topology.file) };
  const lab = own ?? (await lostLab({ ...origin, ...standing }, bench));
  if (lab === undefined) {
    const provider = await providerFor(bench.project, standing);
    const foresight = await provider.foresee?.(plannedLab(blueprint, undefined));
    const machines = blueprint.machines.map((machine) => plannedMachine(blueprint, machine, undefined));
    return { lab: blueprint.name, target, machines, ...foreseen(foresight), changes: [], unread: names, faults: [] };
  }
  await refuseOtherStanding(lab, standing, () => anythingThere(lab, blueprint));
  const begun = await workOn({ ...lab, ...standing }, blueprint, { keep: false });
  await tellHalfway(begun, bench);
  const observed = await begun.provider.observe(begun.known);
  const opened = rebound(begun, observed.bindings);
  const foresight = await opened.provider.foresee?.(opened.known);
  const machines = plannedMachines(blueprint, observed);
  await using sessions = openSessions(opened, bench, 5000);
  // One that is started anew may be so because it has other keys.
  const anew = names.filter((name) => machines.some((each) => each.name === name && each.action === 'restart'));
  const entered = await sessions.reachable(anew);
  const isRead = (name: string): boolean => isRunning(machines, name) && (!anew.includes(name) || entered.has(name));
  const read = opened.blueprint.machines.filter(({ name }) => isRead(name));
  const atWork = { lab: opened, world: await roleWorld(opened), sessions };
  const changes = await Promise.all(read.map((machine) => provisionMachine(atWork, machine, bench, false)));
  const unread = names.filter((name) => !isRead(name));
  const faults = await atWorkIn(opened.identity);
  return { lab: blueprint.name, target, machines, ...foreseen(foresight), changes: changes.flat(), unread, faults };
};

/** `up` does that first. */
const tellHalfway = async (lab: OpenedLab, { stage }: Bench): Promise<void> => {
  const half = await halfwayOf(lab);
  if (half !== undefined) stage.emit({ type: 'notice', code: 'restore-cut-off', what: isHalfRestored(half) });
};

const foreseen = (foresight: Foresight | undefined): Pick<PlanResult, 'foresight'> =>
  foresight === undefined ? {} : { foresight: foresightLines(foresight) };

const isRunning = (machines: readonly PlannedMachine[], name: string): boolean =>
  machines.some((each) => each.name === name && ['keep', 'update', 'restart'].includes(each.action));

const plannedMachines = (blueprint: Blueprint, { machines, undescribed }: Observed): readonly PlannedMachine[] => [
  ...blueprint.machines.map((machine) =>
    plannedMachine(
      blueprint,
      machine,
      machines.find(({ name }) => name === machine.name),
    ),
  ),
  ...undescribed.map((name) => ({ name, action: 'remove', why: text.willRemove, interrupts: [] }) as const),
];

const plannedMachine = (blueprint: Blueprint, { name }: Machine, seen: MachineState | undefined): PlannedMachine => {
  const planned = { name, interrupts: [] };
  switch (seen?.state) {
    case 'running':
      return { ...planned, action: 'keep', why: text.willKeep };
    case 'stopped':
      return { ...planned, action: 'start', why: text.willStart };
    case 'different':
      return seen.restarts
        ? { ...planned, action: 'restart', why: seen.why, interrupts: servicesOn(blueprint, name) }
        : { ...planned, action: 'update', why: seen.why };
    case 'unknown':
      return { ...planned, action: 'start', why: seen.why };
    case 'absent':
    case undefined:
      return { ...planned, action: 'create', why: text.willCreate };
  }
};

const servicesOn = ({ services }: Blueprint, name: string): readonly string[] =>
  services.filter(({ machine, implied }) => machine === name && !implied).map(({ id }) => id);
