import { LabError } from '../../errors/lab-error.ts';
import { systemClock } from '../../ports/clock.ts';

/** How long, and how often, something is tried again: milliseconds. */
export interface Patience {
  readonly forMs: number;
  readonly everyMs: number;
  readonly signal?: AbortSignal;
  /** Told before each wait, with the milliseconds it has lasted so far. */
  readonly onWait?: (milliseconds: number) => void;
}

/**
 * Does it as soon as nobody else has the VM: to one that is locked nothing has been done, so that it can be tried again.
 * @throws LabError `vm-locked` once patience is over; any other failure at once
 */
export const onceUnlocked = async (
  work: () => Promise<void>,
  { forMs, everyMs, signal, onWait }: Patience,
): Promise<void> => {
  const started = systemClock.elapsed();
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const milliseconds = systemClock.elapsed() - started;
      const isLocked = error instanceof LabError && error.code === 'vm-locked';
      if (!isLocked || milliseconds > forMs) throw error;
      onWait?.(milliseconds);
      await systemClock.sleep(everyMs, signal);
    }
  }
};
