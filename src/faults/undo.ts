import { LabError } from '../errors/lab-error.ts';
import type { FaultAtWork } from '../model/fault.ts';
import { forgetFault, type NotedFault } from '../state/faults.ts';
import * as text from '../text/faults.ts';
import type { FaultGround } from './ground.ts';

/**
 * Undoes faults, those that were injected last first, and forgets each when it is undone. Whoever was interrupted can do it
 * again. @throws LabError `fault-not-undone` for the first that cannot be; the others are undone all the same
 */
export const undo = async (faults: readonly NotedFault[], ground: FaultGround): Promise<readonly FaultAtWork[]> => {
  const undone: FaultAtWork[] = [];
  const failures: unknown[] = [];
  for (const { mending, ...fault } of inOrder(faults)) {
    try {
      await mend({ mending, ...fault }, ground);
      await forgetFault(ground.lab.identity, fault);
      undone.push(fault);
      ground.stage.emit({ type: 'fault-undone', fault });
    } catch (error) {
      failures.push(failed(fault, ground, error));
    }
  }
  if (failures.length > 0) throw failures[0];
  return undone;
};

/** A machine must be on before anything on it can be put back. */
const inOrder = (faults: readonly NotedFault[]): readonly NotedFault[] => {
  const latestFirst = faults.toReversed();
  const isPower = ({ mending }: NotedFault): boolean => mending.by === 'power';
  return [...latestFirst.filter(isPower), ...latestFirst.filter((fault) => !isPower(fault))];
};

/** Does what puts it back; does no harm where that was done already. Where its machine is no longer described, nothing is left. */
export const mend = async ({ machine, mending }: NotedFault, ground: FaultGround): Promise<void> => {
  const { lab, provider, stage, world } = ground;
  if (!world.blueprint.machines.some(({ name }) => name === machine)) return;
  switch (mending.by) {
    case 'power':
      return ground.start(machine);
    case 'operations': {
      const { operations, reprovision } = mending;
      if (operations.length > 0) await (await ground.session(machine)).perform(operations, stage);
      if (reprovision !== undefined) await ground.reprovision(machine, reprovision);
      return;
    }
    case 'link':
      return provider.links?.change(lab, mending.link, stage);
  }
};

const failed = ({ name, target }: FaultAtWork, { lab }: FaultGround, cause: unknown): unknown => {
  if (!(cause instanceof LabError) || cause.fault !== 'operation') return cause;
  const words = text.notUndone(name, target, lab.identity.name);
  return new LabError({ code: 'fault-not-undone', fault: 'operation', ...words, cause });
};
