import type { LabSetup } from '../../sim/lab/lab-model.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import { partOf } from './sent.ts';

/**
 * Seconds in which a computer that has just done something else (gone into all machines, begun the visitors) is not yet as it
 * will be: what is asked for by then takes longer, and who sleeps is woken sooner.
 */
const settling = 5;

/** Seconds after which the computer is as it will be: at most a third of all that is asked for. */
export const settledAfter = ({ trace: { times } }: Pick<Workload, 'trace'>): number =>
  Math.min(settling, (times.at(-1) ?? 0) / 3);

/** The workload of these visitors for the model, in which those who come before the computer has settled are others. */
export const comingOf = (visitors: string, workload: Pick<Workload, 'trace'>): LabSetup['coming'] => {
  const { trace } = workload;
  const settled = settledAfter(workload);
  const first = trace.times.findIndex((seconds) => seconds >= settled);
  return {
    [visitors]: { trace: partOf(trace, first) },
    ...(first > 0 && { [`${visitors}, settling`]: { as: visitors, trace: partOf(trace, 0, first) } }),
  };
};
