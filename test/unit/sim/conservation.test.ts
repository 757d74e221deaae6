import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate, type SimModel, type Step, type Steps } from '../../../src/sim/index.ts';

const duration = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.record({ exponential: fc.double({ min: 0.01, max: 2, noNaN: true }) }),
);
const causes = fc.constantFrom('full', 'down', 'timeout', 'gave-up', 'lost', 'odd');
const visited = fc.constantFrom('fifo', 'priority', 'sharing', 'delay', 'narrow', 'frail', 'fragile');
const held = fc.constantFrom('fifo', 'priority', 'narrow', 'frail', 'fragile');
const patience = fc.option(duration, { nil: undefined });

/** Long enough that also what was left behind by the last probe, some thousand seconds before, has come to its end. */
const seconds = 20_000;

/** Who keeps a server and waits for the same may wait for ever: nobody waits longer than this. */
const unstuck = (steps: Steps): Steps => [{ within: 1000, steps }];

/** Any steps, nested up to four deep. */
const { steps } = fc.letrec<{ steps: Steps; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ visit: visited, for: duration, priority: fc.nat(15) }),
    fc.record({ delay: duration }),
    fc.record({ cross: fc.constantFrom('wire', 'lossy', 'again'), bytes: fc.nat(5000) }),
    fc.record({ fail: causes }),
    fc.record({ visit: held, for: duration, patience }) as fc.Arbitrary<Step>,
    fc.record({ hold: held, steps: tie('steps'), priority: fc.nat(15) }),
    fc.record({ hold: held, steps: tie('steps'), patience }) as fc.Arbitrary<Step>,
    fc.record({
      within: fc.double({ min: 0.01, max: 3, noNaN: true }),
      steps: tie('steps').map(unstuck),
      then: fc.constantFrom('stop' as const, 'leave' as const),
    }),
    fc.record({ attempt: tie('steps'), otherwise: tie('steps'), on: fc.array(causes) }),
    fc.record({ lookup: fc.constant('pages'), hit: tie('steps'), miss: tie('steps') }),
    fc.record({ measure: fc.constant('inside'), steps: tie('steps') }),
    fc.record({ again: fc.double({ min: 0, max: 0.5, noNaN: true }), steps: tie('steps') }),
    fc.tuple(tie('steps'), tie('steps')).map(([a, b]) => ({
      choose: [
        { probability: 0.3, steps: a },
        { probability: 0.7, steps: b },
      ],
    })),
    fc.constant({ balance: 'front', tries: 3 }),
  ),
})) as unknown as { steps: fc.Arbitrary<Steps> };

const model = fc
  .record({
    steps,
    one: steps,
    two: steps,
    policy: fc.constantFrom('random', 'round-robin', 'least-busy', 'power-of-d', 'hash', 'upstream'),
    isProbed: fc.boolean(),
    isCommitted: fc.boolean(),
  })
  .map(({ steps, one, two, policy, isProbed, isCommitted }): SimModel => ({
    sources: {
      // Each of them comes to an end, so that nobody is left at the end of the run.
      crowd: { users: 3, think: { exponential: 0.5 }, until: 12, keys: 3, steps: unstuck(steps) },
      readers: {
        arrivals: {
          rate: [
            { from: 0, rate: 2 },
            { from: 12, rate: 0 },
          ],
        },
        journey: [{ key: 0 }, { key: 2, think: 0.2, demand: 3 }],
        steps: unstuck(steps),
      },
      visitors: {
        trace: { times: Array.from({ length: 40 }, (_, i) => i * 0.3) },
        steps: unstuck(steps),
        retry: { attempts: 3, after: 0.5, factor: 2 },
      },
    },
    stations: {
      fifo: {
        servers: 2,
        schedule: [
          { at: 3, down: 'pause' },
          { at: 4, down: false },
          { at: 6, speed: 0.5 },
        ],
      },
      priority: { discipline: 'priority' },
      sharing: {
        ...{ discipline: 'sharing', servers: 2, breakdowns: { up: 5, down: 1 } },
        quota: { seconds: 0.6, period: 1 },
      },
      delay: { discipline: 'delay' },
      narrow: { room: 1 },
      frail: { servers: 2, breakdowns: { up: { exponential: 5 }, down: { exponential: 1 } } },
      fragile: { breakdowns: { up: { exponential: 5 }, down: { exponential: 1 }, mode: 'refuse' } },
    },
    links: { wire: { delay: 0.01, rate: 1e5 }, lossy: { loss: 0.2 }, again: { loss: 0.3, resendAfter: 0.2 } },
    // Not every one of these models fails with it, but each knows it.
    programs: { odd: [{ fail: 'odd' }] },
    caches: { pages: { items: 20, popularity: 1, capacity: 5, timeToLive: 4 } },
    balancers: {
      front: {
        policy,
        ...(policy === 'upstream' && { options: { upstream } }),
        passive: { failures: 2, window: 2, rest: 1 },
        ...(isProbed && { active: { every: 7000, timeout: 1 } }),
        targets: {
          one: { steps: [...(isCommitted ? [{ commit: 'front' }] : []), ...withoutBalance(one)] },
          two: { steps: withoutBalance(two) },
        },
      },
    },
  }));

/** Two processes of nginx, of which each knows only what it did itself. */
const upstream = {
  method: 'least_conn',
  peers: [{ name: 'one:80', weight: 2 }, { name: 'two:80' }],
  workers: 2,
} as const;

/** A balancer cannot be its own target. */
const withoutBalance = (steps: Steps): Steps =>
  JSON.parse(JSON.stringify(steps).replaceAll('{"balance":"front","tries":3}', '{"delay":0.1}')) as Steps;

test('whatever happens to requests, none is lost and none is counted twice', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(model, fc.nat(1000), async (model, seed) => {
      const { sources, stations, links, balancers } = await simulate(model, {
        seconds,
        replications: 1,
        seed,
      });
      for (const { sent, latency, failures } of Object.values(sources))
        expect(latency.count + Object.values(failures).reduce((sum, count) => sum + count, 0)).toBe(sent);
      for (const { arrivals, served, refused, gaveUp, abandoned, present, time } of [
        ...Object.values(stations),
        ...Object.values(links),
      ]) {
        expect(served + refused + gaveUp + abandoned).toBe(arrivals);
        // Little's law, which is exact for a station that is empty at both ends.
        if (served > 0 && gaveUp + abandoned === 0) expect(present.value * seconds).toBeCloseTo(time.value * served, 6);
      }
      for (const { chosen, failed } of Object.values(balancers['front']!)) expect(failed).toBeLessThanOrEqual(chosen);
    }),
    { numRuns: process.env['BANCADA_TEST_ALL'] ? 1000 : 60 },
  );
});
