import { describe, expect, test } from 'vitest';
import { simulate, type SimModel } from '../../../src/sim/index.ts';

const once = { seconds: 4000, warmup: 0, replications: 1 };

describe('what a request asks for', () => {
  const model: SimModel = {
    sources: {
      all: {
        arrivals: { rate: 5 },
        keys: [3, 0, 1],
        steps: [{ byKey: [[{ delay: 1 }], [{ delay: 2 }], [{ delay: 3 }]] }],
      },
    },
  };

  test('comes as often as its weight says, takes its own way, and is counted by itself', async () => {
    const { sources } = await simulate(model, once);
    const [often, never, seldom] = sources['all']!.byKey!;
    expect(often!.count / (often!.count + seldom!.count)).toBeCloseTo(0.75, 1);
    expect([often!.mean.value, seldom!.mean.value]).toEqual([expect.closeTo(1, 9), expect.closeTo(3, 9)]);
    expect(never!.count).toBe(0);
    expect(often!.count + seldom!.count).toBe(sources['all']!.latency.count);
  });

  test('is what the trace says, and a key beyond the last way begins from the first again', async () => {
    const traced: SimModel = {
      sources: { all: { trace: { times: [0, 1, 2], keys: [2, 0, 4] }, steps: model.sources['all']!.steps! } },
    };
    const { requests } = await simulate(traced, { ...once, log: true });
    const took = new Map(requests!.map(({ at, seconds }) => [at, seconds]));
    expect([0, 1, 2].map((at) => took.get(at))).toEqual([3, 1, 2]);
  });

  test('has weights, and ways to go', async () => {
    const wrong: SimModel = { sources: { all: { arrivals: { rate: 1 }, keys: [0, -1], steps: [{ byKey: [] }] } } };
    await expect(simulate(wrong, once)).rejects.toMatchObject({
      context: {
        'sources.all.keys': 'there is nothing in it',
        'sources.all.keys.1': '-1 is not 0 or greater',
        'sources.all.steps.0.byKey': 'there is nothing in it',
      },
    });
  });
});

describe('the log of requests', () => {
  const shop: SimModel = {
    sources: {
      all: {
        trace: { times: [0, 0.5, 1, 1.5, 2, 2.5], clients: [7, 2 ** 32 - 1, 7, 7, 7, 7], demands: [1, 1, 1, 1, 3, 1] },
        steps: [{ balance: 'front' }],
      },
    },
    stations: { one: {}, two: { schedule: [{ at: 1.2, down: 'refuse' }] } },
    balancers: {
      front: {
        policy: 'round-robin',
        targets: {
          one: { steps: [{ visit: 'one', for: { demand: 0.1 } }] },
          two: { steps: [{ visit: 'two', for: 0.2 }] },
        },
      },
    },
  };

  test('tells who asked, who answered, how long it took and why it failed', async () => {
    const { requests, sources } = await simulate(shop, { ...once, seconds: 10, log: true });
    expect(requests!.toSorted((a, b) => a.at - b.at)).toEqual([
      { source: 'all', at: 0, seconds: expect.closeTo(0.1, 9) as unknown, client: 7, key: 0, demand: 1, target: 'one' },
      {
        source: 'all',
        at: 0.5,
        seconds: expect.closeTo(0.2, 9) as unknown,
        client: 4294967295,
        key: 0,
        demand: 1,
        target: 'two',
      },
      { source: 'all', at: 1, seconds: expect.closeTo(0.1, 9) as unknown, client: 7, key: 0, demand: 1, target: 'one' },
      { source: 'all', at: 1.5, seconds: 0, failure: 'down', client: 7, key: 0, demand: 1, target: 'two' },
      { source: 'all', at: 2, seconds: expect.closeTo(0.3, 9) as unknown, client: 7, key: 0, demand: 3, target: 'one' },
      { source: 'all', at: 2.5, seconds: 0, failure: 'down', client: 7, key: 0, demand: 1, target: 'two' },
    ]);
    expect(sources['all']!.sent).toBe(6);
  });

  test('is that of the first replication, on any number of threads', async () => {
    const poisson: SimModel = {
      sources: { all: { arrivals: { rate: 2 }, steps: [{ visit: 'desk', for: { exponential: 0.3 } }] } },
      stations: { desk: {} },
    };
    const options = { seconds: 20, warmup: 5, replications: 3, log: true };
    const [one, two] = await Promise.all([simulate(poisson, options), simulate(poisson, { ...options, threads: 2 })]);
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    expect(one.requests!.length).toBeGreaterThan(20);
    expect(Math.max(...one.requests!.map(({ at, seconds }) => at + seconds))).toBeLessThanOrEqual(20);
    expect((await simulate(poisson, { ...options, log: false })).requests).toBeUndefined();
  });
});
