import { describe, expect, test } from 'vitest';
import { simulate, type SimModel, type SimOptions } from '../../../src/sim/index.ts';
import { oneStation } from '../../support/queue.ts';

const short = { seconds: 2000, replications: 4 };
const stable = oneStation({ exponential: 1 }, { exponential: 0.8 });

test('the same seed gives the same bytes, with any number of threads', { timeout: 60_000 }, async () => {
  const one = JSON.stringify(await simulate(stable, short));
  expect(JSON.stringify(await simulate(stable, { ...short, threads: 2 }))).toBe(one);
  expect(JSON.stringify(await simulate(stable, { ...short, threads: 3 }))).toBe(one);
  expect(JSON.stringify(await simulate(stable, { ...short, seed: 2 }))).not.toBe(one);
});

test('another design meets the same visitors (common random numbers)', async () => {
  const model = (servers: number): SimModel => ({
    sources: { visitors: { arrivals: { rate: 1 }, steps: [{ visit: 'desk', for: { exponential: 0.8 } }] } },
    stations: { desk: { servers }, other: {} },
  });
  const once = await simulate(model(1), { ...short, warmup: 0 });
  const twice = await simulate(model(2), { ...short, warmup: 0 });
  expect(twice.sources['visitors']!.sent).toBe(once.sources['visitors']!.sent);
  expect(twice.sources['visitors']!.latency.mean.value).toBeLessThan(once.sources['visitors']!.latency.mean.value);
});

test('so the difference of two designs is known better than by visitors of their own', async () => {
  const design = (policy: string): SimModel => ({
    sources: { visitors: { arrivals: { rate: 1.5 }, steps: [{ balance: 'front' }] } },
    stations: { one: {}, other: {} },
    balancers: {
      front: {
        policy,
        targets: {
          one: { steps: [{ visit: 'one', for: { exponential: 1 } }] },
          other: { steps: [{ visit: 'other', for: { exponential: 1 } }] },
        },
      },
    },
  });
  const mean = async (policy: string, seed: number): Promise<number> => {
    const { sources } = await simulate(design(policy), { seconds: 2000, warmup: 0, replications: 1, seed });
    return sources['visitors']!.latency.mean.value;
  };
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
  const turns = await Promise.all(seeds.map((seed) => mean('round-robin', seed)));
  const same = await Promise.all(seeds.map((seed) => mean('least-busy', seed)));
  const others = await Promise.all(seeds.map((seed) => mean('least-busy', seed + 100)));
  const spread = (second: readonly number[]): number => {
    const differences = turns.map((value, i) => second[i]! - value);
    const middle = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    return differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (differences.length - 1);
  };
  expect(spread(same)).toBeLessThan(spread(others) / 2);
});

test('a beginning that is different is found, and left out', async () => {
  // Each of 500 things is missed once and costs 20 s then: the first minutes are nothing like the rest, where the mean is 1.
  const model: SimModel = {
    sources: {
      visitors: {
        arrivals: { rate: 10 },
        steps: [{ lookup: 'things', hit: [{ delay: { exponential: 1 } }], miss: [{ delay: 20 }] }],
      },
    },
    caches: { things: { items: 500, popularity: 0 } },
  };
  const off = async (warmup: 'auto' | 0, windows: SimOptions = { seconds: 2000, replications: 5 }) => {
    const result = await simulate(model, { ...windows, warmup });
    const { value, halfWidth } = result.sources['visitors']!.latency.mean;
    return { warmup: result.warmup, halfWidths: Math.abs(value - 1) / halfWidth, notices: result.notices };
  };
  const found = await off('auto');
  expect(found.notices).toEqual([]);
  expect(found.warmup).toBeGreaterThan(100);
  expect(found.warmup).toBeLessThan(1000);
  expect(found.halfWidths).toBeLessThan(2);
  expect((await off(0)).halfWidths).toBeGreaterThan(5);
  // Of batches too, each of which is shorter than the beginning: it is looked for in all of them together.
  const batches = await off('auto', { seconds: 100, batches: 20 });
  expect(batches.warmup).toBeGreaterThan(100);
  expect(batches.warmup).toBeLessThan(1000);
  expect(batches.halfWidths).toBeLessThan(2);
});

test('batches that are short for how slowly the model forgets are named, and longer ones are not', async () => {
  // Forgets with a time constant of 1 / μ(1-√ρ)² = 72 s.
  const model = oneStation({ exponential: 1 }, { exponential: 0.8 });
  const codes = async (seconds: number): Promise<readonly string[]> =>
    (await simulate(model, { seconds, batches: 8 })).notices.map(({ code }) => code);
  expect(await codes(150)).toContain('short-windows');
  expect(await codes(20_000)).toEqual([]);
});

test('goes on until it is as precise as wished, and says if it could not be', async () => {
  const precise = await simulate(stable, { seconds: 2000, precision: { halfWidth: 0.05 } });
  const { mean } = precise.sources['visitors']!.latency;
  expect(mean.halfWidth / mean.value).toBeLessThanOrEqual(0.05);
  expect(precise.windows).toBeGreaterThan(5);
  expect(precise.notices).toEqual([]);
  const { notices, windows } = await simulate(stable, { seconds: 500, precision: { halfWidth: 0.001, most: 6 } });
  expect({ codes: notices.map(({ code }) => code), windows }).toEqual({ codes: ['not-precise'], windows: 6 });
});

test('batches of one long run say the same as replications', async () => {
  const { windows, stations } = await simulate(stable, { seconds: 5000, batches: 20 });
  const { value, halfWidth } = stations['desk']!.utilisation;
  expect(windows).toBe(20);
  expect(Math.abs(value - 0.8)).toBeLessThan(2 * halfWidth);
});

test('an overloaded station is named, with the growth of its queue', async () => {
  const { notices } = await simulate(oneStation({ exponential: 1 }, { exponential: 1.25 }), short);
  const [notice, ...rest] = notices.filter(({ code }) => code !== 'short-run');
  expect(rest).toEqual([]);
  expect(notice).toMatchObject({ code: 'unstable', station: 'desk' });
  expect(notice!.growth).toBeCloseTo(0.2, 1);
  expect(notice!.message.en).toContain('desk is overloaded');
});

test('of what is hopelessly overloaded not more is simulated than is needed to tell', { timeout: 30_000 }, async () => {
  const { notices, windows } = await simulate(oneStation({ exponential: 0.001 }, 1), { seconds: 1e9 });
  expect(windows).toBe(1);
  expect(notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['unstable', 'crowded']));
});

test('where too many come before anything counts, that is as long as it was', { timeout: 30_000 }, async () => {
  const options = { seconds: 10, warmup: 5000, replications: 1 };
  const { windows, lastSeconds = 0, sources } = await simulate(oneStation({ exponential: 0.001 }, 1), options);
  expect(windows).toBe(1);
  // A thousand come a second, one goes.
  expect(lastSeconds).toBeGreaterThan(990);
  expect(lastSeconds).toBeLessThan(1300);
  expect(sources['visitors']?.sent ?? NaN).toBeGreaterThan(1e6);
});

test.each([
  ['load 0.98', oneStation({ exponential: 1 }, { exponential: 0.98 })],
  ['a full room', oneStation({ exponential: 1 }, { exponential: 2 }, { room: 5 })],
  ['more servers', oneStation({ exponential: 1 }, { exponential: 1.9 }, { servers: 2 })],
  [
    'users',
    { sources: { users: { users: 50, think: 1, steps: [{ visit: 'desk', for: 1 }] } }, stations: { desk: {} } },
  ],
] as const)('what is only busy is not called overloaded: %s', async (_, model) => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const { notices } = await simulate(model, { seconds: 3000, replications: 5, warmup: 500, seed });
    expect(notices).toEqual([]);
  }
});

test('an interrupted simulation says what is known so far', async () => {
  const controller = new AbortController();
  const going = simulate(stable, { seconds: 40_000, warmup: 0, replications: 1000, signal: controller.signal });
  setTimeout(() => controller.abort(), 1500);
  const { windows, notices, stations } = await going;
  expect(windows).toBeGreaterThan(0);
  expect(windows).toBeLessThan(1000);
  expect(stations['desk']!.utilisation.value).toBeCloseTo(0.8, 1);
  expect(notices[0]!.message.en).toBe(`interrupted: ${windows} of 1000 replications`);
});

test('what is cut off before anything is whole says what there is, and of how long', async () => {
  for (const batches of [undefined, 8]) {
    const controller = new AbortController();
    const { signal } = controller;
    const going = simulate(stable, { seconds: 1e8, warmup: 0, ...(batches && { batches }), signal });
    setTimeout(() => controller.abort(), 500);
    const { windows, lastSeconds = 0, notices, stations } = await going;
    expect(windows).toBe(1);
    expect(lastSeconds).toBeGreaterThan(1000);
    expect(lastSeconds).toBeLessThan(1e8);
    expect(stations['desk']!.utilisation.value).toBeCloseTo(0.8, 1);
    const cut = notices.find(({ code }) => code === 'cut-off');
    expect(cut!.message.en).toBe(`cut off after ${lastSeconds.toFixed(1)} s: the figures are those of that time`);
  }
});

test('users for whom no time passes do not go round for ever', async () => {
  const model: SimModel = { sources: { busy: { users: 1, think: 0, steps: [] } } };
  await expect(simulate(model, { seconds: 1 })).rejects.toMatchObject({ code: 'sim-standstill' });
});

test('users come and go when they are said to', async () => {
  const model = { sources: { users: { users: 2, think: 0.5, from: 10, until: 12, steps: [{ delay: 0.5 }] } } };
  const { requests = [] } = await simulate(model, { seconds: 30, replications: 1, warmup: 0, log: true });
  expect(requests.map(({ at }) => at)).toEqual([10.5, 10.5, 11.5, 11.5]);
});

describe('a rate in pieces', () => {
  const pieces = [
    { from: 2, rate: 1 },
    { from: 4, rate: 4 },
    { from: 5, rate: 0 },
    { from: 8, rate: 2 },
  ];
  const times = async (spacing: 'even' | 'poisson', seconds: number): Promise<readonly number[]> => {
    const model: SimModel = { sources: { visitors: { arrivals: { rate: pieces, spacing }, steps: [] } } };
    const { requests = [] } = await simulate(model, { seconds, replications: 1, warmup: 0, log: true });
    return requests.map(({ at }) => at);
  };

  test('comes at that rate from then on, and what was begun in one piece ends in the next', async () => {
    expect(await times('even', 10.25)).toEqual([3, 4, 4.25, 4.5, 4.75, 5, 8.5, 9, 9.5, 10]);
  });

  test('by chance: as many as the rate says on average, and nobody where it is nothing', async () => {
    const all = await times('poisson', 5008);
    const between = (from: number, to: number) => all.filter((at) => at >= from && at < to).length;
    expect([between(0, 2), between(5, 8)]).toEqual([0, 0]);
    // 10 000, with a deviation of 100.
    expect(Math.abs(between(8, 5008) - 10_000)).toBeLessThan(300);
  });
});

test('users who come late, or do not stay, are counted from their beginning', async () => {
  const users = { users: 5, think: 1, steps: [{ delay: 0.1 }], from: 100, until: 200 };
  const { warmup, sources } = await simulate({ sources: { users } }, { seconds: 300, replications: 2 });
  expect(warmup).toBe(0);
  // Two runs of five users, who send at 101 s, 102.1 s and so on, before 200 s.
  expect(sources['users']!.sent).toBe(2 * 5 * 91);
});
