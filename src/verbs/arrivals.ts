import { contradictions } from '../blueprint/bindable.ts';
import { noBindings, type Bindings } from '../model/bindings.ts';
import type { Machine } from '../model/blueprint.ts';
import { resourcesOf, type RoleWorld } from '../provision/context.ts';
import { isSame, manifestOf, type Manifest } from '../provision/manifest.ts';
import type { Bench } from './bench.ts';
import { rebound, type OpenedLab } from './opened.ts';
import { roleWorld, type LabAtWork } from './provisioned.ts';
import { openSessions } from './sessions.ts';

/** Machines that are provisioned as they arrive, while others are still made. Disposing waits for what was begun. */
export interface Arrivals extends AsyncDisposable {
  /** Told by who makes them. A machine is begun once it can be entered, and it is known where all will be found. */
  readonly onKnown: (bindings: Bindings) => void;
  /**
   * Whether a machine was provisioned, and as `world` describes it, once that is over.
   * @throws LabError what its provisioning failed with
   */
  isDone(machine: Machine, world: RoleWorld): Promise<boolean>;
}

/** What is done with each. */
export interface Reception {
  readonly provision: (atWork: LabAtWork, machine: Machine) => Promise<unknown>;
  readonly bench: Bench;
  /** How long a machine may take to answer. */
  readonly patienceMs: number;
}

/** Waits for the machines of a lab. */
export const awaitArrivals = (planned: OpenedLab, { provision, bench, patienceMs }: Reception): Arrivals => {
  const { blueprint } = planned.known;
  const begun = new Map<string, Promise<Manifest>>();
  let known = noBindings;
  const begin = async (machine: Machine, lab: OpenedLab): Promise<Manifest> => {
    await using sessions = openSessions(lab, bench, patienceMs);
    const world = await roleWorld(lab);
    await provision({ lab, world, sessions }, machine);
    return manifestOf(resourcesOf(world, machine));
  };
  return {
    onKnown: ({ machines, visitors }) => {
      known = { machines: { ...known.machines, ...machines }, visitors: { ...known.visitors, ...visitors } };
      if (!blueprint.machines.every(({ name }) => name in known.machines)) return;
      if (contradictions(blueprint, known).length > 0) return;
      const lab = rebound(planned, known);
      for (const machine of lab.blueprint.machines) {
        if (known.machines[machine.name]?.ssh === undefined || begun.has(machine.name)) continue;
        const work = begin(machine, lab);
        // Awaited by `isDone`, which may come much later.
        work.catch(() => undefined);
        begun.set(machine.name, work);
      }
    },
    isDone: async (machine, world) => {
      const made = await begun.get(machine.name);
      return made !== undefined && isSame(made, manifestOf(resourcesOf(world, machine)));
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(begun.values());
    },
  };
};
