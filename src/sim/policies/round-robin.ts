import type { PolicyMaker } from './policy.ts';

/** One after the other, past those that may not be asked. Takes no notice of weights. */
export const roundRobin: PolicyMaker = ({ targets }) => {
  let next = 0;
  return {
    choose(choice) {
      for (let step = 0; step < targets.length; step += 1) {
        const i = (next + step) % targets.length;
        if (choice.tried(i) || !choice.healthy(i)) continue;
        next = (i + 1) % targets.length;
        return i;
      }
      return -1;
    },
  };
};
