import { expect, test } from 'vitest';
import { simulate, type Cache, type Link } from '../../../../src/sim/index.ts';
import { expectExact } from '../../../support/queue.ts';

const asked = async (cache: Cache) => {
  const model = {
    sources: { visitors: { arrivals: { rate: 10 }, steps: [{ lookup: 'pages' }] } },
    caches: { pages: cache },
  };
  return (await simulate(model, { seconds: 5000 })).caches['pages']!;
};

const zipf = (items: number, exponent: number): readonly number[] => {
  const weights = Array.from({ length: items }, (_, i) => (i + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** King (1971): the chance to find things in this order is p1 · p2/(1-p1) · p3/(1-p1-p2) … */
const hitsOfLru = (p: readonly number[], room: number, used: readonly number[] = [], chance = 1): number => {
  const there = used.reduce((sum, i) => sum + p[i]!, 0);
  if (used.length === room) return chance * there;
  return p.reduce(
    (sum, each, i) => sum + (used.includes(i) ? 0 : hitsOfLru(p, room, [...used, i], (chance * each) / (1 - there))),
    0,
  );
};

test('LRU, exactly', async () => {
  const { hitRatio } = await asked({ items: 8, popularity: 0.9, capacity: 4 });
  expectExact(hitRatio, hitsOfLru(zipf(8, 0.9), 4), 0.01);
});

// Che, Tung, Wang (2002): as if each thing stayed for a fixed time t, such that Σ 1-exp(-p t) is the room. The
// approximation is known to be good to 1 %.
test('LRU of many things', async () => {
  const p = zipf(10_000, 0.8);
  let [low, high] = [0, 1e6];
  for (let i = 0; i < 100; i += 1) {
    const t = (low + high) / 2;
    if (p.reduce((sum, each) => sum + 1 - Math.exp(-each * t), 0) < 500) low = t;
    else high = t;
  }
  const { hitRatio } = await asked({ items: 10_000, popularity: 0.8, capacity: 500 });
  const che = p.reduce((sum, each) => sum + each * (1 - Math.exp(-each * low)), 0);
  expect(Math.abs(hitRatio.value - che)).toBeLessThan(0.01 * che + hitRatio.halfWidth);
});

// Jung, Berger and Balakrishnan (2003): a miss, and then as many hits as come within the time: λt / (1+λt), for each thing.
test('a time to live', async () => {
  const exact = zipf(100, 1).reduce((sum, p) => sum + (p * 10 * p * 3) / (1 + 10 * p * 3), 0);
  expectExact((await asked({ items: 100, popularity: 1, timeToLive: 3 })).hitRatio, exact, 0.01);
});

const crossed = async (link: Link, bytes: number) => {
  const model = {
    sources: { visitors: { arrivals: { rate: 10 }, steps: [{ cross: 'wire', bytes }] } },
    links: { wire: link },
  };
  return simulate(model, { seconds: 5000 });
};

test('delay and jitter add up', async () => {
  const { sources } = await crossed({ delay: 0.02, jitter: { exponential: 0.01 } }, 1000);
  expectExact(sources['visitors']!.latency.mean, 0.03, 0.01);
});

// M/D/1 (Pollaczek and Khinchine) for the rate: 1000 bytes at 100 kbit/s are 80 ms, at load 0.8.
test('a rate makes messages wait for one another', async () => {
  const { sources, links } = await crossed({ delay: 0.05, rate: 100_000 }, 1000);
  expectExact(links['wire']!.utilisation, 0.8);
  expectExact(sources['visitors']!.latency.mean, 0.05 + 0.08 + (0.8 * 0.08) / 2 / 0.2);
});

// The pauses are r, 2r, 4r …: r(2^k - 1) after k losses in a row, so r p/(1-2p) on average.
test('what is lost is sent again, later and later', async () => {
  const { sources } = await crossed({ delay: 0.02, loss: 0.1, resendAfter: 0.2 }, 0);
  expectExact(sources['visitors']!.latency.mean, 0.02 + (0.2 * 0.1) / 0.8, 0.02);
});

test('what is lost for good fails', async () => {
  const { sources } = await crossed({ loss: 0.3 }, 0);
  expectExact(sources['visitors']!.failureShare, 0.3, 0.02);
  expect(Object.keys(sources['visitors']!.failures)).toEqual(['lost']);
});

test('what a link that is down loses comes when the sender tries after it is up, or never', async () => {
  const link: Link = {
    resendAfter: 0.2,
    schedule: [
      { at: 10, down: true },
      { at: 12, down: false },
      { at: 20, down: true },
    ],
  };
  const model = {
    // The tries are 0.2, 0.6, 1.4 and 3 s after the first: at 9.9 it is up, at 10.8 and 11.2 again after 1.4 s.
    sources: {
      visitors: { trace: { times: [9.9, 10, 10.8, 11.2, 11.5, 20] }, steps: [{ cross: 'line', bytes: 1 }] },
    },
    links: { line: link },
  };
  const { requests = [] } = await simulate(model, { seconds: 30, replications: 1, warmup: 0, log: true });
  const waited = requests.toSorted((one, other) => one.at - other.at).map(({ seconds }) => Number(seconds.toFixed(9)));
  expect(waited.slice(0, 5)).toEqual([0, 3, 1.4, 1.4, 0.6]);
  expect(requests.find(({ at }) => at === 20)?.failure).toBe('lost');
});

test('a link that gets a limit lets so much through from then on', async () => {
  const model = {
    sources: { visitors: { trace: { times: [1, 11, 21] }, steps: [{ cross: 'line', bytes: 1000 }] } },
    links: {
      line: {
        schedule: [
          { at: 10, rate: 16_000 },
          { at: 20, rate: 32_000 },
        ],
      },
    },
  };
  const { requests = [] } = await simulate(model, { seconds: 30, replications: 1, warmup: 0, log: true });
  expect(requests.map(({ seconds }) => Number(seconds.toFixed(6)))).toEqual([0, 0.5, 0.25]);
});
