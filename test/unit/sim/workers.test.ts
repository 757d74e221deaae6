import { describe, expect, test } from 'vitest';
import type { UpstreamSpec } from '../../../src/kit/balancing.ts';
import { simulate, type SimModel } from '../../../src/sim/index.ts';

const peers = ['a', 'b'].map((name) => ({ name, maxFails: 1, failTimeout: 10 }));
const requests = 400;

/** One request after the other, ten a second, to two targets, of which the first may refuse. */
const front = (upstream: Partial<UpstreamSpec>, refuses = false): SimModel => ({
  sources: {
    all: { trace: { times: Array.from({ length: requests }, (_, at) => at / 10) }, steps: [{ balance: 'front' }] },
  },
  stations: { a: refuses ? { schedule: [{ at: 0, down: 'refuse' }] } : {}, b: {} },
  balancers: {
    front: {
      policy: 'upstream',
      options: { upstream: { method: 'round_robin', peers, ...upstream }, phase: 0 },
      tries: 2,
      targets: { a: { steps: [{ visit: 'a', for: 0.001 }] }, b: { steps: [{ visit: 'b', for: 0.001 }] } },
    },
  },
});
const play = (model: SimModel) => simulate(model, { seconds: 45, warmup: 0, replications: 1, log: true });

describe('worker processes of a balancer that share nothing', () => {
  test('take turns each by itself, so that visitors see no alternation', async () => {
    const repeatsOf = async (workers: number): Promise<number> => {
      const { requests: log = [] } = await play(front({ workers }));
      const targets = log.map(({ target }) => target);
      expect(Math.abs(targets.filter((target) => target === 'a').length - requests / 2)).toBeLessThanOrEqual(workers);
      return targets.filter((target, at) => target === targets[at - 1]).length;
    };
    expect(await repeatsOf(1)).toBe(0);
    // With two of them the same one serves twice in a row, or not, by chance.
    expect(await repeatsOf(2)).toBeGreaterThan(requests / 10);
    expect(await repeatsOf(2)).toBeLessThan(requests / 2);
  });

  test('find out each by itself that a target fails', async () => {
    const failuresWith = async (workers: number): Promise<number> => {
      const { stations } = await play(front({ workers }, true));
      return Object.values(stations['a']!.failures).reduce((sum, count) => sum + count, 0);
    };
    // For eleven whole seconds after each failure it is left out: at 0, 11, 22, 33 s.
    expect(await failuresWith(1)).toBe(4);
    expect(await failuresWith(3)).toBe(12);
  });

  test('are at least one', async () => {
    await expect(play(front({ workers: 0 }))).rejects.toThrow('there cannot be 0 workers');
  });
});
