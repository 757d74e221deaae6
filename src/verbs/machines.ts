import type { Machine } from '../model/blueprint.ts';
import { timed } from '../ports/timed.ts';
import { servicesOn, unitsOf } from '../provision/context.ts';
import { withLock } from '../state/lock.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import { openRunning, settle, type OpenedLab } from './opened.ts';
import { ports } from './ports.ts';
import { awaitServices, roleWorld, type LabAtWork } from './provisioned.ts';
import { select, type Selection } from './selection.ts';
import { openSessions } from './sessions.ts';

/** What of a lab is started or stopped. */
export interface MachinesRequest extends LabRequest {
  /** Machines, groups, or services (`web`, `survey@app1`). */
  readonly names: readonly string[];
}

type Deed = 'start' | 'stop' | 'restart';

/** Starts machines, or services on them, and waits until they answer. */
export const start = (request: MachinesRequest, bench: Bench): Promise<void> => work('start', request, bench);
/** Stops machines, keeping their disks, or services on them. */
export const stop = (request: MachinesRequest, bench: Bench): Promise<void> => work('stop', request, bench);
/** Stops and starts machines, or restarts services on them, and waits until they answer. */
export const restart = (request: MachinesRequest, bench: Bench): Promise<void> => work('restart', request, bench);

const patienceMs = 60_000;

const work = async (deed: Deed, request: MachinesRequest, bench: Bench): Promise<void> => {
  const chosenIn = ({ blueprint }: Pick<OpenedLab, 'blueprint'>): readonly Selection[] =>
    request.names.map((name) => select(blueprint, name));
  const { identity } = await openMeant(request, bench, chosenIn);
  await withLock(identity.folder, deed, ports, async () => {
    const begun = await openRunning(request, bench, { keep: true });
    const machines = chosenIn(begun).flatMap((each) => (each.services.length === 0 ? each.machines : []));
    const lab = machines.length > 0 ? await onMachines(deed, begun, machines, bench) : begun;
    const selections = chosenIn(lab);
    await using sessions = openSessions(lab, bench, patienceMs);
    const atWork: LabAtWork = { lab, world: await roleWorld(lab), sessions };
    await Promise.all(
      selections.filter(({ services }) => services.length > 0).map((each) => onServices(deed, atWork, each, bench)),
    );
    const touched = [...new Set(selections.flatMap((each) => each.machines))];
    if (deed !== 'stop') await Promise.all(touched.map((machine) => awaitServices(atWork, machine, bench, patienceMs)));
  });
};

/** @returns the lab as it is found afterwards: a machine that was started may be met elsewhere */
const onMachines = async (
  deed: Deed,
  lab: OpenedLab,
  machines: readonly Machine[],
  { stage }: Bench,
): Promise<OpenedLab> => {
  const names = machines.map(({ name }) => name);
  if (deed !== 'start') await lab.provider.stop(lab.known, stage, names);
  if (deed === 'stop') return lab;
  const { bindings } = await lab.provider.create(lab.known, stage, { only: names });
  return settle(lab, bindings);
};

const onServices = async (
  deed: Deed,
  { world, sessions }: LabAtWork,
  { machines, services }: Selection,
  { stage }: Bench,
): Promise<void> => {
  await Promise.all(
    machines.map((machine) => {
      const chosen = servicesOn(world, machine).filter(({ service }) => services.includes(service));
      const what = text.theseServices(chosen.map(({ service }) => service.id));
      return timed(stage, { phase: deed === 'stop' ? 'stop' : 'ready', machine: machine.name, what }, async () => {
        const session = await sessions.of(machine.name);
        await session.perform(
          chosen.flatMap(unitsOf).map((unit) => ({ do: 'run', argv: ['systemctl', deed, unit] })),
          stage,
        );
      });
    }),
  );
};
