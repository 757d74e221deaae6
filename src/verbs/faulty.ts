import type { FaultGround } from '../faults/ground.ts';
import { inject } from '../faults/inject.ts';
import { possibleFaults } from '../faults/possible.ts';
import type { Breakable } from '../faults/breakable.ts';
import { undo } from '../faults/undo.ts';
import type { FaultAtWork } from '../model/fault.ts';
import { systemClock } from '../ports/clock.ts';
import { adopting } from '../providers/registry.ts';
import { connect } from '../ssh/connect.ts';
import type { NotedFault } from '../state/faults.ts';
import type { Bench } from './bench.ts';
import { reachOf, settle, type OpenedLab } from './opened.ts';
import { provisionMachine, roleWorld, type LabAtWork } from './provisioned.ts';
import { openSessions } from './sessions.ts';

/** How long a machine that was just started is waited for, milliseconds. */
const bootMs = 60_000;
/** How long any other machine is waited for: one that is off says so soon. */
const patienceMs = 2000;

/** A lab in which faults are injected and undone; its sessions stay open until it is disposed. Its lock is the caller's. */
export interface FaultyLab extends AsyncDisposable {
  readonly possible: readonly Breakable[];
  /** `forMs`: noted as the time after which it is to be undone; the caller does it. */
  inject(fault: Breakable, forMs?: number): Promise<FaultAtWork>;
  undo(faults: readonly NotedFault[]): Promise<readonly FaultAtWork[]>;
}

/** Opens a lab for faults. */
export const openFaulty = async (lab: OpenedLab, bench: Bench): Promise<FaultyLab> => {
  const world = await roleWorld(lab);
  const sessions = openSessions(lab, bench, patienceMs);
  const ground = groundOf({ lab, world, sessions }, bench);
  return {
    possible: possibleFaults(world),
    inject: (fault, forMs) => inject(fault, ground, forMs),
    undo: (faults) => undo(faults, ground),
    [Symbol.asyncDispose]: () => sessions[Symbol.asyncDispose](),
  };
};

/** The same for a lab that is at work already. */
export const groundOf = (atWork: LabAtWork, bench: Bench): FaultGround => {
  const { lab, world, sessions } = atWork;
  const machineOf = (name: string) => lab.blueprint.machines.find((each) => each.name === name)!;
  return {
    lab: lab.known,
    provider: lab.provider,
    world,
    session: (machine) => sessions.of(machine),
    start: async (machine) => {
      const { bindings } = await lab.provider.create(lab.known, bench.stage, { only: [machine] });
      const settled = await settle(lab, bindings);
      const session = await connect(reachOf(settled, machine), { patienceMs: bootMs, signal: bench.stage.signal });
      await session[Symbol.asyncDispose]();
    },
    reprovision: async (machine, service) => {
      await provisionMachine(atWork, machineOf(machine), bench, true, service);
    },
    isAdopted: (machine) => {
      const provider = lab.sites[machineOf(machine).site];
      return provider !== undefined && adopting.includes(provider);
    },
    stage: bench.stage,
    clock: systemClock,
  };
};
