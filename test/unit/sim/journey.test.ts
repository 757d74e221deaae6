import { expect, test } from 'vitest';
import { simulate, type SimModel } from '../../../src/sim/index.ts';

/** Three requests of a visitor, who looks for 2 s at the answer to the second; the third one takes 4 s. */
const visits = (arrivals: SimModel['sources'][string]): SimModel => ({
  sources: {
    visitors: {
      ...arrivals,
      clients: 5,
      keys: [1, 1, 1],
      journey: [{ key: 0 }, { key: 2 }, { key: 1, think: 2 }],
      steps: [{ byKey: [[{ delay: 1 }], [{ delay: 4 }], [{ visit: 'desk', for: 0.5 }]] }],
    },
  },
  stations: { desk: { discipline: 'delay', schedule: [{ at: 100, down: 'refuse' }] } },
});

const play = async (model: SimModel, seconds: number) =>
  (await simulate(model, { seconds, warmup: 0, replications: 1, log: true })).requests!;

test('the requests of a visit come one after the other, from the same client', async () => {
  const requests = await play(visits({ trace: { times: [0, 10], clients: [7, 9] } }), 30);
  expect(requests.map(({ at, seconds, key, step, client }) => [at, seconds, key, step, client])).toEqual([
    [0, 1, 0, 0, 7],
    [1, 0.5, 2, 1, 7],
    [3.5, 4, 1, 2, 7],
    [10, 1, 0, 0, 9],
    [11, 0.5, 2, 1, 9],
    [13.5, 4, 1, 2, 9],
  ]);
});

test('each request of a visit may ask for as much as it likes, and else for what the visit began with', async () => {
  const steps = [{ delay: { demand: 1 } }];
  const asking = async (journey: SimModel['sources'][string]['journey']) =>
    play({ sources: { visitors: { trace: { times: [0, 20], demands: [2, 3] }, journey: journey!, steps } } }, 60);
  const all = await asking([{ key: 0 }, { key: 0, demand: 5 }, { key: 0, demand: 0 }]);
  expect(all.map(({ at, seconds, demand }) => [at, seconds, demand])).toEqual([
    ...[
      [0, 2, 2],
      [2, 5, 5],
      [7, 0, 0],
    ],
    ...[
      [20, 3, 3],
      [23, 5, 5],
      [28, 0, 0],
    ],
  ]);
  expect((await asking([{ key: 0, demand: 4 }, { key: 0 }])).map(({ seconds }) => seconds)).toEqual([4, 4, 4, 4]);
});

test('one that fails ends the visit', async () => {
  const requests = await play(visits({ trace: { times: [99.5, 101] } }), 130);
  expect(requests.map(({ at, step, failure }) => [at, step, failure])).toEqual([
    [99.5, 0, undefined],
    [100.5, 1, 'down'],
    [101, 0, undefined],
    [102, 1, 'down'],
  ]);
});

test('users think between visits, and in them; each request is counted', async () => {
  // A visit lasts 1 + 0.5 + 2 + 4 s and 2.5 s pass between two of them: ten seconds for three requests.
  const { sources } = await simulate(visits({ users: 4, think: 2.5 }), { seconds: 95, warmup: 0, replications: 1 });
  const { sent, byKey = [], latency } = sources['visitors']!;
  expect(byKey.map(({ count, mean }) => [count, mean.value])).toEqual([
    [40, 1],
    [36, 4],
    [40, 0.5],
  ]);
  expect(latency.count).toBe(116);
  expect(sent - latency.count).toBeLessThanOrEqual(4);
});

test('an empty visit, a key that is none and a negative pause are refused', async () => {
  const source = { arrivals: { rate: 1 }, steps: [{ delay: 1 }] };
  const bad = (journey: SimModel['sources'][string]['journey']) =>
    simulate({ sources: { visitors: { ...source, ...(journey && { journey }) } } }, { seconds: 1 });
  await expect(bad([])).rejects.toThrow(/sources\.visitors\.journey/);
  await expect(bad([{ key: -1 }])).rejects.toThrow(/journey\.0\.key/);
  await expect(bad([{ key: 0 }, { key: 0, think: -1 }])).rejects.toThrow(/journey\.1\.think/);
  await expect(bad([{ key: 0, demand: -1 }])).rejects.toThrow(/journey\.0\.demand/);
});
