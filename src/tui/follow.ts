import { isDeepStrictEqual } from 'node:util';
import { LabError } from '../errors/lab-error.ts';
import { systemClock } from '../ports/clock.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import type { StatusResult } from '../verbs/results.ts';
import { beginWatch } from '../verbs/status.ts';
import type { Occurrence } from './occurrences.ts';

/** From one look at the lab to the next, milliseconds. */
const everyMs = 1000;

interface Following {
  readonly request: LabRequest;
  readonly bench: Bench;
  readonly tell: (occurrence: Occurrence) => void;
  /** Whether what the lab is to be is still being changed: once that has ended it is looked up again. */
  readonly isStale: () => boolean;
}

/**
 * Tells what is seen of a lab until aborted. A lab that is not there (yet, or any more) is looked for again and again:
 * somebody may bring it up in another terminal.
 */
export const followLab = async ({ request, bench, tell, isStale }: Following): Promise<void> => {
  const { signal } = bench.stage;
  while (!signal.aborted) {
    try {
      const stale = isStale();
      const { blueprint, target, design, looks } = await beginWatch({ ...request, everyMs }, bench);
      tell({ type: 'watching', blueprint, target });
      let overrides: readonly string[] | undefined;
      for await (const status of looks) {
        tell({ type: 'seen', status });
        if (overrides !== undefined && !isDeepStrictEqual(overrides, status.overrides))
          tell({ type: 'watching', blueprint: await design(), target });
        overrides = status.overrides;
        if (isGone(status) || (stale && !isStale())) break;
      }
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
    }
    tell({ type: 'passed' });
    await systemClock.sleep(everyMs, signal).catch(() => {});
  }
};

const isGone = ({ machines }: StatusResult): boolean => machines.every(({ machine }) => machine.state === 'absent');
