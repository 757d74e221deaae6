import { expect, test } from 'vitest';
import { simulate, type Distribution } from '../../../../src/sim/index.ts';
import { deskOf, expectExact, oneStation } from '../../../support/queue.ts';

const long = { seconds: 100_000 };

// Kleinrock, Queueing Systems I (1975), 3.2: L = ρ/(1-ρ), the time in the system is exponential with rate μ-λ.
test('M/M/1 at load 0.8', async () => {
  const { desk, visitors } = await deskOf(oneStation({ exponential: 1 }, { exponential: 0.8 }), long);
  expectExact(desk.utilisation, 0.8);
  expectExact(desk.present, 4);
  expectExact(desk.queue, 3.2);
  expectExact(desk.wait, 3.2);
  expectExact(desk.time, 4);
  expectExact(visitors.latency.mean, 4);
  expectExact(visitors.latency.p50, 4 * Math.log(2));
  expectExact(visitors.latency.p90, 4 * Math.log(10));
  expectExact(visitors.latency.p99, 4 * Math.log(100), 0.08);
});

/** E[S²] of services with mean 0.7. A wrong second moment would show. */
const services: readonly (readonly [string, Distribution, number])[] = [
  ['constant', 0.7, 0.49],
  ['Erlang', { erlang: { mean: 0.7, phases: 4 } }, 0.49 * (1 + 1 / 4)],
  ['uniform', { uniform: [0.2, 1.2] }, 0.49 + 1 / 12],
  ['lognormal', { lognormal: { mean: 0.7, variation: 1.5 } }, 0.49 * (1 + 1.5 ** 2)],
  [
    'hyperexponential',
    {
      hyperexponential: [
        { probability: 0.9, mean: 0.4 },
        { probability: 0.1, mean: 3.4 },
      ],
    },
    2 * (0.9 * 0.16 + 0.1 * 11.56),
  ],
  ['Weibull', { weibull: { shape: 2, scale: 0.7 / (Math.sqrt(Math.PI) / 2) } }, (0.7 / (Math.sqrt(Math.PI) / 2)) ** 2],
  ['empirical', { empirical: { values: [0.2, 1.2], weights: [5, 5] } }, (0.04 + 1.44) / 2],
  // Evenly from 0.2 to 0.25, from there to 0.95, or from there to 1.6.
  ['smoothed', { empirical: { values: [1.6, 0.2, 0.3], smooth: true } }, (0.1525 + 1.2025 + 4.9825) / 9],
];

// Pollaczek and Khinchine (Kleinrock 5.6): W = λE[S²] / 2(1-ρ).
test.each(services)('M/G/1, %s service', async (_, service, secondMoment) => {
  const { desk } = await deskOf(oneStation({ exponential: 1 }, service), long);
  expectExact(desk.utilisation, 0.7);
  expectExact(desk.wait, secondMoment / 2 / 0.3, 0.1);
});

/** The root between 0 and 1 of σ = A*(μ(1-σ)), where A* is the transform of the time between arrivals. */
const rootOf = (transform: (s: number) => number): number => {
  let sigma = 0.5;
  for (let i = 0; i < 200; i += 1) sigma = transform(1 - sigma);
  return sigma;
};

// Kleinrock 6.4: waiting is 0 with probability 1-σ, and exponential with rate μ(1-σ) otherwise.
test.each([
  ['D/M/1', 1.25, rootOf((s) => Math.exp(-1.25 * s))],
  ['E3/M/1', { erlang: { mean: 1.25, phases: 3 } }, rootOf((s) => (1 + (1.25 / 3) * s) ** -3)],
  ['U/M/1', { uniform: [0.5, 2] }, rootOf((s) => (Math.exp(-0.5 * s) - Math.exp(-2 * s)) / (1.5 * s))],
] as const)('GI/M/1: %s', async (_, every, sigma) => {
  const { desk } = await deskOf(oneStation(every, { exponential: 1 }), long);
  expectExact(desk.wait, sigma / (1 - sigma));
});

test('D/D/1 never waits, and is at work as long as it should', async () => {
  const { desk } = await deskOf(oneStation(1, 0.75), { seconds: 1000, warmup: 0, replications: 2 });
  expect(desk.wait.value).toBe(0);
  expect(desk.utilisation.value).toBeCloseTo(0.75, 2);
});

test('as many come as leave or are still there', async () => {
  const { sources } = await simulate(oneStation({ exponential: 1 }, { exponential: 0.9 }), {
    seconds: 1000,
    warmup: 0,
    replications: 1,
  });
  const { sent, latency } = sources['visitors']!;
  expect(sent - latency.count).toBeGreaterThanOrEqual(0);
  expect(sent - latency.count).toBeLessThan(200);
});
