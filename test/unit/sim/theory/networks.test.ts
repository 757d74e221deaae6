import { test } from 'vitest';
import type { UpstreamSpec } from '../../../../src/kit/balancing.ts';
import { simulate, type SimModel } from '../../../../src/sim/index.ts';
import { meanOver, stationary } from '../../../support/markov.ts';
import { expectExact } from '../../../support/queue.ts';

const long = { seconds: 60_000 };

/** Reiser and Lavenberg (1980): throughput and response time of a closed network of single servers, with think time. */
const meanValues = (demands: readonly number[], users: number, think: number) => {
  let lengths = demands.map(() => 0);
  let [throughput, response] = [0, 0];
  for (let n = 1; n <= users; n += 1) {
    const times = demands.map((demand, i) => demand * (1 + lengths[i]!));
    response = times.reduce((sum, time) => sum + time, 0);
    throughput = n / (think + response);
    lengths = times.map((time) => throughput * time);
  }
  return { throughput, response, lengths };
};

// The shared station has services that are far from exponential: only its mean may count (BCMP 1975).
test('a closed network by mean value analysis', async () => {
  const exact = meanValues([0.8, 0.5, 0.6], 7, 4);
  const { sources, stations } = await simulate(
    {
      sources: {
        users: {
          users: 7,
          think: { uniform: [2, 6] },
          steps: [
            { visit: 'web', for: { exponential: 0.8 } },
            { visit: 'app', for: { erlang: { mean: 0.5, phases: 5 } } },
            { visit: 'database', for: { exponential: 0.6 } },
          ],
        },
      },
      stations: { web: {}, app: { discipline: 'sharing' }, database: {} },
    },
    long,
  );
  expectExact(sources['users']!.throughput, exact.throughput);
  expectExact(sources['users']!.latency.mean, exact.response);
  ['web', 'app', 'database'].forEach((name, i) => expectExact(stations[name]!.present, exact.lengths[i]!));
});

// Jackson (1957): each station as M/M/1 with the rate that comes to it in all, its own leavers included.
test('an open network with ways back', async () => {
  const { stations, sources } = await simulate(
    {
      sources: {
        visitors: {
          arrivals: { rate: 0.5 },
          steps: [
            {
              again: 0.25,
              steps: [
                { visit: 'a', for: { exponential: 1 } },
                {
                  choose: [
                    { probability: 0.6, steps: [{ visit: 'b', for: { exponential: 1.5 } }] },
                    { probability: 0.4, steps: [{ again: 0.5, steps: [{ visit: 'c', for: { exponential: 1.5 } }] }] },
                  ],
                },
              ],
            },
          ],
        },
      },
      stations: { a: {}, b: {}, c: {} },
    },
    long,
  );
  const load = { a: 2 / 3, b: 0.6, c: 0.8 }; // rates 2/3, 0.4, 8/15
  const present = Object.values(load).reduce((sum, rho) => sum + rho / (1 - rho), 0);
  for (const [name, rho] of Object.entries(load)) expectExact(stations[name]!.present, rho / (1 - rho), 0.06);
  expectExact(sources['visitors']!.latency.mean, present / 0.5);
});

const balanced = (policy: string, servers: number, options?: unknown): SimModel => ({
  sources: { visitors: { arrivals: { rate: 0.75 * servers }, steps: [{ balance: 'front' }] } },
  balancers: {
    front: {
      policy,
      options,
      targets: Object.fromEntries(
        Array.from({ length: servers }, (_, i) => [
          `app${i}`,
          { steps: [{ visit: `app${i}`, for: { exponential: 1 } }] },
        ]),
      ),
    },
  },
  stations: Object.fromEntries(Array.from({ length: servers }, (_, i) => [`app${i}`, {}])),
});

// Each server sees every n-th arrival: E_n/M/1, with the root σ of σ = (1 + (1-σ)μ/nλ')^-n.
test.each([2, 4])('round robin over %i servers', async (servers) => {
  let sigma = 0.5;
  for (let i = 0; i < 500; i += 1) sigma = (1 + (1 - sigma) / (0.75 * servers)) ** -servers;
  const { sources } = await simulate(balanced('round-robin', servers), long);
  expectExact(sources['visitors']!.latency.mean, 1 / (1 - sigma));
});

test('by chance, each server is M/M/1', async () => {
  const { sources } = await simulate(balanced('random', 3), long);
  expectExact(sources['visitors']!.latency.mean, 4);
});

/**
 * The mean time when each arrival goes to the shortest of `d` queues drawn of `servers`: by the balance equations of the
 * Markov chain of their lengths (two queues: Haight 1958, Kingman 1961; d of n: Mitzenmacher 2001, who solves it for n → ∞).
 */
const shortestOf = (d: number, servers: number): number => {
  const rate = 0.75 * servers;
  const most = 24;
  const sorted = (queues: number[]): string => queues.toSorted((a, b) => a - b).join(' ');
  const draws = (place: number): number => {
    // The probability that the place-th shortest is the shortest of d drawn without replacement.
    let ways = 1;
    for (let i = 0; i < d - 1; i += 1) ways *= (servers - 1 - place - i) / (servers - 1 - i);
    return (ways * d) / servers;
  };
  const chain = stationary(sorted(Array<number>(servers).fill(0)), (state) => {
    const queues = state.split(' ').map(Number);
    return queues.flatMap((length, i) => {
      const moved = (change: number): string => sorted(queues.with(i, length + change));
      const comes = length < most ? rate * draws(i) : 0;
      return [
        [moved(1), comes],
        [length > 0 ? moved(-1) : state, length > 0 ? 1 : 0],
      ] as const;
    });
  });
  return meanOver(chain, (queues) => queues.reduce((sum, length) => sum + length, 0)) / rate;
};

test('join the shortest of two queues', async () => {
  const { sources } = await simulate(balanced('least-busy', 2), long);
  expectExact(sources['visitors']!.latency.mean, shortestOf(2, 2));
});

test('the shorter of two queues drawn out of three', async () => {
  const { sources } = await simulate(balanced('power-of-d', 3, { d: 2 }), long);
  expectExact(sources['visitors']!.latency.mean, shortestOf(2, 3));
});

const asNginx = (upstream: Pick<UpstreamSpec, 'method' | 'workers'>, servers: number): SimModel => {
  const peers = Array.from({ length: servers }, (_, i) => ({ name: String(i) }));
  return balanced('upstream', servers, { upstream: { ...upstream, peers } });
};

test.each([
  ['least_conn', 2, 2],
  ['random_two', 3, 2],
] as const)('nginx: %s over %i servers', async (method, servers, drawn) => {
  const { sources } = await simulate(asNginx({ method }, servers), long);
  expectExact(sources['visitors']!.latency.mean, shortestOf(drawn, servers));
});

// Each worker gives every second request that comes to it to the one server. With ever more of them it comes to chance (M/M/1: 4).
test('round robin by 16 workers that share nothing: (at the server, workers whose turn it is)', async () => {
  const [workers, rate] = [16, 1.5];
  const { sources } = await simulate(asNginx({ method: 'round_robin', workers }, 2), long);
  const chain = stationary(`0 ${workers}`, (state) => {
    const [n, turns] = state.split(' ').map(Number) as [number, number];
    return [
      [`${n < 100 ? n + 1 : n} ${turns - 1}`, (rate * turns) / workers],
      [`${n} ${turns + 1}`, (rate * (workers - turns)) / workers],
      [`${n - 1} ${turns}`, n > 0 ? 1 : 0],
    ];
  });
  expectExact(sources['visitors']!.latency.mean, meanOver(chain, ([n]) => n!) / (rate / 2));
});
