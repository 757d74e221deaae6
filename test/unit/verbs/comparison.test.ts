import { beforeAll, describe, expect, test } from 'vitest';
import { drawWorkload } from '../../../src/sim/lab/workload.ts';
import { demandsWithin, factorsFrom, processorOf } from '../../../src/verbs/compare/factors.ts';
import { figuresOf, type Both } from '../../../src/verbs/compare/figures.ts';
import { pairsOf } from '../../../src/verbs/compare/pairs.ts';
import type { KindSeen, SeenWorld } from '../../../src/verbs/compare/seen.ts';
import type { Measurement } from '../../../src/verbs/compare/session.ts';
import { asForetold, kinds, none, plain, sources } from '../../support/as-foretold.ts';

const { blueprint } = plain;

describe('a lab that does what was foretold', () => {
  let same: Both;
  beforeAll(async () => {
    same = await asForetold();
  });

  test('passes in every figure', () => {
    const figures = figuresOf(same);
    expect(new Set(figures.map(({ topic }) => topic))).toEqual(
      new Set(['latency', 'kind', 'split', 'station', 'service', 'seats', 'errors']),
    );
    expect(figures.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    const mean = figures.find(({ topic, what }) => topic === 'latency' && what === 'mean');
    expect(mean!.predicted / mean!.measured).toBeCloseTo(1, 6);
  });

  test('is the same request by request', () => {
    const { count, sameMachine, medianDifference, correlation, requests } = pairsOf(same);
    expect(count).toBe(same.measurement.measured.outcomes!.length);
    expect(sameMachine).toBe(1);
    expect(medianDifference).toBeCloseTo(0, 9);
    expect(correlation).toBeCloseTo(1, 9);
    expect(requests[0]!.predicted).toBeCloseTo(requests[0]!.measured!, 9);
  });
});

describe('a lab that does something else fails in just that', () => {
  const failed = (both: Both): readonly string[] =>
    figuresOf(both).flatMap(({ topic, what, verdict }) => (verdict === 'fail' ? [`${topic} ${what}`.trim()] : []));
  const changed = (both: Both, measured: Partial<Measurement['measured']>): Both => ({
    ...both,
    measurement: { ...both.measurement, measured: { ...both.measurement.measured, ...measured } },
  });

  test('slower by a half: in all times, and in nothing else', async () => {
    const topics = new Set(failed(await asForetold({ slower: 1.5, seconds: 60 })).map((each) => each.split(' ')[0]));
    expect(topics).toEqual(new Set(['latency', 'kind']));
  });

  test('slower while the computer settles: in nothing', async () => {
    const both = await asForetold();
    const slowUntil = (share: number): Both => {
      const last = both.workload.trace.times.at(-1)! * 1000;
      const outcomes = both.measurement.measured.outcomes!.map((each) =>
        each.at < share * last ? { ...each, latency: 3 * each.latency! } : each,
      );
      return changed(both, { outcomes });
    };
    expect(failed(slowUntil(1 / 3))).toEqual([]);
    expect(failed(slowUntil(2 / 3))).not.toEqual([]);
  });

  test('answered by the other machine: in the split', async () => {
    const both = await asForetold();
    const outcomes = both.measurement.measured.outcomes!.map((each, at) =>
      at < 20 ? { ...each, machine: 'app1' } : each,
    );
    expect(failed(changed(both, { outcomes }))).toEqual(['split app1', 'split app2']);
  });

  test('errors of which nothing was foretold, beyond the two that may be', async () => {
    const both = await asForetold();
    expect(failed(changed(both, { failed: 2 }))).toEqual([]);
    expect(failed(changed(both, { failed: 3 }))).toEqual(['errors']);
  });

  test('a machine that works for something else: in its use', async () => {
    const both = await asForetold();
    const { after } = both.measurement;
    const busier = { ...after, machines: { ...after.machines, db: after.machines['db']! + 2 } };
    expect(failed({ ...both, measurement: { ...both.measurement, after: busier } })).toEqual([
      'station db',
      'service vpn@db',
      'service mariadb@db',
    ]);
  });

  test('a service that takes what another one should: in the use of both', async () => {
    const both = await asForetold({ rate: 200 });
    const { after } = both.measurement;
    const { 'web@lb': web = 0, 'redis@lb': redis = 0 } = after.services;
    const changedHands = { ...after, services: { ...after.services, 'web@lb': 0, 'redis@lb': redis + web } };
    const other = { ...both, measurement: { ...both.measurement, after: changedHands } };
    expect(failed(other)).toEqual(['service redis@lb', 'service web@lb']);
    // Who was started again reads and computes for nobody's request.
    expect(failed({ ...other, isBroken: true })).toEqual([]);
  });

  test('a service that works though nobody asks it: in its use', async () => {
    const both = await asForetold({ only: 'whoami' });
    const { after } = both.measurement;
    expect(after.services['mariadb@db'] ?? 0).toBe(0);
    const busier = {
      ...after,
      machines: { ...after.machines, db: 2 },
      services: { ...after.services, 'mariadb@db': 1 },
    };
    const other = { ...both, measurement: { ...both.measurement, after: busier } };
    expect(failed(other)).toEqual(['station db', 'service mariadb@db']);
  });

  test('what a machine does by itself is in no service, and what it does for a start is foretold of the machine', async () => {
    const both = await asForetold();
    const { after } = both.measurement;
    const used = (db: number, seconds = 10) => ({
      ...both.measurement,
      after: { ...after, at: seconds * 1000, machines: { ...after.machines, db: after.machines['db']! + db } },
    });
    const figure = (of: Both, which: string) => figuresOf(of).find(({ topic, what }) => `${topic} ${what}` === which)!;
    const [plain, alone] = [figure(both, 'station db'), figure(both, 'service mariadb@db')];
    // A fifth of a processor, which is two fifths of its half, and, looked at for five seconds longer, three seconds in all.
    const idle = { ...both, lab: { ...both.lab, background: { db: 0.2 } }, measurement: used(3, 15) };
    expect(figure(idle, 'service mariadb@db').measured).toBeCloseTo(alone.measured, 9);
    expect(figure(idle, 'station db').measured).toBeCloseTo(plain.measured + 0.4, 9);
    const started = figure({ ...both, starts: { db: 0.9 }, measurement: used(0.9) }, 'station db');
    expect(started.predicted).toBeCloseTo(plain.predicted + 0.18, 9);
    expect(started.measured).toBeCloseTo(plain.measured + 0.18, 9);
  });

  test('services are not compared where a request is foretold to fail: nobody knows how far it came', async () => {
    const both = await asForetold();
    const [first, ...others] = both.result.requests!;
    const result = { ...both.result, requests: [{ ...first!, failure: 'full' }, ...others] };
    expect(figuresOf({ ...both, result }).filter(({ topic }) => topic === 'service')).toEqual([]);
  });

  test('services of which nobody could see what they used are not compared', async () => {
    const both = await asForetold();
    const unseen = { ...both.measurement.after, services: {} };
    const figures = figuresOf({ ...both, measurement: { ...both.measurement, after: unseen } });
    expect(figures.filter(({ topic }) => topic === 'service')).toEqual([]);
  });
});

test('threads that are taken for longer than foretold fail in just that', async () => {
  const both = await asForetold();
  const { after } = both.measurement;
  // Eight threads, and ten seconds: five points are four of them.
  const longer = (seconds: number): Both => {
    const requests = { ...after.requests, 'survey@app1': after.requests['survey@app1']! + seconds };
    return { ...both, measurement: { ...both.measurement, after: { ...after, requests } } };
  };
  const failed = (of: Both) => figuresOf(of).filter(({ verdict }) => verdict === 'fail');
  expect(failed(longer(3.9))).toEqual([]);
  expect(failed(longer(4.1)).map(({ topic, what }) => [topic, what])).toEqual([['seats', 'survey@app1']]);
});

describe('what calibrating makes of processor times', () => {
  const world = { measuring: {}, setup: plain, kinds, background: { app1: 0.1 }, wakes: [] } as unknown as SeenWorld;

  /** Each kind, asked for by itself, on a lab whose services take so many times what their roles say. */
  const seen = (times: (service: string, kind: string) => number): Promise<readonly KindSeen[]> =>
    Promise.all(
      kinds
        .filter(({ visitOnly }) => !visitOnly)
        .map(async (kind): Promise<KindSeen> => {
          const only = kinds.map((each) => ({ ...each, share: each === kind ? 1 : 0 }));
          const workload = await drawWorkload({ arrivals: { rate: 40 }, seconds: 5, kinds: only, sources, seed: 1 });
          const demands = demandsWithin(plain, kinds.indexOf(kind));
          const wanted = (workload.trace.demands ?? []).reduce((sum, each) => sum + each, 0);
          const used = Object.fromEntries(
            blueprint.services.map(({ id, name }) => {
              const { own = 0, asked = 0 } = demands.get(id) ?? {};
              return [id, own * times(name, kind.name) * workload.requests.length + asked * wanted];
            }),
          );
          const machines = Object.fromEntries(
            blueprint.machines.map(({ name }) => {
              const own = blueprint.services.filter(({ machine }) => machine === name);
              return [name, own.reduce((sum, { id }) => sum + used[id]!, 0) + (name === 'app1' ? 0.1 * 5 : 0)];
            }),
          );
          const measurement = {
            measured: {
              answered: workload.requests.length,
              // Visitors take a millisecond to wake.
              outcomes: workload.requests.map(({ at, path }) => ({ at, path, sent: at + 1 })),
              pace: { kept: true },
            },
            before: none,
            after: { ...none, at: 5000, machines, services: used },
          } as unknown as Measurement;
          return { kind, askings: [{ rate: 40, workload, measurement, host: { late: 0, wake: 0.1 } }] };
        }),
    );

  test('a service that takes twice as long has the factor 2, what the machine does by itself left out', async () => {
    const factors = factorsFrom(await seen((service) => (service === 'survey' ? 2 : 1)), world);
    expect(factors['survey']!['home']).toBeCloseTo(2, 6);
    expect(factors['survey']!['*']).toBeCloseTo(2, 6);
    expect(factors['web']!['*']).toBeCloseTo(1, 6);
    expect(Object.keys(factors['web']!)).toEqual(['*']);
  });

  test('a computer that was slow then is as it usually is in the factors', async () => {
    const all = await seen(() => 3);
    const usually = (seconds: number) => ({ ...world, wakes: [{ rate: 40, after: 0, seconds }] });
    expect(factorsFrom(all, usually(0.001))['survey']!['home']).toBeCloseTo(3, 6);
    expect(factorsFrom(all, usually(0.0005))['survey']!['home']).toBeCloseTo(3 / 2 ** 0.6, 6);
  });

  test('kinds are told apart where the service does so itself', async () => {
    const factors = factorsFrom(await seen((_, kind) => (kind === 'results' ? 3 : 1)), world);
    expect(factors['survey']!['results']).toBeCloseTo(3, 6);
    expect(factors['survey']!['home']).toBeCloseTo(1, 6);
    expect(factors['mariadb']!['*']).toBeGreaterThan(1.5);
  });

  test('and what a request took of each service is told in milliseconds', async () => {
    const all = await seen(() => 1);
    const home = kinds.findIndex(({ name }) => name === 'home');
    const one = [...demandsWithin(plain, home)].filter(([id]) => id.startsWith('survey')).map(([, { own }]) => own);
    const foretold = one.reduce((sum, own) => sum + own, 0) * 1000;
    expect(processorOf(all, world)('home')['survey']).toBeCloseTo(foretold, 6);
  });
});
