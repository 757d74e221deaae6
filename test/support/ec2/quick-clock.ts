import { systemClock, type Clock } from '../../../src/ports/clock.ts';

/** Waits are cut to a hundredth: the stand-in is as fast. */
export const quickClock: Clock = {
  now: () => new Date(),
  elapsed: () => systemClock.elapsed() * 100,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};
