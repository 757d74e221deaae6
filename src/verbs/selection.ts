import { LabError } from '../errors/lab-error.ts';
import type { Blueprint, Machine, Service } from '../model/blueprint.ts';
import * as text from '../text/verbs.ts';

/** What a name means in a lab: a machine, all machines of a group, or a service (`web`, `survey@app1`). */
export interface Selection {
  readonly machines: readonly Machine[];
  /** Empty where machines themselves were meant. */
  readonly services: readonly Service[];
}

/** @throws LabError `unknown-machine`, with the names there are */
export const select = ({ machines, services }: Blueprint, name: string): Selection => {
  const named = machines.filter((machine) => machine.name === name || machine.group === name);
  if (named.length > 0) return { machines: named, services: [] };
  const chosen = services.filter((service) => service.id === name || service.name === name);
  if (chosen.length > 0)
    return {
      machines: machines.filter((machine) => chosen.some((service) => service.machine === machine.name)),
      services: chosen,
    };
  const written = services.filter(({ implied }) => !implied);
  const known = [...new Set([...machines.map((machine) => machine.name), ...written.map((service) => service.name)])];
  throw new LabError({ code: 'unknown-machine', fault: 'usage', ...text.unknownMachine(name, known) });
};

/** The one machine that a name means. @throws LabError `unknown-machine`, also where several are meant */
export const selectOne = (blueprint: Blueprint, name: string): Machine => {
  const { machines } = select(blueprint, name);
  const [only, another] = machines;
  if (only === undefined || another !== undefined)
    throw new LabError({
      code: 'unknown-machine',
      fault: 'usage',
      ...text.severalMachines(
        name,
        machines.map((machine) => machine.name),
      ),
    });
  return only;
};
