import type { SimModel } from '../../src/sim/index.ts';

const app = (workers: string) => ({
  steps: [
    { cross: 'lan', bytes: 900 },
    {
      hold: workers,
      steps: [
        { visit: 'cpu', for: { lognormal: { mean: 0.004, variation: 1.3 } } },
        { lookup: 'pages', miss: [{ visit: 'database', for: { weibull: { shape: 0.7, scale: 0.003 } } }] },
      ],
    },
  ],
});

/** Something of everything that draws, computes or breaks. */
export const everyPart: SimModel = {
  sources: {
    visitors: {
      arrivals: {
        rate: 200,
        spacing: {
          hyperexponential: [
            { probability: 0.5, mean: 0.5 },
            { probability: 0.5, mean: 1.5 },
          ],
        },
      },
      retry: { attempts: 2, after: { uniform: [0.1, 0.3] } },
      steps: [{ within: 0.2, then: 'leave', steps: [{ balance: 'front' }] }],
    },
  },
  stations: {
    cpu: { discipline: 'sharing', servers: 2 },
    database: {},
    app1: {
      servers: 4,
      breakdowns: { up: { exponential: 30 }, down: { erlang: { mean: 2, phases: 3 } }, mode: 'refuse' },
    },
    app2: { servers: 4 },
  },
  caches: { pages: { items: 1000, popularity: 0.8, capacity: 100 } },
  links: { lan: { delay: 0.001, rate: 1e7, loss: 0.01, resendAfter: 0.2 } },
  balancers: { front: { policy: 'power-of-d', tries: 2, targets: { app1: app('app1'), app2: app('app2') } } },
};
