import { describe, expect, test } from 'vitest';
import { slowedBy, type Calibration } from '../../../src/sim/lab/calibration.ts';
import { demandsOf, secondsFor } from '../../../src/sim/lab/demands.ts';
import { kindsOf } from '../../../src/sim/lab/kinds.ts';
import { labModel, type LabSetup } from '../../../src/sim/lab/lab-model.ts';
import { labOutcome } from '../../../src/sim/lab/outcome.ts';
import { drawWorkload } from '../../../src/sim/lab/workload.ts';
import { simulate } from '../../../src/sim/simulate.ts';
import { simSetup } from '../../support/sim-setup.ts';

const nothing: Calibration = { at: '', processors: 2, factors: {}, rest: {}, wakes: [], background: {}, undelayed: [] };

const outcomeOf = async (setup: LabSetup, seconds = 60) => {
  const model = labModel(setup);
  return labOutcome(model, await simulate(model.model, { seconds: seconds / 10, warmup: 2, batches: 10, seed: 1 }));
};
const only = (kind: string) => ({ mix: { [kind]: 1 } });
const keyOf = (setup: LabSetup, kind: string): number =>
  kindsOf(setup.services, undefined).findIndex(({ name }) => name === kind);

describe('what a request costs at each service', () => {
  const setup = simSetup('survey', 1);
  const demandsFor = (kind: string) => demandsOf(labModel(setup), 'class', keyOf(setup, kind));

  test('is what the roles say, along the ways that it takes', () => {
    const demands = demandsFor('results');
    // Half of the requests come to each of the two instances.
    expect(demands.get('survey@app1')!.own).toBeCloseTo((1120e-6 + 150e-6 + 8 * 90e-6 + 80e-6) / 2, 9);
    expect(demands.get('web@lb')!.own).toBeCloseTo(147e-6, 9);
    expect(demands.get('mariadb@db')!.own / demands.get('redis@lb')!.own).toBeCloseTo((8 * 90) / 50, 6);
    // Eight questions and eight answers, for each of which the tunnel's ends have one message to carry.
    expect(demands.get('vpn@db')!.own).toBeCloseTo(demands.get('vpn@lb')!.own, 12);
  });

  test('has no part of what it does not ask for, and tells apart what it asks for itself', () => {
    expect(demandsFor('whoami').has('mariadb@db')).toBe(false);
    const { own, asked } = demandsFor('demo').get('survey@app2')!;
    expect(asked).toBeCloseTo(1 / 2, 9);
    expect(own).toBeCloseTo((640e-6 + 80e-6) / 2, 9);
  });
});

test.each(['round_robin', 'ip_hash'])(
  'what many requests cost at each service is what the simulation has its machines do: %s',
  async (balance) => {
    const setup = simSetup('survey', 1, (text) => text.replace('balance: round_robin', `balance: ${balance}`));
    const kinds = kindsOf(setup.services, { demo: 1, results: 3, home: 6 });
    const sources = ['192.168.56.130', '192.168.56.131'];
    const { trace } = await drawWorkload({ arrivals: { rate: 20 }, seconds: 200, kinds, sources, seed: 1 });
    const lab = labModel({ ...setup, coming: { class: { trace } } });
    const result = await simulate(lab.model, { seconds: 230, warmup: 0, replications: 1, seed: 1, log: true });
    const seconds = secondsFor(lab, result.requests!);
    for (const { machine, cpus, utilisation } of labOutcome(lab, result).machines) {
      const own = setup.blueprint.services.filter((service) => service.machine === machine);
      const sum = own.reduce((all, { id }) => all + (seconds.get(id) ?? 0), 0);
      expect(Math.abs(sum - utilisation.value * cpus * result.seconds), machine).toBeLessThan(0.03 * sum + 1e-9);
    }
    // Whom the balancer gives nothing has nothing to do.
    expect(seconds.has('survey@app1') && seconds.has('survey@app2')).toBe(balance === 'round_robin');
  },
);

describe('a lab that was calibrated', () => {
  test('takes as many times longer as was measured, by the kind of request where that is known', async () => {
    const factors = { survey: { whoami: 3, '*': 10 }, web: { '*': 2 } };
    const setup = { ...simSetup('survey', 100), ...only('whoami'), calibration: { ...nothing, factors } };
    const { machines } = await outcomeOf(setup);
    const used = (machine: string) => machines.find((each) => each.machine === machine)!.utilisation.value;
    expect(used('app1')).toBeCloseTo((50 * 3 * (640e-6 + 150e-6 + 80e-6)) / 0.5, 2);
    expect(used('lb')).toBeCloseTo((100 * (2 * 147e-6 + 50e-6)) / 0.5, 2);
  });

  test('adds the rest of the kind, and the time in which nobody asks', async () => {
    const always = (seconds: number) => ({ after: 0, values: [seconds, seconds] });
    const late = { after: 0.05, values: [0.7, 0.7] };
    const calibration = {
      ...{ ...nothing, background: { db: 0.1 } },
      rest: { whoami: [always(0.5), late], home: [always(9)] },
    };
    const setup = { ...simSetup('survey', 20), ...only('whoami') };
    const [plain, slower] = await Promise.all([outcomeOf(setup), outcomeOf({ ...setup, calibration })]);
    // Of visitors who come by chance, e^-1 come after more than the mean of the time between them.
    const mean = 500 + 200 * Math.exp(-20 * 0.05);
    const longer = slower.visitors[0]!.latency.mean.value - plain.visitors[0]!.latency.mean.value;
    expect(Math.abs(longer - mean)).toBeLessThan(10);
    expect(slower.machines.find(({ machine }) => machine === 'db')!.utilisation.value).toBeCloseTo(0.2, 9);
  });

  test('is under way behind the balancer for the rest of its time', async () => {
    const weighted = (text: string) => text.replace('round_robin', 'least_conn, weights: { app1: 3 }');
    const setup = { ...simSetup('survey', 1, weighted), ...only('whoami') };
    const trace = { times: [1, 1.1], keys: [keyOf(setup, 'whoami'), keyOf(setup, 'whoami')] };
    const askedOf = async (seconds: number) => {
      const rest = { whoami: [{ after: 0, values: [seconds, seconds] }] };
      const { model } = labModel({ ...setup, calibration: { ...nothing, rest }, coming: { class: { trace } } });
      const { requests } = await simulate(model, { seconds: 5, warmup: 0, replications: 1, log: true });
      return requests?.toSorted((one, other) => one.at - other.at).map(({ target }) => target);
    };
    expect(await askedOf(0.01)).toEqual(['survey@app1', 'survey@app1']);
    expect(await askedOf(0.3)).toEqual(['survey@app1', 'survey@app2']);
  });

  test('takes as many times longer in all that was measured as its computer has become slower', async () => {
    const calibration = {
      ...{ ...nothing, factors: { survey: { '*': 1 }, web: { '*': 1 } } },
      rest: { whoami: [{ after: 0, values: [0.5, 0.5] }] },
    };
    const setup = { ...simSetup('survey', 20), ...only('whoami') };
    const [before, since] = await Promise.all([
      outcomeOf({ ...setup, calibration }),
      outcomeOf({ ...setup, calibration: slowedBy(calibration, 1.5) }),
    ]);
    const [one, other] = [before, since].map(({ visitors }) => visitors[0]!.latency.mean.value);
    expect(other! / one!).toBeCloseTo(1.5, 2);
    const used = [before, since].map(({ machines }) => machines.find(({ machine }) => machine === 'app1')!);
    expect(used[1]!.utilisation.value / used[0]!.utilisation.value).toBeCloseTo(1.5, 2);
  });

  test('is without the delays that are not there', async () => {
    const setup = { ...simSetup('survey', 5), ...only('health') };
    const calibration = { ...nothing, undelayed: ['internet'] };
    const [far, near] = await Promise.all([outcomeOf(setup), outcomeOf({ ...setup, calibration })]);
    expect(far.visitors[0]!.latency.mean.value - near.visitors[0]!.latency.mean.value).toBeCloseTo(60, 0);
  });
});

describe('a workload', () => {
  const { services } = simSetup('survey', 1);
  const kinds = kindsOf(services, { demo: 1, home: 3 });
  const sources = ['192.168.56.129', '192.168.56.130', '192.168.56.200'];
  const plan = { arrivals: { rate: 50 }, seconds: 100, kinds, sources, seed: 7 };

  test('says the same to the lab and to its model', async () => {
    const { requests, trace } = await drawWorkload(plan);
    expect(requests.length).toBeGreaterThan(4700);
    requests.forEach(({ at, source, path }, i) => {
      expect(trace.times[i]).toBe(at / 1000);
      const octets = [24, 16, 8, 0].map((shift) => (trace.clients![i]! >>> shift) & 255);
      expect(octets.join('.')).toBe(source);
      const kind = kinds[trace.keys![i]!]!;
      expect(path).toBe(kind.path.replace('{ms}', String(Number((trace.demands![i]! * 1000).toFixed(3)))));
    });
    const demos = requests.filter(({ path }) => path.startsWith('/demo'));
    expect(demos.length / requests.length).toBeCloseTo(0.25, 1);
    expect(Math.max(...trace.demands!)).toBeLessThanOrEqual(0.15);
    expect(new Set(requests.map(({ source }) => source)).size).toBe(3);
  });

  test('is the same from the same seed, and another from another one', async () => {
    const [one, same, other] = await Promise.all([
      drawWorkload(plan),
      drawWorkload(plan),
      drawWorkload({ ...plan, seed: 8 }),
    ]);
    expect(same).toEqual(one);
    expect(other.requests).not.toEqual(one.requests);
  });

  test('sent through the model as a trace comes back request by request', async () => {
    const { trace } = await drawWorkload({ ...plan, seconds: 20 });
    const setup = { ...simSetup('survey', 1), coming: { class: { trace } } };
    const { model } = labModel(setup);
    const { requests = [], sources: results } = await simulate(model, {
      ...{ seconds: 30, warmup: 0, replications: 2, log: true },
    });
    expect(requests.length).toBe(trace.times.length);
    expect(requests.map(({ at }) => at).toSorted((a, b) => a - b)).toEqual(trace.times);
    // The turns of round robin leave nothing to chance: each machine has half, give or take one.
    const first = requests.filter(({ target }) => target === 'survey@app1').length;
    expect(Math.abs(2 * first - requests.length)).toBeLessThanOrEqual(1);
    const demo = kinds.findIndex(({ name }) => name === 'demo');
    for (const { key, seconds, demand } of requests) if (key === demo) expect(seconds).toBeGreaterThan(demand);
    expect(results['class']!.byKey![demo]!.count).toBe(2 * trace.keys!.filter((key) => key === demo).length);
  });
});
