import type { Machine } from '../model/blueprint.ts';
import { failureOf } from '../provision/await-ready.ts';
import { servicesOn, type RoleAtWork } from '../provision/context.ts';
import type { MachineState, Observed } from '../providers/provider.ts';
import type { Session } from '../ssh/session.ts';
import { openLab } from '../state/record.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab, labNameOf } from './compiled.ts';
import { openRunning, rebound } from './opened.ts';
import { roleWorld, type LabAtWork } from './provisioned.ts';
import { urlsOf } from './published.ts';
import type { MachineStatus, StatusResult } from './results.ts';
import { openSessions } from './sessions.ts';

/** One look at a lab: its machines, and whether each service answers. What cannot be seen is unknown. */
export const status = async (request: LabRequest, bench: Bench): Promise<StatusResult> => {
  const name = await labNameOf(request, bench);
  if ((await openLab(bench.project, name)) === undefined) return absent(request, bench);
  const known = await openRunning(request, bench);
  const observed = await known.provider.observe(known.known);
  const lab = rebound(known, observed.bindings);
  await using sessions = openSessions(lab, bench);
  const atWork = { lab, world: await roleWorld(lab), sessions };
  const machines = lab.blueprint.machines.map((machine) => machineStatus(atWork, machine, observed, bench));
  return {
    lab: lab.identity.name,
    id: lab.identity.id,
    title: lab.blueprint.title,
    machines: await Promise.all(machines),
    published: urlsOf(lab.blueprint, observed.published),
  };
};

const absent = async (request: LabRequest, bench: Bench): Promise<StatusResult> => {
  const { blueprint } = await compileLab(request, bench);
  const machines = blueprint.machines.map((machine) => ({
    machine: { name: machine.name, state: 'absent' } as const,
    ...addressOf(machine),
    services: [],
  }));
  return { lab: blueprint.name, title: blueprint.title, machines, published: [] };
};

const addressOf = ({ interfaces }: Machine): { readonly address?: string } => {
  const [first] = interfaces;
  return first === undefined ? {} : { address: first.metAt ?? first.address };
};

const machineStatus = async (
  { world, sessions }: LabAtWork,
  machine: Machine,
  observed: Observed,
  bench: Bench,
): Promise<MachineStatus> => {
  const state: MachineState = observed.machines.find(({ name }) => name === machine.name) ?? {
    name: machine.name,
    state: 'absent',
  };
  const running = state.state === 'running' || state.state === 'different';
  const session = running ? (await sessions.reachable([machine.name])).get(machine.name) : undefined;
  const services = servicesOn(world, machine)
    .filter(({ service }) => !service.implied || service.offers.length > 0)
    .map((atWork) => serviceStatus(atWork, session, bench));
  return { machine: state, ...addressOf(machine), services: await Promise.all(services) };
};

const serviceStatus = async (
  { service, role, context }: RoleAtWork,
  session: Session | undefined,
  { stage }: Bench,
): Promise<MachineStatus['services'][number]> => {
  const known = { id: service.id, role: service.role, ports: service.offers };
  if (session === undefined) return { ...known, state: 'unknown' };
  const conditions = role.ready?.(context) ?? [];
  const failures = await Promise.all(conditions.map(({ condition }) => failureOf(session, condition, stage.signal)));
  const unmet = conditions.find((_, index) => failures[index] !== undefined);
  return unmet === undefined ? { ...known, state: 'ready' } : { ...known, state: 'not-ready', why: unmet.what };
};
