import { systemClock } from '../../ports/clock.ts';
import type { Pilot } from './scenario.ts';

/** A pilot whom somebody tells to pause, to go on at once or to go back. */
export interface HandPilot extends Pilot {
  wish(wish: 'next' | 'back'): void;
  /** Pauses, or goes on. The scenario's own time stands still meanwhile; what happens in the lab goes on. @returns whether it is paused now */
  pause(): boolean;
}

/** How often it is looked whether a moment has come, ms. */
const lookMs = 50;

/** A pilot who lets time pass as long as nobody says otherwise. */
export const createHandPilot = (): HandPilot => {
  let paused = false;
  let wished: 'next' | 'back' | undefined;
  let time = 0;
  let seen: number | undefined;
  const pass = (): void => {
    const now = systemClock.elapsed();
    // The story begins with the first question.
    if (!paused) time += now - (seen ?? now);
    seen = now;
  };
  return {
    wish: (wish) => (wished = wish),
    pause: () => (paused = !paused),
    until: async ({ next, back }, signal) => {
      for (;;) {
        pass();
        const asked = wished;
        wished = undefined;
        if (asked === undefined && time < next) {
          await systemClock.sleep(Math.min(lookMs, Math.max(1, next - time)), signal);
          continue;
        }
        if (asked !== undefined) time = asked === 'back' ? back : next;
        return asked ?? 'due';
      }
    },
  };
};
