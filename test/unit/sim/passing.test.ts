import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/sim/lab/faults.ts';
import { labModel } from '../../../src/sim/lab/lab-model.ts';
import { labOutcome, type LoggedVisit } from '../../../src/sim/lab/outcome.ts';
import { simulate } from '../../../src/sim/simulate.ts';
import { simSetup } from '../../support/sim-setup.ts';

/** What comes of 50 seconds at 20 requests a second, if this is at work on app1 from 10 s on. */
const play = async (harm: Fault['harm'], kind = 'whoami', until = 30) => {
  const faults = [{ what: harm.how === 'link' ? 'app1' : 'survey@app1', harm, from: 10, until }];
  const model = labModel({ ...simSetup('survey', 20), mix: { [kind]: 1 }, faults });
  const result = await simulate(model.model, {
    ...{ seconds: 50, warmup: 0, replications: 1, seed: 1, log: true },
  });
  const { requests = [], services } = labOutcome(model, result);
  return { requests, app1: services.find(({ service }) => service === 'survey@app1')! };
};
const longest = (requests: readonly LoggedVisit[]): number =>
  Math.max(...requests.map(({ milliseconds }) => milliseconds));
const causes = (requests: readonly LoggedVisit[]): readonly string[] => [
  ...new Set(requests.flatMap(({ failure = [] }) => failure)),
];

describe('an instance that packets do not get to', () => {
  const cut = { how: 'link', network: 'lan', from: { down: true }, to: { down: true } } as const;

  test.each([
    ['a port that swallows them', { how: 'unreachable' } as const],
    ['a cable that was pulled', cut],
  ])('is given up after the seconds that a new connection gets: %s', async (_, harm) => {
    const { requests, app1 } = await play(harm);
    expect(requests.filter(({ failure }) => failure !== undefined)).toEqual([]);
    // For two seconds each second request waits; then it is left out for ten, asked once more, and left out again.
    const late = requests.filter(({ milliseconds }) => milliseconds > 1000);
    expect(longest(late)).toBeGreaterThan(2000);
    expect(longest(late)).toBeLessThan(2100);
    expect(late.length).toBeGreaterThan(15);
    expect(late.length).toBeLessThan(30);
    expect(late.every(({ target }) => target === 'survey@app2')).toBe(true);
    if (harm.how === 'unreachable') expect(app1.failures).toEqual({ timeout: late.length });
  });

  test('and one that is there and silent after those that an answer gets', async () => {
    const late = (await play({ how: 'hang' })).requests.filter(({ milliseconds }) => milliseconds > 1000);
    expect(longest(late)).toBeGreaterThan(15_000);
  });
});

describe('a form that was sent', () => {
  test('is not given to another instance, although the silent one is then left out', async () => {
    const { requests } = await play({ how: 'hang' }, 'post-sign-out', 42);
    const failed = requests.filter(({ failure }) => failure !== undefined);
    expect(causes(failed)).toEqual(['timeout']);
    // Every second one, until the first of them is given up after fifteen seconds.
    expect(failed.length).toBeGreaterThan(120);
    expect(failed.length).toBeLessThan(180);
    expect(failed.every(({ at, target }) => at > 9_500 && at < 25_500 && target === 'survey@app1')).toBe(true);
    expect(causes((await play({ how: 'hang' })).requests)).toEqual([]);
  });

  test('was not sent where it was refused', async () => {
    const { requests, app1 } = await play({ how: 'down' }, 'post-sign-out');
    // But for those that it was busy with at that moment, all are answered by the other one.
    const failed = requests.filter(({ failure }) => failure !== undefined);
    expect(failed.every(({ at }) => at < 10_000)).toBe(true);
    expect(failed.length).toBeLessThan(3);
    expect(app1.refused).toBeGreaterThanOrEqual(2);
    expect(requests.filter(({ at, target }) => at > 10_000 && target === 'survey@app2').length).toBeGreaterThan(350);
  });
});
