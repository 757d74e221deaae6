import { describe, expect, test } from 'vitest';
import { upstreamPolicy } from '../../../src/sim/balancing/policy.ts';
import { simulate, type Choice, type SimModel, type Steps } from '../../../src/sim/index.ts';

/** Three requests, a second apart, to two targets that take turns; the first of them is down, or hangs, as it is said. */
const play = async (down: 'refuse' | 'pause', steps: (balancer: string) => Steps) => {
  const model: SimModel = {
    sources: { all: { trace: { times: [0, 1, 2] }, steps: [{ balance: 'front' }] } },
    stations: { a: { schedule: [{ at: 0, down }] }, b: {} },
    balancers: {
      front: {
        policy: 'upstream',
        options: { upstream: { method: 'round_robin', peers: [{ name: 'a' }, { name: 'b' }] }, phase: 0 },
        tries: 2,
        targets: {
          a: { steps: [{ within: 0.5, steps: [...steps('a'), { visit: 'a', for: 0.1 }] }] },
          b: { steps: [{ visit: 'b', for: 0.1 }] },
        },
      },
    },
  };
  const { requests = [], balancers } = await simulate(model, { seconds: 5, warmup: 0, replications: 1, log: true });
  return {
    came: requests.map(({ target, failure = 'well' }) => `${String(target)} ${failure}`),
    failed: balancers['front']!['a']!.failed,
  };
};

describe('what was sent', () => {
  test('is given to nobody else, although it counts as a failure of the target', async () => {
    const free = await play('pause', () => []);
    expect(free).toEqual({ came: ['b well', 'b well', 'b well'], failed: 1 });
    const sent = await play('pause', () => [{ commit: 'front' }]);
    expect(sent).toEqual({ came: ['a timeout', 'b well', 'b well'], failed: 1 });
  });

  test('was not sent if it was refused before', async () => {
    const refused = await play('refuse', () => [{ visit: 'a', for: 0 }, { commit: 'front' }]);
    expect(refused).toEqual({ came: ['b well', 'b well', 'b well'], failed: 1 });
  });

  test('is in a target', async () => {
    const model: SimModel = {
      sources: { all: { arrivals: { rate: 1 }, steps: [{ commit: 'front' }, { commit: 'frnt' }] } },
      balancers: { front: { targets: { a: { steps: [{ delay: 1 }] } } } },
    };
    await expect(simulate(model, { seconds: 1 })).rejects.toMatchObject({
      context: {
        'sources.all.steps.0': 'this is not in a target of "front": nobody has chosen yet',
        'sources.all.steps.1.commit': 'there is no balancer "frnt"; did you mean "front"?',
      },
    });
  });
});

test('a balancer keeps no memory of a request that goes to nobody else', () => {
  const names = ['a', 'b'].map((name) => ({ name }));
  const policy = upstreamPolicy({
    targets: names.map(({ name }) => ({ name, weight: 1 })),
    options: { upstream: { method: 'round_robin', peers: names.map((peer) => ({ ...peer, maxFails: 0 })) } },
    random: () => 0.5,
  });
  const asked = { now: 0, client: 0, key: 0, tries: 0, isLast: true, tried: () => false, healthy: () => true };
  const memos = [1, 2, 3].map(() => {
    const choice: Choice = { ...asked, busy: () => 0, memo: 0 };
    const target = policy.choose(choice);
    const { memo } = choice;
    policy.ended?.(target, 'failed', choice);
    return memo;
  });
  // The same record for each of them.
  expect(memos).toEqual([1, 1, 1]);
});
