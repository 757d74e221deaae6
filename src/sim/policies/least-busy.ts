import type { PolicyMaker } from './policy.ts';

/**
 * The target with the fewest requests under way for its weight, by chance among equals: least connections, which is
 * also "join the shortest queue" where each target has one queue.
 */
export const leastBusy: PolicyMaker = ({ targets, random }) => ({
  choose(choice) {
    let best = -1;
    let least = Infinity;
    let equals = 0;
    for (let i = 0; i < targets.length; i += 1) {
      const load = choice.tried(i) || !choice.healthy(i) ? Infinity : choice.busy(i) / targets[i]!.weight;
      if (load > least || load === Infinity) continue;
      equals = load < least ? 1 : equals + 1;
      least = load;
      // The n-th equal takes the place with probability 1/n, so that all have the same chance.
      if (equals === 1 || random() * equals < 1) best = i;
    }
    return best;
  },
});

/** The least busy of `d` (default 2) different targets drawn by chance (Mitzenmacher 2001). */
export const powerOfD: PolicyMaker = ({ targets, options, random }) => {
  const { d = 2 } = (options ?? {}) as { readonly d?: number };
  const pool = new Int32Array(targets.length);
  return {
    choose(choice) {
      let allowed = 0;
      for (let i = 0; i < targets.length; i += 1) if (!choice.tried(i) && choice.healthy(i)) pool[allowed++] = i;
      let best = -1;
      for (let drawn = 0; drawn < d && drawn < allowed; drawn += 1) {
        const at = drawn + Math.floor(random() * (allowed - drawn));
        const target = pool[at]!;
        pool[at] = pool[drawn]!;
        if (best < 0 || choice.busy(target) < choice.busy(best)) best = target;
      }
      return best;
    },
  };
};
