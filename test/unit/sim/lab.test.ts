import { describe, expect, test } from 'vitest';
import type { ServiceModel } from '../../../src/kit/service-model.ts';
import { labModel } from '../../../src/sim/lab/lab-model.ts';
import type { LabModel, LabSetup } from '../../../src/sim/lab/lab-model.ts';
import { labOutcome } from '../../../src/sim/lab/outcome.ts';
import { saturationOf } from '../../../src/sim/lab/saturation.ts';
import { simulate } from '../../../src/sim/simulate.ts';
import { simSetup } from '../../support/sim-setup.ts';

/** The figures are held against what follows from the roles' own by hand, not against figures of an earlier run. */

const outcome = async (setup: LabSetup, seconds = 120) => {
  const model = labModel(setup);
  return labOutcome(model, await simulate(model.model, { seconds: seconds / 10, warmup: 5, batches: 10, seed: 1 }));
};
const utilisationOf = async (setup: LabSetup, machine: string): Promise<number> =>
  (await outcome(setup)).machines.find((each) => each.machine === machine)!.utilisation.value;
const whoami = { mix: { whoami: 1 } };

describe('a lab as a network of queues', () => {
  test('round robin shares exactly, weights too', async () => {
    const [even] = (await outcome(simSetup('survey', 60))).balancers;
    expect(even!.targets.map(({ share }) => share.value)).toEqual([expect.closeTo(1 / 2, 3), expect.closeTo(1 / 2, 3)]);
    const [five] = (await outcome(simSetup('weights', 60))).balancers;
    expect(five!.targets.map(({ share }) => share.value)).toEqual(
      [5, 1, 1].map((weight): unknown => expect.closeTo(weight / 7, 3)),
    );
  });

  test('each service that is asked has percentiles of its own, and how sure they are', async () => {
    const { visitors, services } = await outcome(simSetup('survey', 40));
    const of = (id: string) => services.find(({ service }) => service === id)!;
    const [met, web] = [visitors[0]!.latency, of('web@lb')];
    expect(web.latency!.mean.value).toBeCloseTo(web.time.value, 6);
    // Between visitors and the balancer there is only the way.
    for (const which of ['p50', 'p95', 'p99'] as const) {
      expect(met[which].value).toBeGreaterThanOrEqual(web.latency![which].value);
      expect(met[which].value).toBeLessThan(1.02 * web.latency![which].value);
      expect(web.latency![which].halfWidth).toBeGreaterThan(0);
      expect(web.latency![which].halfWidth).toBeLessThan(Infinity);
    }
    const [app, database] = [of('survey@app1').latency!, of('mariadb@db').latency!];
    expect(database.p99.value).toBeLessThan(app.p50.value);
    expect(of('vpn@db').latency).toBeUndefined();
  });

  test('a whole classroom comes to one instance by ip_hash', async () => {
    const edit = (text: string) => text.replace('balance: round_robin', 'balance: ip_hash');
    const [balancer] = (await outcome({ ...simSetup('survey', 60, edit), ...whoami }, 30)).balancers;
    expect(balancer!.targets.map(({ share }) => share.value).toSorted()).toEqual([0, 1]);
  });

  test('visitors come from addresses of their own, whoever else comes as a trace says', async () => {
    const steps = { trace: { times: [0, 1], clients: [7, 2 ** 32 - 1] } };
    const coming = {
      traced: { ...steps, as: 'class' },
      open: { arrivals: { rate: 5 }, as: 'class' },
      closed: { users: 3, think: 1, as: 'class' },
    };
    const { model } = labModel({ ...simSetup('survey', 1), ...whoami, coming });
    const { requests = [] } = await simulate(model, { seconds: 30, warmup: 0, replications: 1, seed: 1, log: true });
    const clientsOf = (name: string) => [
      ...new Set(requests.flatMap(({ source, client }) => (source === name ? [client] : []))),
    ];
    const first = ((192 * 256 + 168) * 256 + 56) * 256 + 128;
    expect(clientsOf('traced')).toEqual([7, 2 ** 32 - 1]);
    expect(clientsOf('closed').toSorted()).toEqual([first, first + 1, first + 2]);
    expect(Math.min(...clientsOf('open'))).toBeGreaterThanOrEqual(first);
    expect(Math.max(...clientsOf('open'))).toBeLessThan(first + 30);
    expect(clientsOf('open').length).toBeGreaterThan(20);
  });

  test('rates are by the time that passed, also where too many requests ended it early', async () => {
    const of = { machine: 'a', service: 'desk@a', spec: {} };
    const model: LabModel = {
      model: {
        sources: { all: { arrivals: { rate: 1e6 }, steps: [{ hold: 'pool', steps: [{ delay: 0.02 }] }] } },
        stations: { pool: { servers: 50 } },
      },
      places: [
        { ...of, station: 'pool', kind: 'service', capacity: Infinity },
        { ...of, station: 'pool', kind: 'pool', pool: 'places', capacity: 50 },
      ],
      ...{ kinds: [], background: {} },
    };
    const result = await simulate(model.model, { seconds: 600, warmup: 0, replications: 1, seed: 1 });
    expect(result.notices.map(({ code }) => code)).toContain('crowded');
    expect(result.lastSeconds).toBeLessThan(3);
    const { services, pools } = labOutcome(model, result);
    expect(services[0]!.perSecond / 1e6).toBeCloseTo(1, 1);
    expect(pools[0]!.kept).toBeCloseTo(20, 0);
  });

  test('utilisation is what the utilisation law says: rate times demand, by what there is', async () => {
    const setup = { ...simSetup('survey', 200), ...whoami };
    // The balancer's 147 µs and the session store's 50 µs, of half a processor; an application machine has half the requests.
    expect(await utilisationOf(setup, 'lb')).toBeCloseTo((200 * 197e-6) / 0.5, 2);
    expect(await utilisationOf(setup, 'app1')).toBeCloseTo((100 * (640e-6 + 150e-6 + 80e-6)) / 0.5, 2);
    expect(await utilisationOf(setup, 'db')).toBe(0);
  });

  test('a question through the tunnel crosses the slow network there and back, and costs both ends', async () => {
    const quick = await outcome({ ...simSetup('survey', 5), ...whoami }, 60);
    const far = await outcome({ ...simSetup('survey', 5), mix: { health: 1 } }, 60);
    const [one, other] = [quick, far].map(({ visitors }) => visitors[0]!.latency.mean.value);
    // Two statements, each of which waits twice for 15 ms.
    expect(other! - one!).toBeGreaterThan(60);
    expect(other! - one!).toBeLessThan(62);
    const ends = far.services.filter(({ service }) => service.startsWith('vpn@'));
    const questions = far.services.find(({ service }) => service === 'mariadb@db')!.perSecond;
    for (const { perSecond } of ends) expect(perSecond).toBeCloseTo(2 * questions, 5);
    expect(quick.services.find(({ service }) => service === 'mariadb@db')!.perSecond).toBe(0);
  });

  test('an error page is no failure of the instance that sends it', async () => {
    const setup = { ...simSetup('survey', 40), ...whoami };
    const silent: ServiceModel = { answers: { redis: { question: { work: [{ fail: 'broken' }] } } } };
    const services = new Map([...setup.services, ['redis@lb', silent]]);
    const { balancers, visitors } = await outcome({ ...setup, services }, 30);
    expect(Object.keys(visitors[0]!.failures)).toEqual(['unavailable']);
    expect(visitors[0]!.failureShare.value).toBe(1);
    expect(balancers[0]!.targets.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(balancers[0]!.targets.map(({ share }) => share.value)).toEqual([
      expect.closeTo(0.5, 2),
      expect.closeTo(0.5, 2),
    ]);
  });

  test('a service without a model is named', () => {
    expect(() => labModel(simSetup('feiras', 1))).toThrow('front@vps cannot be simulated');
  });
});

describe('what breaks', () => {
  const broken = async (...what: readonly string[]) => {
    const faults = what.map((name) => ({ what: name, harm: { how: 'down' } as const, from: 20, until: 25 }));
    const model = labModel({ ...simSetup('survey', 50), ...whoami, faults });
    const result = await simulate(model.model, { seconds: 60, warmup: 0, replications: 3, seed: 1 });
    return labOutcome(model, result).visitors[0]!.failures;
  };

  test('one instance of two: visitors notice nothing, for the other one is asked', async () => {
    const { down = 0, ...others } = await broken('app1');
    expect(others).toEqual({});
    // Only those whom it was busy with at that moment and whose second try came too late: hardly anybody.
    expect(down).toBeLessThan(5);
  });

  test('both for five seconds: about eleven seconds of errors, for so long the balancer leaves them out', async () => {
    const { down = 0, 'no-target': nobody = 0, ...others } = await broken('survey');
    expect(others).toEqual({});
    const seconds = (down + nobody) / 3 / 50;
    expect(seconds).toBeGreaterThan(9.5);
    expect(seconds).toBeLessThan(12.5);
    expect(nobody).toBeGreaterThan(20 * down);
  });

  test('what one fault breaks is not mended by the end of another', async () => {
    const down = (what: string, from: number, until: number) => ({
      ...{ what, harm: { how: 'down' } as const },
      ...{ from, until },
    });
    const faults = [down('survey@app1', 5, 40), down('app1', 10, 12)];
    const { model } = labModel({ ...simSetup('survey', 20), ...whoami, faults });
    const { requests = [] } = await simulate(model, { seconds: 60, warmup: 0, replications: 1, seed: 1, log: true });
    const answers = requests.filter(({ target, failure }) => target === 'survey@app1' && failure === undefined);
    expect(answers.filter(({ at }) => at > 5 && at < 40)).toEqual([]);
    expect(answers.some(({ at }) => at > 52)).toBe(true);
  });
});

describe('what breaks for some questions only', () => {
  const failures = async (kind: string, how: 'hang' | 'fail') => {
    const harm = how === 'fail' ? { how, cause: 'refused', of: 'write' } : { how, of: 'write' };
    const faults = [{ what: 'mariadb', harm, from: 0 } as const];
    const model = labModel({ ...simSetup('survey', 5), mix: { [kind]: 1 }, faults });
    const result = await simulate(model.model, { seconds: 30, warmup: 0, replications: 1, seed: 1 });
    return labOutcome(model, result).visitors[0]!;
  };

  test.each(['hang', 'fail'] as const)('a database that takes no writes (%s): who reads goes on', async (how) => {
    expect((await failures('health', how)).failures).toEqual({});
    const { failures: written, failureShare } = await failures('post-answers', how);
    expect(failureShare.value).toBe(1);
    expect(Object.keys(written)).toEqual(['unavailable']);
  });
});

describe('a tunnel', () => {
  /** Seconds after the network below it was back until the first page that needs the database was answered. */
  const returns = async (until: number): Promise<number> => {
    const harm = { how: 'link', network: 'internet', from: { down: true }, to: { down: true } } as const;
    const faults = [{ what: 'db', harm, from: 10, until }];
    const model = labModel({ ...simSetup('survey', 20), mix: { health: 1 }, faults });
    const { requests = [] } = await simulate(model.model, {
      ...{ seconds: 40, warmup: 0, replications: 1, seed: 1, log: true },
    });
    const ends = requests.flatMap(({ at, seconds, failure }) => (failure === undefined ? [at + seconds] : []));
    return Math.min(...ends.filter((end) => end > until)) - until;
  };

  test('that was cut for a moment goes on, and one whose ends gave each other up is built anew', async () => {
    expect(await returns(13)).toBeLessThan(1);
    const seconds = await returns(20);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(3.5);
  });
});

test('batches that are complete when the signal comes are kept', async () => {
  const controller = new AbortController();
  const steps = [{ visit: 'desk', for: { exponential: 1e-4 } }];
  const result = await simulate(
    {
      sources: { all: { arrivals: { rate: 2000 }, steps: [{ balance: 'front' }] } },
      stations: { desk: {} },
      balancers: { front: { targets: { desk: { steps } }, policy: 'watched' } },
    },
    {
      ...{ seconds: 20, batches: 10, warmup: 1, signal: controller.signal },
      policies: {
        watched: () => ({
          choose: ({ now }) => {
            if (now > 50) controller.abort();
            return 0;
          },
        }),
      },
    },
  );
  expect(result.windows).toBeGreaterThanOrEqual(2);
  expect(result.windows).toBeLessThan(10);
  expect(result.sources['all']!.throughput.value / 2000).toBeCloseTo(1, 1);
  expect(result.notices.map(({ code }) => code)).toContain('interrupted');
});

describe('the rate at which a lab saturates', () => {
  const options = { seed: 1, signal: new AbortController().signal };

  test('is that of its busiest processor: what it has by what a request costs it', async () => {
    const { rate, bottleneck } = (await saturationOf({ ...simSetup('survey', 1), ...whoami }, options))!;
    const most = (2 * 0.5) / (640e-6 + 150e-6 + 80e-6);
    expect(rate / most).toBeGreaterThan(0.95);
    expect(rate / most).toBeLessThan(1.02);
    expect(bottleneck).toMatchObject({ kind: 'processor', where: ['app1', 'app2'] });
  });

  test.each([
    ['ip_hash', 30],
    ['hash', 1],
  ])('is that of one instance where all visitors are sent to it: %s, from %i addresses', async (balance, clients) => {
    const sticky = simSetup('survey', 1, (text) => text.replace('round_robin', balance));
    const { rate, bottleneck } = (await saturationOf({ ...sticky, ...whoami, clients }, options))!;
    const most = 0.5 / (640e-6 + 150e-6 + 80e-6);
    expect(rate / most).toBeGreaterThan(0.95);
    expect(rate / most).toBeLessThan(1.02);
    expect(bottleneck).toMatchObject({ kind: 'processor' });
    expect(bottleneck!.where).toHaveLength(1);
  });

  test('is that of one instance where all of a trace is sent to it', async () => {
    const sticky = simSetup('survey', 1, (text) => text.replace('round_robin', 'hash'));
    const coming = { class: { trace: { times: [0, 1], clients: [5, 5] } } };
    const { rate } = (await saturationOf({ ...sticky, ...whoami, coming }, options))!;
    expect(rate / (0.5 / (640e-6 + 150e-6 + 80e-6))).toBeCloseTo(1, 1);
  });

  test('is that of the threads where they wait for what is far away', async () => {
    const { rate, bottleneck } = (await saturationOf({ ...simSetup('survey', 1), mix: { results: 1 } }, options))!;
    // 16 threads, each kept for eight times 30 ms and some milliseconds of work.
    expect(rate).toBeGreaterThan(16 / 0.255);
    expect(rate).toBeLessThan(16 / 0.24);
    expect(bottleneck).toMatchObject({ kind: 'pool', where: ['survey@app1', 'survey@app2'] });
  });

  test('is that of the way out where the network is narrow', async () => {
    const narrow = simSetup('survey', 1, (text) => text.replace('rate: 100mbit', 'rate: 512kbit'));
    const { rate, bottleneck } = (await saturationOf({ ...narrow, mix: { results: 1 } }, options))!;
    // Eight answers of 300 bytes for a page leave the database's machine.
    const most = 512_000 / (8 * 300 * 8);
    expect(rate / most).toBeGreaterThan(0.95);
    expect(rate / most).toBeLessThan(1.02);
    expect(bottleneck).toMatchObject({ kind: 'link', where: ['db into internet'] });
  });
});
