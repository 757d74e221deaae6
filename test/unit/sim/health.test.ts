import { expect, test } from 'vitest';
import { simulate, type Balancer } from '../../../src/sim/index.ts';

/** Ten requests a second, by turns to two targets, one of which refuses from 10 to 20 s. Whom was asked, when, and how it went. */
const asked = async (checks: Pick<Balancer, 'active' | 'passive'>) => {
  const times = Array.from({ length: 300 }, (_, i) => 0.05 + i / 10);
  const down = [
    { at: 10, down: 'refuse' as const },
    { at: 20, down: false as const },
  ];
  const { requests = [] } = await simulate(
    {
      sources: { visitors: { trace: { times }, steps: [{ balance: 'front' }] } },
      stations: { one: { discipline: 'delay', schedule: down }, other: { discipline: 'delay' } },
      balancers: {
        front: {
          ...{ policy: 'round-robin', tries: 1, ...checks },
          targets: { one: { steps: [{ visit: 'one', for: 0 }] }, other: { steps: [{ visit: 'other', for: 0 }] } },
        },
      },
    },
    { seconds: 31, warmup: 0, replications: 1, log: true },
  );
  expect(requests).toHaveLength(300);
  return requests.filter(({ target }) => target === 'one');
};

test('without checks its share goes on to who refuses', async () => {
  const failed = (await asked({})).filter(({ failure }) => failure === 'down');
  expect(failed).toHaveLength(50);
});

test('probes: out after two that failed in a row, in again after three that did not', async () => {
  const one = await asked({ active: { every: 1, failures: 2, passes: 3 } });
  // Those at 10 and 11 s fail; those at 20, 21 and 22 s do not.
  expect(one.filter(({ failure }) => failure === 'down')).toHaveLength(5);
  expect(one.filter(({ at }) => at > 11 && at < 22)).toEqual([]);
  expect(one.find(({ at }) => at > 11)!.at).toBeLessThan(22.3);
});

test('failures that are noticed: out for a rest after three within the window', async () => {
  const one = await asked({ passive: { failures: 3, window: 5, rest: 4 } });
  const failed = one.filter(({ failure }) => failure === 'down').map(({ at }) => at);
  // Three of its turns, 0.2 s each, and 4 s of rest, three times until 20 s.
  expect(failed).toHaveLength(9);
  for (const first of [0, 3, 6]) expect(failed[first + 2]! - failed[first]!).toBeCloseTo(0.4, 6);
  for (const last of [2, 5]) {
    expect(failed[last + 1]! - failed[last]!).toBeGreaterThanOrEqual(4);
    expect(failed[last + 1]! - failed[last]!).toBeLessThan(4.3);
  }
  const back = one.find(({ at }) => at > failed[8]!)!;
  expect(back.failure).toBeUndefined();
  expect(back.at - failed[8]!).toBeGreaterThanOrEqual(4);
});

/** Since when a target whose probes take so long is asked no more. */
const outFrom = async (active: Balancer['active']): Promise<number | undefined> => {
  const times = Array.from({ length: 300 }, (_, i) => 0.05 + i / 10);
  const { requests = [] } = await simulate(
    {
      sources: { visitors: { trace: { times }, steps: [{ balance: 'front' }] } },
      stations: {},
      balancers: {
        front: {
          ...{ policy: 'round-robin', ...(active && { active }) },
          targets: { slow: { steps: [{ delay: 0.3 }] }, other: { steps: [{ delay: 0 }] } },
        },
      },
    },
    { seconds: 31, warmup: 0, replications: 1, log: true },
  );
  const last = Math.max(...requests.flatMap(({ target, at }) => (target === 'slow' ? [at] : [])));
  return last > 29 ? undefined : last;
};

test('a probe has failed that is not back within its timeout, which is the time to the next one', async () => {
  expect(await outFrom({ every: 1 })).toBeUndefined();
  expect(await outFrom({ every: 1, timeout: 0.31 })).toBeUndefined();
  // The first is sent after a second.
  expect(await outFrom({ every: 1, timeout: 0.2 })).toBeCloseTo(1.05, 1);
  expect(await outFrom({ every: 0.29 })).toBeCloseTo(0.45, 1);
});

test('a probe does what is said for its target, and not what requests do there', async () => {
  const other = { slow: [{ delay: 0.1 }] };
  expect(await outFrom({ every: 1, timeout: 0.2, steps: other })).toBeUndefined();
  expect(await outFrom({ every: 1, steps: { slow: [{ fail: 'ill' }] } })).toBeLessThan(1.1);
});
