import { LabError } from '../errors/lab-error.ts';
import type { Change } from '../model/change.ts';
import { provisionText } from '../text/provision.ts';
import { writeManifest } from './manifest.ts';
import type { MachinePlan, PlannedChange } from './plan.ts';
import type { ProvisionOptions } from './provision.ts';

/** Does all changes of a plan in one go, telling of each as it is made. @throws LabError `change-failed` */
export const apply = async (plan: MachinePlan, options: ProvisionOptions): Promise<void> => {
  const { session, signal, emit, proveReachable } = options;
  const steps = plan.changes.flatMap(stepsOf);
  const operations = steps.map(({ operation }) => operation);
  let milliseconds = 0;
  const onDone = (index: number, took: number): void => {
    const step = steps[index];
    if (step === undefined) return;
    milliseconds += took;
    if (!step.isLast) return;
    emit({ type: 'change-applied', change: { ...step.change, milliseconds } });
    milliseconds = 0;
  };
  const manifest = plan.manifest === undefined ? [] : [writeManifest(plan.manifest)];
  try {
    await session.perform([...operations, ...manifest], { signal, onDone });
  } catch (error) {
    throw changeFailed(error, steps);
  }
  const confirmations = plan.changes.flatMap(({ difference }) => difference.confirm ?? []);
  if (confirmations.length === 0) return;
  await proveReachable?.();
  await session.perform(confirmations, { signal });
};

const stepsOf = ({ change, difference: { operations } }: PlannedChange) =>
  operations.map((operation, index) => ({ change, operation, isLast: index === operations.length - 1 }));

const changeFailed = (error: unknown, steps: readonly { readonly change: Change }[]): unknown => {
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
