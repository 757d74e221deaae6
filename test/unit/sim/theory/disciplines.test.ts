import { test } from 'vitest';
import { simulate, type SimModel } from '../../../../src/sim/index.ts';
import { deskOf, expectExact, oneStation } from '../../../support/queue.ts';

const long = { seconds: 100_000 };
const irregular = {
  hyperexponential: [
    { probability: 0.9, mean: 0.4 },
    { probability: 0.1, mean: 3.4 },
  ],
};

// Kleinrock, Queueing Systems II (1976), 4.4: T = E[S]/(1-ρ) whatever the service. FIFO would take 2.2 times as long.
test('M/G/1 processor sharing', async () => {
  const { desk } = await deskOf(oneStation({ exponential: 1 }, irregular, { discipline: 'sharing' }), long);
  expectExact(desk.time, 0.7 / 0.3);
  expectExact(desk.utilisation, 0.7);
});

// Kleinrock (1975), 3.5, with c = 2: N = 2ρ/(1-ρ²), and whatever the service (Kelly, Reversibility, 1979, 3.3). FIFO would have more.
test('M/G/2 processor sharing', async () => {
  const { desk } = await deskOf(
    oneStation({ exponential: 0.7 / 1.6 }, irregular, { discipline: 'sharing', servers: 2 }),
    long,
  );
  expectExact(desk.present, 1.6 / (1 - 0.8 ** 2));
});

// Kleinrock (1975), 3.2: M/M/1 with the service time halved, T = 1/(μ-λ).
test('a station of twice the speed takes half the time', async () => {
  const { desk } = await deskOf(oneStation({ exponential: 1 }, { exponential: 1.6 }, { speed: 2 }), long);
  expectExact(desk.time, 4);
});

// Cobham (1954): W_i = W0 / (1-σ_{i-1})(1-σ_i), W0 = Σ λE[S²]/2. The urgent must not interrupt, nor wait behind others.
test('M/G/1 with three priorities', async () => {
  const source = (rate: number, priority: number) => ({
    arrivals: { rate },
    priority,
    steps: [{ measure: `class ${priority}`, steps: [{ visit: 'desk', for: irregular }] }],
  });
  const model: SimModel = {
    sources: { low: source(0.5, 9), high: source(0.3, 0), middle: source(0.4, 4) },
    stations: { desk: { discipline: 'priority' } },
  };
  const { measures } = await simulate(model, long);
  const rest = (1.2 * 2 * (0.9 * 0.16 + 0.1 * 11.56)) / 2;
  const sigma = [0, 0.21, 0.49, 0.84];
  [0, 4, 9].forEach((priority, i) => {
    const wait = rest / (1 - sigma[i]!) / (1 - sigma[i + 1]!);
    expectExact(measures[`class ${priority}`]!.mean, 0.7 + wait, 0.08);
  });
});
