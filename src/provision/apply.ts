import { LabError } from '../errors/lab-error.ts';
import type { Operation } from '../kit/operation.ts';
import type { Change } from '../model/change.ts';
import { provisionText } from '../text/provision.ts';
import { writeManifest, type Manifest } from './manifest.ts';
import type { MachinePlan } from './plan.ts';
import type { ProvisionOptions } from './provision.ts';

/**
 * Does all changes of a plan, telling of each as it is made: in one go, but for those that could lock us out. Where
 * `proveReachable` is given, such a one is tried first, the machine is reached anew before that undoes itself, and only then is
 * it made, and the rest done.
 * @throws LabError `change-failed`
 */
export const apply = async (plan: MachinePlan, options: ProvisionOptions): Promise<void> => {
  const legs = legsOf(plan, options.proveReachable !== undefined);
  const told = teller(legs.flat(), options);
  for (const [position, steps] of legs.entries()) {
    if (position > 0) await options.proveReachable?.();
    await walk(steps, options, told);
  }
};

const walk = async (
  steps: readonly Step[],
  { session, signal }: ProvisionOptions,
  told: (step: Step, milliseconds: number) => void,
): Promise<void> => {
  const operations = steps.map(({ operation }) => operation);
  const onDone = (index: number, milliseconds: number): void => {
    const step = steps[index];
    if (step !== undefined) told(step, milliseconds);
  };
  try {
    await session.perform(operations, { signal, onDone });
  } catch (error) {
    throw changeFailed(error, steps);
  }
};

/** Says of a change that it is made once the last of its steps is done, with the time that all of them took. */
const teller = (steps: readonly Step[], { emit }: ProvisionOptions): ((step: Step, milliseconds: number) => void) => {
  const took = new Map<Change, number>();
  return (step, lasted) => {
    const { change } = step;
    if (change === undefined) return;
    const milliseconds = (took.get(change) ?? 0) + lasted;
    took.set(change, milliseconds);
    const isMade = steps.findLast((each) => each.change === change) === step;
    if (isMade) emit({ type: 'change-applied', change: { ...change, milliseconds } });
  };
};

interface Step {
  /** Absent where the tool only notes something for itself. */
  readonly change?: Change;
  readonly operation: Operation;
}

const legsOf = ({ changes, manifest }: MachinePlan, isTried: boolean): readonly (readonly Step[])[] => {
  const note = (noted: Manifest | undefined): readonly Step[] =>
    noted === undefined ? [] : [{ operation: writeManifest(noted) }];
  const steps = (change: Change, operations: readonly Operation[] = []): Step[] =>
    operations.map((operation) => ({ change, operation }));
  const legs: Step[][] = [];
  let leg: Step[] = [
    ...note(changes.length > 0 ? manifest?.during : undefined),
    ...changes.flatMap(({ change, difference }) => steps(change, difference.prepare)),
  ];
  for (const { change, difference } of changes) {
    const { trial, operations } = difference;
    if (trial === undefined || !isTried) {
      leg.push(...steps(change, operations));
      continue;
    }
    legs.push([...leg, ...steps(change, trial.begin)]);
    leg = steps(change, [...operations, ...trial.end]);
  }
  return [...legs, [...leg, ...note(manifest?.after)]];
};

const changeFailed = (error: unknown, steps: readonly Step[]): unknown => {
  if (!(error instanceof LabError) || error.code !== 'operation-failed') return error;
  const change = steps[Number(error.context['operation'])]?.change;
  if (change === undefined) return error;
  const { command, code, output } = error.context;
  return new LabError({
    code: 'change-failed',
    fault: 'operation',
    message: provisionText.changeFailed(change.machine, change.summary, String(command), String(code)),
    hint: provisionText.readOutput,
    context: { machine: change.machine, resource: change.resource, service: change.service, output: String(output) },
    cause: error,
  });
};
