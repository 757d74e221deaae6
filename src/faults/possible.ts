import type { FaultSpec } from '../kit/fault.ts';
import type { Machine } from '../model/blueprint.ts';
import { servicesOn, type RoleAtWork, type RoleWorld } from '../provision/context.ts';
import type { Breakable } from './breakable.ts';
import { faultsOfMachine } from './machines.ts';
import { faultsOfService } from './services.ts';

/** Every fault that a lab can have, machine by machine: what can be done to all, and what its roles know besides. */
export const possibleFaults = (world: RoleWorld): readonly Breakable[] =>
  world.blueprint.machines.flatMap((machine) => [
    ...faultsOfMachine(machine),
    ...servicesOn(world, machine).flatMap((atWork) => faultsHere(machine, atWork)),
  ]);

const faultsHere = (machine: Machine, atWork: RoleAtWork): readonly Breakable[] => {
  const { service, role, context } = atWork;
  const specs = [...faultsOfService(atWork), ...(role.faults?.(context) ?? [])];
  return specs.map((spec) => breakableBy(spec, machine, service.id));
};

const breakableBy = (spec: FaultSpec, { name: machine }: Machine, service: string): Breakable => {
  const { name, title, seen, target = service, inject, undo, foretold, reprovisions, ownMachinesOnly } = spec;
  return {
    ...{ name, target, machine, title, seen },
    breakage: {
      by: 'operations',
      ...{ inject, undo },
      ...(reprovisions && { reprovision: service }),
      ...(ownMachinesOnly && { ownMachinesOnly }),
      ...(foretold && { foretold }),
    },
  };
};
