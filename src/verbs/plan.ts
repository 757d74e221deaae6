import type { Blueprint } from '../model/blueprint.ts';
import type { Observed } from '../providers/provider.ts';
import { openLab } from '../state/record.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { workOn } from './opened.ts';
import { provisionMachine, roleWorld } from './provisioned.ts';
import type { PlanResult } from './results.ts';
import { openSessions } from './sessions.ts';
import { defaultTarget, providerOf, refuseOtherTarget } from './targets.ts';

/** What `up` would do, and why. Changes nothing. */
export const plan = async (request: LabRequest, bench: Bench): Promise<PlanResult> => {
  const { blueprint } = await compileLab(request, bench);
  const lab = await openLab(bench.project, blueprint.name);
  const names = blueprint.machines.map(({ name }) => name);
  const target = request.on ?? lab?.target ?? defaultTarget;
  if (lab === undefined) {
    providerOf(target);
    const machines = names.map((name) => ({ name, action: 'create', why: text.willCreate }) as const);
    return { lab: blueprint.name, target, machines, changes: [], unread: names };
  }
  refuseOtherTarget(lab, target);
  const opened = await workOn(lab, blueprint);
  const machines = plannedMachines(blueprint, await opened.provider.observe(opened.known));
  const kept = blueprint.machines.filter(({ name }) =>
    machines.some((each) => each.name === name && each.action === 'keep'),
  );
  await using sessions = openSessions(opened, bench, 5000);
  const atWork = { lab: opened, world: await roleWorld(opened), sessions };
  const changes = await Promise.all(kept.map((machine) => provisionMachine(atWork, machine, bench, false)));
  const unread = names.filter((name) => !kept.some((machine) => machine.name === name));
  return { lab: blueprint.name, target, machines, changes: changes.flat(), unread };
};

const plannedMachines = ({ machines }: Blueprint, observed: Observed): PlanResult['machines'] =>
  machines.map(({ name }) => {
    const seen = observed.machines.find((machine) => machine.name === name);
    switch (seen?.state) {
      case 'running':
        return { name, action: 'keep', why: text.willKeep };
      case 'stopped':
        return { name, action: 'start', why: text.willStart };
      case 'different':
        return { name, action: 'replace', why: seen.why };
      case 'unknown':
        return { name, action: 'start', why: seen.why };
      case 'absent':
      case undefined:
        return { name, action: 'create', why: text.willCreate };
    }
  });
