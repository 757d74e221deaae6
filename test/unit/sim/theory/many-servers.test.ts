import { expect, test } from 'vitest';
import { simulate } from '../../../../src/sim/index.ts';
import { deskOf, expectExact, oneStation } from '../../../support/queue.ts';

const long = { seconds: 60_000 };

/** Erlang's B: the probability that all of `servers` are busy, for `load` offered. */
const erlangB = (servers: number, load: number): number => {
  let b = 1;
  for (let n = 1; n <= servers; n += 1) b = (load * b) / (n + load * b);
  return b;
};
/** Erlang's C: the probability of having to wait. */
const erlangC = (servers: number, load: number): number => {
  const b = erlangB(servers, load);
  return b / (1 - (load / servers) * (1 - b));
};

// Kleinrock, Queueing Systems I (1975), 3.5: Lq = C ρ/(1-ρ).
test.each([2, 5])('M/M/%i', async (servers) => {
  const load = 0.8 * servers;
  const { desk } = await deskOf(oneStation({ exponential: 1 }, { exponential: load }, { servers }), long);
  expectExact(desk.utilisation, 0.8);
  expectExact(desk.queue, erlangC(servers, load) * 4, 0.07);
  expectExact(desk.time, load + erlangC(servers, load) * 4);
});

// Erlang (1917): a share C of those who come has to wait; the others begin at once.
test.each([2, 5])('M/M/%i: who has to wait', async (servers) => {
  const load = 0.8 * servers;
  const { requests = [] } = await simulate(
    {
      sources: {
        visitors: {
          ...{ arrivals: { rate: 1 }, demand: { exponential: load } },
          steps: [{ visit: 'desk', for: { demand: 1 } }],
        },
      },
      stations: { desk: { servers } },
    },
    { seconds: 60_000, replications: 1, log: true },
  );
  const waited = requests.filter(({ seconds, demand }) => seconds > demand + 1e-6).length / requests.length;
  // 0.71 and 0.55: neither is the other, nor the load.
  expect(Math.abs(waited - erlangC(servers, load))).toBeLessThan(0.03);
});

// Erlang's B holds for any service (Sevastyanov 1957); a wrong mean or a queue would show.
test.each([
  ['exponential', { exponential: 3 }],
  ['constant', 3],
  ['lognormal', { lognormal: { mean: 3, variation: 2 } }],
] as const)('Erlang B, %s service', async (_, service) => {
  const { desk, visitors } = await deskOf(oneStation({ exponential: 1 }, service, { servers: 4, room: 0 }), long);
  expectExact(visitors.failureShare, erlangB(4, 3));
  expect(visitors.failures).toEqual({ full: desk.refused });
});

// Kleinrock 3.7: birth and death, cut off at K.
test('M/M/2/5', async () => {
  const weights = [1, 1.6, 1.28, 1.024, 0.8192, 0.65536]; // a^n/n! up to 2, then times a/2 = 0.8
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const queue = (weights[3]! + 2 * weights[4]! + 3 * weights[5]!) / total;
  const { desk, visitors } = await deskOf(
    oneStation({ exponential: 1 }, { exponential: 1.6 }, { servers: 2, room: 3 }),
    long,
  );
  expectExact(visitors.failureShare, weights[5]! / total);
  expectExact(desk.queue, queue);
  expectExact(desk.wait, queue / (1 - weights[5]! / total));
});

/** Crommelin (1932): after a service time D, who was served is gone and who came meanwhile is there. */
const queueOfDeterministic = (servers: number, load: number): number => {
  const most = 200;
  const came = [Math.exp(-load)];
  for (let n = 1; n <= most; n += 1) came[n] = (came[n - 1]! * load) / n;
  let p: number[] = Array.from({ length: most + 1 }, (_, n) => (n === 0 ? 1 : 0));
  for (let round = 0; round < 400; round += 1) {
    const next = Array<number>(most + 1).fill(0);
    p.forEach((probability, n) => {
      if (probability < 1e-15) return;
      for (let k = 0, left = Math.max(0, n - servers); left + k <= most; k += 1)
        next[left + k]! += probability * came[k]!;
    });
    p = next;
  }
  return p.reduce((sum, probability, n) => sum + probability * Math.max(0, n - servers), 0);
};

test.each([1, 3])('M/D/%i', async (servers) => {
  const load = 0.85 * servers;
  const { desk } = await deskOf(oneStation({ exponential: 1 }, load, { servers }), long);
  expectExact(desk.queue, queueOfDeterministic(servers, load));
});

// Kleinrock (1975), 3.4; for any service Mirasol (1963): N = λE[S].
test('M/G/∞: as many are there as Poisson says, whatever the service', async () => {
  const { desk } = await deskOf(oneStation({ exponential: 1 }, { uniform: [0, 14] }, { discipline: 'delay' }), long);
  expectExact(desk.present, 7);
  expect(desk.wait.value).toBe(0);
});
