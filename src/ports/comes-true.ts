import { systemClock, type Clock } from './clock.ts';

/** For how long something is waited for, and how often it is looked at, milliseconds. */
export interface Waiting {
  readonly forMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Waits until something is so, by the clock: what looking takes is part of it. It is looked at least once.
 * @returns whether it came true @throws AbortError as soon as the signal says so, and whatever looking throws
 */
export const comesTrue = async (
  isSo: () => boolean | Promise<boolean>,
  { forMs, everyMs = 10, signal, clock = systemClock }: Waiting,
): Promise<boolean> => {
  const started = clock.elapsed();
  while (!(await isSo())) {
    if (clock.elapsed() - started >= forMs) return false;
    await clock.sleep(everyMs, signal);
  }
  return true;
};
