import { expect, test } from 'vitest';
import { simulate, type Estimate, type SimModel, type SimOptions, type SimResult } from '../../../src/sim/index.ts';
import { meanOver, stationary } from '../../support/markov.ts';
import { oneStation } from '../../support/queue.ts';

/** How many of the 95 % intervals hold the truth, over many seeds. */

/** A network of which the truth is known, and its figures with that. */
interface Known {
  readonly model: SimModel;
  readonly figures: (result: SimResult) => Readonly<Record<string, readonly [Estimate, exact: number]>>;
}

/** M/M/1 at load 0.8: the mean time is 4, and times are exponential. */
const desk: Known = {
  model: oneStation({ exponential: 1 }, { exponential: 0.8 }),
  figures({ sources, stations }) {
    const { mean, p50, p90, p95, p99 } = sources['visitors']!.latency;
    return {
      mean: [mean, 4],
      p50: [p50, 4 * Math.log(2)],
      p90: [p90, 4 * Math.log(10)],
      p95: [p95, 4 * Math.log(20)],
      p99: [p99, 4 * Math.log(100)],
      busy: [stations['desk']!.utilisation, 0.8],
    };
  },
};

/** As the application of the survey lab: three threads, each kept while it computes and then waits for a connection to the database. */
const [rate, threads, compute, query] = [0.9, 3, 1, 0.8];
const chain = stationary('0 0', (state) => {
  const [n, asking] = state.split(' ').map(Number) as [number, number];
  return [
    [`${n + 1} ${asking}`, n < 200 ? rate : 0],
    [`${n} ${asking + 1}`, (Math.min(n, threads) - asking) / compute],
    [`${n - 1} ${asking - 1}`, asking > 0 ? 1 / query : 0],
  ];
});
const application: Known = {
  model: {
    sources: {
      visitors: {
        arrivals: { rate },
        steps: [
          {
            hold: 'threads',
            steps: [
              { visit: 'processor', for: { exponential: compute } },
              { hold: 'connection', steps: [{ delay: { exponential: query } }] },
            ],
          },
        ],
      },
    },
    stations: { threads: { servers: threads }, processor: { discipline: 'delay' }, connection: {} },
  },
  figures: ({ sources, stations }) => ({
    mean: [sources['visitors']!.latency.mean, meanOver(chain, ([n]) => n!) / rate],
    taken: [stations['threads']!.utilisation, meanOver(chain, ([n]) => Math.min(n!, threads)) / threads],
    waiting: [stations['connection']!.queue, meanOver(chain, ([, asking]) => Math.max(0, asking! - 1))],
  }),
};

interface Case {
  readonly how: string;
  readonly known: Known;
  readonly options: SimOptions;
  /** Seeds of the usual run, and of the exhaustive one: 1000 if not said. */
  readonly fewest: number;
  readonly most?: number;
}

// Batches touch each other, and so have to be longer to be independent; shorter ones are named (`short-windows`).
test.each<Case>([
  {
    how: 'M/M/1, as many replications as a precision takes',
    known: desk,
    options: { warmup: 150, replications: 8, precision: { halfWidth: 0.05 }, seconds: 3000 },
    fewest: 40,
    most: 300,
  },
  { how: 'M/M/1, replications', known: desk, options: { warmup: 150, replications: 8, seconds: 3000 }, fewest: 60 },
  {
    how: 'M/M/1, batches of one long run',
    known: desk,
    options: { warmup: 150, batches: 8, seconds: 3000 },
    fewest: 50,
  },
  {
    how: 'M/M/1, the beginning found by MSER-5',
    known: desk,
    options: { replications: 8, seconds: 3000 },
    fewest: 60,
  },
  {
    how: 'M/M/1, batches, the beginning found by MSER-5',
    known: desk,
    options: { batches: 8, seconds: 3000 },
    fewest: 50,
  },
  {
    how: 'threads that are held, the beginning found',
    known: application,
    options: { replications: 8, seconds: 1500 },
    fewest: 100,
  },
  {
    how: 'threads that are held, batches, the beginning found',
    known: application,
    options: { batches: 8, seconds: 3000 },
    fewest: 50,
  },
])(
  'intervals hold the truth for 90 to 99 of 100 seeds: $how',
  { timeout: 1_800_000 },
  async ({ how, known, options, fewest, most = 1000 }) => {
    const isExhaustive = process.env['BANCADA_TEST_ALL'] !== undefined;
    const seeds = isExhaustive ? most : fewest;
    // Few seeds tell less: twice the standard error of what they tell. That too many hold it shows with all seeds only.
    const doubt = isExhaustive ? 0 : 2 * Math.sqrt((0.95 * 0.05) / seeds);
    const held = new Map<string, number>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const figures = Object.entries(known.figures(await simulate(known.model, { ...options, seed })));
      for (const [figure, [{ value, halfWidth }, exact]] of figures)
        held.set(figure, (held.get(figure) ?? 0) + Number(Math.abs(value - exact) <= halfWidth));
    }
    expect(held.size).toBeGreaterThan(2);
    if (isExhaustive)
      console.log(how, [...held].map(([figure, count]) => `${figure} ${(count / seeds).toFixed(3)}`).join(', '));
    for (const [figure, count] of held) {
      expect(count / seeds + doubt, figure).toBeGreaterThanOrEqual(0.9);
      expect(count / seeds - doubt, figure).toBeLessThanOrEqual(0.99);
    }
  },
);
