import { expect, test } from 'vitest';
import { simulate, type SimModel } from '../../../../src/sim/index.ts';
import { meanOver, stationary } from '../../../support/markov.ts';
import { deskOf, expectExact, oneStation } from '../../../support/queue.ts';

const long = { seconds: 60_000 };

// Palm (1957), "Erlang A": birth and death, where each of those who wait leaves at its own rate.
test('impatient visitors: M/M/3+M', async () => {
  const [rate, leaving] = [1, 0.25];
  const service = { visit: 'desk', for: { exponential: 3.3 }, patience: { exponential: 1 / leaving } };
  const model: SimModel = {
    sources: { visitors: { arrivals: { rate }, steps: [service] } },
    stations: { desk: { servers: 3 } },
  };
  const { desk, visitors } = await deskOf(model, long);
  const chain = stationary('0', (state) => {
    const n = Number(state);
    return [
      [String(n + 1), n < 200 ? rate : 0],
      [String(n - 1), Math.min(n, 3) / 3.3 + Math.max(0, n - 3) * leaving],
    ];
  });
  const queue = meanOver(chain, ([n]) => Math.max(0, n! - 3));
  expectExact(desk.queue, queue);
  expectExact(visitors.failureShare, leaving * queue);
  expect(visitors.failures).toEqual({ 'gave-up': desk.gaveUp });
});

/**
 * Barrer (1957): who is not through after τ goes, and takes its unfinished service along. The work that waits never exceeds
 * τ, and has the density λp₀ exp(-(μ-λ)x) up to there; p₀, nobody, makes it a whole; a share p₀ exp(-(μ-λ)τ) goes. Where the server does
 * not notice it is M/M/1, whose times are exponential, so that a share exp(-(μ-λ)τ) takes longer than τ.
 */
test('a time limit: who goes, and whom the server serves for nobody', async () => {
  const [limit, spare] = [4, 1 / 0.8 - 1];
  const late = Math.exp(-spare * limit);
  const within = (then: 'stop' | 'leave'): SimModel => ({
    sources: {
      visitors: {
        arrivals: { rate: 1 },
        steps: [{ within: limit, then, steps: [{ visit: 'desk', for: { exponential: 0.8 } }] }],
      },
    },
    stations: { desk: {} },
  });
  const stopped = await deskOf(within('stop'), long);
  const nobody = 1 / (1 + (1 - late) / spare);
  expectExact(stopped.visitors.failureShare, nobody * late);
  expectExact(stopped.desk.utilisation, 1 - nobody);
  const unnoticed = await deskOf(within('leave'), long);
  expectExact(unnoticed.visitors.failureShare, late, 0.08);
  expectExact(unnoticed.desk.utilisation, 0.8);
});

// White and Christie (1958), Mitrany and Avi-Itzhak (1968): the server breaks at rate ξ and is mended at rate η, and
// service goes on where it was: L = λ((ξ+η)² + ξμ) / (ξ+η)(μη - λ(ξ+η)). Of one that breaks only while it serves, L would be
// 1.33 and not 2.33: M/G/1 whose services last (1 + ξ/η)S on average.
test('a server that breaks down', async () => {
  const [rate, service, breaks, mends] = [0.2, 1, 0.1, 0.1];
  const sum = breaks + mends;
  const exact = (rate * (sum ** 2 + breaks * service)) / (sum * (service * mends - rate * sum));
  const breakdowns = { up: { exponential: 1 / breaks }, down: { exponential: 1 / mends } };
  const { desk } = await deskOf(
    oneStation({ exponential: 1 / rate }, { exponential: 1 / service }, { breakdowns }),
    long,
  );
  expectExact(desk.present, exact, 0.08);
});

test('processor sharing that breaks down has as many visitors as FIFO', async () => {
  const breakdowns = { up: { exponential: 10 }, down: { exponential: 10 } };
  const station = { breakdowns, discipline: 'sharing' } as const;
  const { desk } = await deskOf(oneStation({ exponential: 5 }, { exponential: 1 }, station), long);
  expectExact(desk.present, (0.2 * (0.2 ** 2 + 0.1)) / (0.2 * (0.1 - 0.04)), 0.08);
});

// Who comes while it is broken fails, and who is there fails when it breaks: the chain of M/M/1 with clearing.
test('a server that refuses while it is broken', async () => {
  const breakdowns = { up: { exponential: 20 }, down: { exponential: 5 }, mode: 'refuse' } as const;
  const { desk, visitors } = await deskOf(oneStation({ exponential: 1 }, { exponential: 0.8 }, { breakdowns }), long);
  const chain = stationary('0 1', (state) => {
    const [n, up] = state.split(' ').map(Number) as [number, number];
    if (!up) return [['0 1', 1 / 5]];
    return [
      [`${n + 1} 1`, n < 150 ? 1 : 0],
      [`${n - 1} 1`, n > 0 ? 1.25 : 0],
      ['0 0', 1 / 20],
    ];
  });
  const present = meanOver(chain, ([n]) => n!);
  expectExact(desk.present, present);
  expectExact(visitors.failureShare, meanOver(chain, ([, up]) => 1 - up!) + present / 20);
  expect(Object.keys(visitors.failures)).toEqual(['down']);
});

// Two workers, each kept while it waits for the one connection: (in the system, of those past their own work).
test('a worker that is held while it waits for a pool', async () => {
  const model: SimModel = {
    sources: {
      visitors: {
        arrivals: { rate: 0.6 },
        steps: [
          {
            hold: 'workers',
            steps: [{ delay: { exponential: 1 } }, { hold: 'pool', steps: [{ delay: { exponential: 0.9 } }] }],
          },
        ],
      },
    },
    stations: { workers: { servers: 2 }, pool: {} },
  };
  const { stations, sources } = await simulate(model, { seconds: 100_000 });
  const chain = stationary('0 0', (state) => {
    const [n, past] = state.split(' ').map(Number) as [number, number];
    return [
      [`${n + 1} ${past}`, n < 150 ? 0.6 : 0],
      [`${n} ${past + 1}`, Math.min(n, 2) - past],
      [`${n - 1} ${past - 1}`, past > 0 ? 1 / 0.9 : 0],
    ];
  });
  expectExact(stations['workers']!.utilisation, meanOver(chain, ([n]) => Math.min(n!, 2)) / 2);
  expectExact(
    stations['workers']!.queue,
    meanOver(chain, ([n]) => Math.max(0, n! - 2)),
    0.08,
  );
  expectExact(
    stations['pool']!.queue,
    meanOver(chain, ([, past]) => Math.max(0, past! - 1)),
  );
  expectExact(sources['visitors']!.latency.mean, meanOver(chain, ([n]) => n!) / 0.6);
});
