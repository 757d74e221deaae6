import { expect, test } from 'vitest';
import { simulate, type SimModel } from '../../../src/sim/index.ts';

const play = async (model: SimModel) => {
  const { requests = [], sources } = await simulate(model, { seconds: 30, warmup: 0, replications: 1, log: true });
  return { requests, visitors: sources['visitors']! };
};

/** One request at 1 s to a station that refuses until it is repaired so long after. */
const refused = (repaired: number): SimModel => ({
  sources: {
    visitors: {
      trace: { times: [1] },
      steps: [{ visit: 'desk', for: 0 }],
      retry: { attempts: 5, after: 0.5, factor: 2, limit: 1.5 },
    },
  },
  stations: {
    desk: {
      schedule: [
        { at: 0, down: 'refuse' },
        { at: 1 + repaired, down: false },
      ],
    },
  },
});

// Pauses of 0.5, 1, then 1.5 in the place of 2 and 4: it is sent at 0, 0.5, 1.5, 3 and 4.5 s.
test.each([
  { repaired: 0.4, answered: 0.5, sent: 2 },
  { repaired: 0.6, answered: 1.5, sent: 3 },
  { repaired: 1.6, answered: 3, sent: 4 },
  { repaired: 2.9, answered: 3, sent: 4 },
  { repaired: 3.1, answered: 4.5, sent: 5 },
])('repaired after $repaired s, it is answered at the try after $answered s', async ({ repaired, answered, sent }) => {
  const { requests, visitors } = await play(refused(repaired));
  expect(requests).toHaveLength(1);
  expect(requests[0]!.failure).toBeUndefined();
  expect(requests[0]!.seconds).toBeCloseTo(answered, 9);
  expect(visitors.attempts).toBe(sent);
});

test('after the last try it has failed, for the cause of that', async () => {
  const { requests, visitors } = await play(refused(4.6));
  expect(requests.map(({ failure }) => failure)).toEqual(['down']);
  expect(requests[0]!.seconds).toBeCloseTo(4.5, 9);
  expect(visitors).toMatchObject({ attempts: 5, failures: { down: 1 } });
});

/** At one server, 1 s of service for the first and 0.1 s for the second, who comes 0.2 s later; nobody waits longer than 0.4 s. */
const impatient = (then: 'stop' | 'leave'): SimModel => ({
  sources: {
    visitors: {
      trace: { times: [1, 1.2], demands: [1, 0.1] },
      steps: [{ within: 0.4, steps: [{ visit: 'desk', for: { demand: 1 } }], then }],
    },
  },
  stations: { desk: {} },
});

test('a timeout gives the server up: who waits for it is served at once', async () => {
  const { requests } = await play(impatient('stop'));
  expect(requests.map(({ at, failure }) => [at, failure])).toEqual([
    [1, 'timeout'],
    [1.2, undefined],
  ]);
  // Until 1.4 s the first one is served, from then on the second.
  expect(requests[0]!.seconds).toBeCloseTo(0.4, 9);
  expect(requests[1]!.seconds).toBeCloseTo(0.3, 9);
});

test('a server that does not notice works on, and the second one waits in vain, too', async () => {
  const { requests } = await play(impatient('leave'));
  expect(requests.map(({ at, failure }) => [at, failure])).toEqual([
    [1, 'timeout'],
    [1.2, 'timeout'],
  ]);
  for (const { seconds } of requests) expect(seconds).toBeCloseTo(0.4, 9);
});

test('what took too long is tried again, unless only other causes are', async () => {
  const slow = (on?: readonly string[]): SimModel => ({
    sources: {
      visitors: {
        trace: { times: [1] },
        steps: [{ within: 0.4, steps: [{ visit: 'desk', for: 1 }] }],
        retry: { attempts: 3, after: 0.5, ...(on && { on }) },
      },
    },
    stations: { desk: {} },
  });
  // Three times 0.4 s, and two pauses of 0.5 s.
  expect((await play(slow())).requests[0]).toMatchObject({ failure: 'timeout' });
  expect((await play(slow())).requests[0]!.seconds).toBeCloseTo(2.2, 9);
  expect((await play(slow(['down']))).requests[0]!.seconds).toBeCloseTo(0.4, 9);
});
