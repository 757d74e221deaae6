import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { simulate, type SimModel } from '../../../src/sim/index.ts';
import { everyPart } from '../../support/every-part.ts';

const hashOf = (result: unknown): string => createHash('sha256').update(JSON.stringify(result)).digest('hex');

// Written down on Node 20; library.test.ts finds it again on 22 and 24. It changes with the engine; it must not with the computer.
test('the same bytes on any version of Node', async () => {
  const result = await simulate(everyPart, { seconds: 100, replications: 3 });
  expect(hashOf(result)).toBe('5c662d84a1837b6b39062b7180d1d1253b564ab24693ed1aeba280f2303470c9');
});

/** A part of a processor, and requests of several kinds. */
const parts: SimModel = {
  sources: {
    visitors: {
      arrivals: { rate: 90 },
      keys: [1, 2, 0.5],
      steps: [
        {
          byKey: [
            [{ visit: 'cpu', for: { lognormal: { mean: 0.005, variation: 1 } } }],
            [{ visit: 'cpu', for: { exponential: 0.004 } }],
            [{ delay: { empirical: { values: [0.1, 0.2, 0.4], smooth: true } } }],
          ],
        },
      ],
    },
  },
  stations: {
    cpu: { discipline: 'sharing', servers: 2, quota: { seconds: 0.05, period: 0.1, phase: 0.0618034 } },
  },
};

test('nor does what is found of the beginning, and how long windows would have to be', async () => {
  const desk: SimModel = {
    sources: { visitors: { arrivals: { rate: 0.8 }, steps: [{ visit: 'desk', for: { exponential: 1 } }] } },
    stations: { desk: {} },
  };
  const result = await simulate(desk, { seconds: 600, batches: 8 });
  expect(result.notices.map(({ code }) => code)).toContain('short-windows');
  expect(hashOf(result)).toBe('ce359d35b38dbd3db75e6eb100da497e8b7fb09edde175da857b7ef7741117f2');
});

test('nor does how many runs a precision takes, on any number of threads', async () => {
  const options = { seconds: 50, replications: 3, precision: { halfWidth: 0.01 } };
  const [one, ...others] = await Promise.all(
    [1, 2, 3].map(async (threads) => JSON.stringify(await simulate(parts, { ...options, threads }))),
  );
  expect((JSON.parse(one!) as { windows: number }).windows).toBeGreaterThan(4);
  expect(others).toEqual([one, one]);
});

test('nor do quotas, kinds of requests and a log of them depend on it, or on the number of threads', async () => {
  const options = { seconds: 200, replications: 4, log: true };
  const [one, two] = await Promise.all([simulate(parts, options), simulate(parts, { ...options, threads: 2 })]);
  const [bytes, others] = [one, two].map(hashOf);
  expect(bytes).toBe('059e25ec7508fc7bf48d3aa700632ee91f2fa6d489705c33b482cac3721cdd7d');
  expect(others).toBe(bytes);
});
