import type { PolicyMaker } from './policy.ts';

/** By chance, in proportion to the weights of those that may be asked. */
export const random: PolicyMaker = ({ targets, random }) => ({
  choose(choice) {
    let total = 0;
    targets.forEach(({ weight }, i) => (total += !choice.tried(i) && choice.healthy(i) ? weight : 0));
    if (total === 0) return -1;
    let left = random() * total;
    let last = -1;
    for (let i = 0; i < targets.length; i += 1) {
      if (choice.tried(i) || !choice.healthy(i)) continue;
      last = i;
      left -= targets[i]!.weight;
      if (left < 0) break;
    }
    return last;
  },
});
