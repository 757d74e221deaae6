import type { PolicyMaker } from './policy.ts';

/** The same target for the same client (or, with `{ by: 'key' }`, for the same key), the next one if it may not be asked. */
export const hash: PolicyMaker = ({ targets, options }) => {
  const { by = 'client' } = (options ?? {}) as { readonly by?: 'client' | 'key' };
  return {
    choose(choice) {
      const spread = Math.imul(choice[by] | 0, 0x9e3779b1) >>> 0; // Fibonacci hashing: neighbours go far apart
      const first = Math.floor((spread / 2 ** 32) * targets.length);
      for (let step = 0; step < targets.length; step += 1) {
        const i = (first + step) % targets.length;
        if (!choice.tried(i) && choice.healthy(i)) return i;
      }
      return -1;
    },
  };
};
