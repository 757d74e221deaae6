import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { FaultName } from '../model/fault.ts';
import * as text from '../text/faults.ts';
import { nearest } from '../text/nearest.ts';

/** Which faults are meant. */
export interface Choice {
  readonly name: string;
  /** A machine, a group, a service, one instance or a link; may be left out where there is only one. */
  readonly target?: string;
}

/**
 * Those of the possible faults that are meant; a group or a service stands for all its members.
 * @throws LabError `unknown-fault`, `fault-nowhere`, `which-target`
 */
export const chosen = <Fault extends FaultName>(
  { name, target }: Choice,
  possible: readonly Fault[],
  blueprint: Blueprint,
): readonly Fault[] => {
  const named = namedSo(name, possible);
  const targets = named.map((fault) => fault.target);
  if (target === undefined) {
    if (named.length > 1)
      throw new LabError({ code: 'which-target', fault: 'usage', ...text.whichTarget(name, targets) });
    return named;
  }
  const meant = named.filter((fault) => means(target, fault.target, blueprint));
  if (meant.length > 0) return meant;
  const near = nearest(target, targets);
  throw new LabError({ code: 'fault-nowhere', fault: 'usage', ...text.nowhere(name, target, targets, near) });
};

/** All faults of that name. @throws LabError `unknown-fault`, with what was probably meant */
export const namedSo = <Fault extends FaultName>(name: string, possible: readonly Fault[]): readonly Fault[] => {
  const named = possible.filter((fault) => fault.name === name);
  if (named.length > 0) return named;
  const known = [...new Set(possible.map((fault) => fault.name))];
  throw new LabError({ code: 'unknown-fault', fault: 'usage', ...text.unknownFault(name, nearest(name, known)) });
};

/** Whether what the user wrote stands for that target: itself, its service, its machine's only link, or its group. */
export const means = (written: string, target: string, { machines }: Blueprint): boolean => {
  if (written === target || written === target.split('@')[0]) return true;
  const [machine = '', network] = target.split(':');
  const owner = machines.find(({ name }) => name === machine);
  if (owner === undefined) return false;
  if (network === undefined) return owner.group === written;
  const cables = owner.interfaces.filter(({ mac }) => mac !== undefined);
  const names = [machine, owner.group];
  return written === `${owner.group}:${network}` || (cables.length === 1 && names.includes(written));
};
