import { expect, test } from 'vitest';
import { simulate, type Balancer, type SimModel, type Trace } from '../../../src/sim/index.ts';

const play = (model: SimModel) => simulate(model, { seconds: 1000, warmup: 0, replications: 1, log: true });

/** To whom each request of a trace goes. Each stays there for so long. */
const chosen = async (balancer: Omit<Balancer, 'targets'>, trace: Trace, weights: readonly number[], stays = 0) => {
  const targets = weights.map((weight, at) => [`t${at}`, { weight, steps: [{ delay: stays }] }] as const);
  const { requests = [] } = await play({
    sources: { visitors: { trace, steps: [{ balance: 'front' }] } },
    balancers: { front: { ...balancer, targets: Object.fromEntries(targets) } },
  });
  expect(requests).toHaveLength(trace.times.length);
  return requests;
};

const moments = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i / 100);

test('hash: the same client goes to the same target, or by key the same key, whoever asks', async () => {
  const clients = moments(600).map((_, i) => 3_232_249_856 + (i % 20));
  const keys = moments(600).map((_, i) => i % 7);
  const trace = { times: moments(600), clients, keys };
  const targetsBy = async (options: object | undefined, which: 'client' | 'key') => {
    const requests = await chosen({ policy: 'hash', options }, trace, [1, 1, 1, 1]);
    const pairs = new Set(requests.map((request) => `${request[which]} ${request.target}`));
    return { pairs: pairs.size, targets: new Set(requests.map(({ target }) => target)).size };
  };
  const byClient = await targetsBy(undefined, 'client');
  expect(byClient.pairs).toBe(20);
  expect(byClient.targets).toBeGreaterThan(2);
  const byKey = await targetsBy({ by: 'key' }, 'key');
  expect(byKey.pairs).toBe(7);
  expect(byKey.targets).toBeGreaterThan(2);
  // Of the two, each keeps to its own.
  expect((await targetsBy({ by: 'key' }, 'client')).pairs).toBeGreaterThan(20);
});

test('random: each target has the share of its weight', async () => {
  const requests = await chosen({ policy: 'random' }, { times: moments(20_000) }, [5, 3, 2]);
  // Three deviations of a share of a half among so many are 1.1 %.
  [0.5, 0.3, 0.2].forEach((share, at) =>
    expect(Math.abs(requests.filter(({ target }) => target === `t${at}`).length / 20_000 - share)).toBeLessThan(0.011),
  );
});

test('least-busy: who has three times the weight has three times as many under way', async () => {
  const requests = await chosen({ policy: 'least-busy' }, { times: moments(40) }, [3, 1], 500);
  expect(requests.filter(({ target }) => target === 't0')).toHaveLength(30);
});

test('another target is tried after the causes of retryOn only; all else is an answer', async () => {
  const failures = async (retryOn: Balancer['retryOn']) => {
    const { sources, balancers } = await play({
      sources: { visitors: { trace: { times: moments(100) }, steps: [{ balance: 'front' }] } },
      stations: { broken: { schedule: [{ at: 0, down: 'refuse' }] } },
      balancers: {
        front: {
          ...{ policy: 'round-robin', tries: 2, ...(retryOn && { retryOn }) },
          targets: { broken: { steps: [{ visit: 'broken', for: 0 }] }, good: { steps: [{ delay: 0 }] } },
        },
      },
    });
    return [sources['visitors']!.failures, balancers['front']!['broken']!.failed];
  };
  expect(await failures(undefined)).toEqual([{}, expect.any(Number)]);
  expect(await failures(['down'])).toEqual(await failures(undefined));
  expect(await failures(['timeout', 'full'])).toEqual([{ down: 50 }, 0]);
});

test('a cache whose requests say what they ask for', async () => {
  const keys = [1, 1, 2, 3, 1, 2, 11];
  const { caches } = await play({
    sources: { visitors: { trace: { times: moments(7), keys }, steps: [{ lookup: 'pages' }] } },
    caches: { pages: { items: 10, popularity: 'key', capacity: 2 } },
  });
  // 1 is missed and hit; 2; 3 takes the place of 1; 1 that of 2; 2 that of 3; 11 is the same of ten things as 1: there.
  expect(caches['pages']).toMatchObject({ hits: 2, misses: 5 });
});

test.each(['fifo', 'sharing'] as const)('a new speed holds for who is in service, too: %s', async (discipline) => {
  const ends = async (speed: number): Promise<number> => {
    const { requests = [] } = await play({
      sources: { visitors: { trace: { times: [1] }, steps: [{ visit: 'desk', for: 10 }] } },
      stations: { desk: { discipline, schedule: [{ at: 5, speed }] } },
    });
    return requests[0]!.seconds;
  };
  // Four of ten seconds' work are done.
  expect(await ends(2)).toBeCloseTo(4 + 3, 9);
  expect(await ends(0.5)).toBeCloseTo(4 + 12, 9);
});

test('among equal priorities whoever came first is first', async () => {
  const source = (priority: number, times: readonly number[]) => ({
    ...{ priority, trace: { times }, steps: [{ visit: 'desk', for: 10 }] as const },
  });
  const { requests = [] } = await play({
    sources: { low: source(5, [0, 1, 4, 6]), high: source(2, [2, 3, 5]) },
    stations: { desk: { discipline: 'priority' } },
  });
  expect(requests.map(({ source: from, at }) => `${from} ${at}`)).toEqual([
    ...['low 0', 'high 2', 'high 3', 'high 5', 'low 1', 'low 4', 'low 6'],
  ]);
});
