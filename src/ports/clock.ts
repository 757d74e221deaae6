import { setTimeout as pause } from 'node:timers/promises';

/** Time, as the rest of the program is allowed to know it. */
export interface Clock {
  /** The date on the wall; may jump. */
  now(): Date;
  /** Milliseconds since some fixed moment; never jumps. For measuring. */
  elapsed(): number;
  /** Waits. @throws AbortError as soon as the signal says so */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** This computer's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await pause(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};
