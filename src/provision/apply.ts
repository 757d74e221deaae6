import { LabError } from '../errors/lab-error.ts';
import type { Operation } from '../kit/operation.ts';
import type { Change } from '../model/change.ts';
import { provisionText } from '../text/provision.ts';
import { writeManifest, type Manifest } from './manifest.ts';
import type { MachinePlan, PlannedChange } from './plan.ts';
import type { ProvisionOptions } from './provision.ts';

/** Does all changes of a plan in one go, telling of each as it is made. @throws LabError `change-failed` */
export const apply = async (plan: MachinePlan, options: ProvisionOptions): Promise<void> => {
  const { session, signal, emit, proveReachable } = options;
  const steps = stepsOf(plan);
  const operations = steps.map(({ operation }) => operation);
  const took = new Map<Change, number>();
  const onDone = (index: number, lasted: number): void => {
    const change = steps[index]?.change;
    if (change === undefined) return;
    const milliseconds = (took.get(change) ?? 0) + lasted;
    took.set(change, milliseconds);
    const isMade = steps.findLastIndex((step) => step.change === change) === index;
    if (isMade) emit({ type: 'change-applied', change: { ...change, milliseconds } });
  };
  try {
    await session.perform(operations, { signal, onDone });
  } catch (error) {
    throw changeFailed(error, steps);
  }
  const confirmations = plan.changes.flatMap(({ difference }) => difference.confirm ?? []);
  if (confirmations.length === 0) return;
  await proveReachable?.();
  await session.perform(confirmations, { signal });
};

interface Step {
  /** Absent where the tool only notes something for itself. */
  readonly change?: Change;
  readonly operation: Operation;
}

const stepsOf = ({ changes, manifest }: MachinePlan): readonly Step[] => {
  const steps = (operationsOf: (planned: PlannedChange) => readonly Operation[]): readonly Step[] =>
    changes.flatMap((planned) => operationsOf(planned).map((operation) => ({ change: planned.change, operation })));
  const note = (noted: Manifest | undefined): readonly Step[] =>
    noted === undefined ? [] : [{ operation: writeManifest(noted) }];
  return [
    ...note(changes.length > 0 ? manifest?.during : undefined),
    ...steps(({ difference }) => difference.prepare ?? []),
    ...steps(({ difference }) => difference.operations),
    ...note(manifest?.after),
  ];
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
