import { expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import {
  simulate,
  type Distribution,
  type SimModel,
  type SimOptions,
  type Source,
  type Steps,
} from '../../../src/sim/index.ts';

/** Where something is wrong with a model, and what. */
const complaints = async (model: SimModel, options: Partial<SimOptions> = {}): Promise<readonly string[]> => {
  const error = await simulate(model, { seconds: 1, replications: 1, warmup: 0, ...options }).catch(
    (cause: unknown) => cause,
  );
  if (!(error instanceof LabError)) return [];
  expect(error).toMatchObject({ code: 'sim-model', fault: 'usage' });
  return Object.entries(error.context).map(([path, message]) => `${path}: ${message}`);
};

const desk = { stations: { desk: {} } };
const served = (service: Distribution): SimModel => ({
  sources: { visitors: { arrivals: { rate: 1 }, steps: [{ visit: 'desk', for: service }] } },
  ...desk,
});
const from = (source: Source): SimModel => ({ sources: { visitors: source }, programs: { page: [] }, ...desk });
const doing = (...steps: Steps): SimModel => ({ ...from({ arrivals: { rate: 1 }, steps }), links: { wire: {} } });

test.each<[Distribution, string]>([
  [-1, '.for: -1 is not 0 or greater'],
  [NaN, '.for: NaN is not 0 or greater'],
  [Infinity, '.for: Infinity is not 0 or greater'],
  [{ exponential: -2 }, '.for.exponential: -2 is not 0 or greater'],
  [{ erlang: { mean: 1, phases: 1.5 } }, '.for.erlang.phases: 1.5 is not a whole number from 1 on'],
  [
    { hyperexponential: [{ probability: 0.5, mean: 1 }] },
    '.for.hyperexponential: the probabilities add up to 0.5, not to 1',
  ],
  [{ lognormal: { mean: 0, variation: 1 } }, '.for.lognormal.mean: 0 is not greater than 0'],
  [{ uniform: [3, 2] }, '.for.uniform: there is nothing between 3 and 2: the first has to be the smaller one'],
  [{ weibull: { shape: 0, scale: 1 } }, '.for.weibull.shape: 0 is not greater than 0'],
  [{ empirical: { values: [] } }, '.for.empirical.values: there is nothing in it'],
  [{ empirical: { values: [1], weights: [0] } }, '.for.empirical.weights: there is nothing in it'],
  [{ gamma: 1 } as never, '.for: this is none of the known distributions'],
])('a distribution that cannot be: %j', async (service, complaint) => {
  expect(await complaints(served(service))).toEqual([`sources.visitors.steps.0${complaint}`]);
});

/** Distributions that would come more or less often than the rate says. */
const spacings: readonly (readonly [Distribution, string])[] = [
  [2, '2'],
  [{ uniform: [0, 1] }, '0.5'],
  [{ weibull: { shape: 0.5, scale: 1 } }, '2'],
  [{ empirical: { values: [1, 3], weights: [1, 3] } }, '2.5'],
  [{ empirical: { values: [5, 0, 1], smooth: true } }, '2'],
];

test.each<[string, Source, readonly string[]]>([
  ['a rate of 0', { arrivals: { rate: 0 } }, ['arrivals.rate: 0 is not greater than 0']],
  ['a negative rate', { arrivals: { rate: -3 } }, ['arrivals.rate: -3 is not greater than 0']],
  [
    'no time between',
    { arrivals: { every: 0 } },
    ['arrivals.every: no time would pass from one to the next: the mean has to be greater than 0'],
  ],
  [
    'pieces out of order',
    {
      arrivals: {
        rate: [
          { from: 5, rate: 1 },
          { from: 2, rate: 1 },
        ],
      },
    },
    ['arrivals.rate.1: 2 comes after 5: times have to be in order'],
  ],
  [
    'a trace out of order',
    { trace: { times: [1, 3, 2] } },
    ['trace.times.2: 2 comes after 3: times have to be in order'],
  ],
  [
    'columns of different length',
    { trace: { times: [1, 2], clients: [1] } },
    ['trace.clients: this column has 1 values, and the trace has 2 times'],
  ],
  [
    'an unknown program',
    { trace: { times: [1], programs: ['pgae'] } },
    ['trace.programs: there is no program "pgae"; did you mean "page"?'],
  ],
  ['half a user', { users: 0.5, think: 1 }, ['users: 0.5 is not a whole number from 1 on']],
  [
    'neither arrivals nor users nor a trace',
    {} as Source,
    [': nothing says when its requests come: it takes arrivals, users or a trace'],
  ],
  [
    'arrivals without a rate',
    { arrivals: {} } as Source,
    ['.arrivals: nothing says how often requests come: it takes a rate, or every'],
  ],
  [
    'an unknown spacing',
    { arrivals: { rate: 1, spacing: 'evn' } } as never,
    ['.arrivals.spacing: there is no spacing "evn"; did you mean "even"?'],
  ],
  ...spacings.map(([spacing, mean]): [string, Source, readonly string[]] => [
    `a spacing with the mean ${mean}`,
    { arrivals: { rate: 1, spacing } },
    [`.arrivals.spacing: its mean is ${mean}, not 1: the rate says how many come, and the spacing only how evenly`],
  ]),
  [
    'keys and clients beyond what is counted',
    { trace: { times: [1, 1, 1, 1], keys: [-1, 0.5, 2 ** 31, 2 ** 31 - 1], clients: [2 ** 32, -1, 1, 2 ** 32 - 1] } },
    [
      '.trace.keys.0: -1 is not a whole number from 0 to 2^31 - 1',
      '.trace.keys.1: 0.5 is not a whole number from 0 to 2^31 - 1',
      '.trace.keys.2: 2147483648 is not a whole number from 0 to 2^31 - 1',
      '.trace.clients.0: 4294967296 is not a whole number from 0 to 2^32 - 1',
      '.trace.clients.1: -1 is not a whole number from 0 to 2^32 - 1',
    ],
  ],
  ['clients that are none', { users: 2, think: 1, clients: [] }, ['.clients: there is nothing in it']],
  [
    'a retry for what never happens',
    { arrivals: { rate: 1 }, retry: { attempts: 2, after: 1, on: ['timeuot'] } },
    ['.retry.on.0: there is no cause of failure "timeuot"; did you mean "timeout"?'],
  ],
  [
    'no attempt',
    { arrivals: { rate: 1 }, retry: { attempts: 0, after: 1 } },
    ['retry.attempts: 0 is not a whole number from 1 on'],
  ],
])('a source that cannot be: %s', async (_, source, expected) => {
  expect(await complaints(from(source))).toEqual(
    expected.map((text) => `sources.visitors${/^[.:]/.test(text) ? '' : '.'}${text}`),
  );
});

test.each<[string, Steps, string]>([
  ['unknown station', [{ visit: 'desc', for: 1 }], '.visit: there is no station "desc"; did you mean "desk"?'],
  ['unknown link', [{ cross: 'wier' }], '.cross: there is no link "wier"; did you mean "wire"?'],
  ['unknown cache', [{ lookup: 'pages' }], '.lookup: there is no cache "pages"; known: —'],
  [
    'probabilities',
    [
      {
        choose: [
          { probability: 0.7, steps: [] },
          { probability: 0.2, steps: [] },
        ],
      },
    ],
    '.choose: the probabilities add up to 0.9, not to 1',
  ],
  ['for ever', [{ again: 1, steps: [] }], '.again: 1 is not a probability below 1, or it never ends'],
  [
    'ways of a sleeper',
    [{ idle: 'lab', steps: [], ways: [{ after: 1, steps: [] }] }],
    '.ways: the first way is after 0 seconds: somebody may come at once',
  ],
  [
    'ways out of order',
    [
      {
        idle: 'lab',
        steps: [],
        ways: [
          { after: 0, steps: [] },
          { after: 2, steps: [] },
          { after: 1, steps: [] },
        ],
      },
    ],
    '.ways.2: 1 comes after 2: times have to be in order',
  ],
  ['no time', [{ within: 0, steps: [] }], '.within: 0 is not greater than 0'],
  ['priority', [{ visit: 'desk', for: 1, priority: 16 }], '.priority: 16 is not a whole number from 0 to 15'],
  [
    'nested',
    [{ hold: 'desk', steps: [{ visit: 'x', for: 1 }] }],
    '.steps.0.visit: there is no station "x"; known: desk',
  ],
  [
    'an unknown end of waiting',
    [{ within: 1, then: 'leaf', steps: [] } as never],
    '.then: there is no end of waiting "leaf"; known: stop, leave',
  ],
  [
    'a cause that nothing has',
    [{ attempt: [{ fail: 'broken' }], otherwise: [], on: ['broken', 'brokn'] }],
    '.on.1: there is no cause of failure "brokn"; did you mean "broken"?',
  ],
  ['no step', [{ jump: 1 } as never], ': this is none of the known steps'],
])('a step that cannot be: %s', async (_, steps, complaint) => {
  expect(await complaints(doing(...steps))).toEqual([`sources.visitors.steps.0${complaint}`]);
});

test('parts that cannot be', async () => {
  const model: SimModel = {
    sources: {},
    stations: { a: { servers: 0 }, b: { room: -1 }, c: { speed: 0 }, d: { schedule: [{ at: -1 }] } },
    links: { e: { rate: 0 }, f: { loss: 1.5 } },
    caches: { g: { items: 0, popularity: -1 } },
    balancers: { h: { targets: {} }, i: { targets: { t: { weight: 0, steps: [] } }, policy: 'randon' } },
    programs: { j: [{ run: 'j' }], k: [{ balance: 'l' }, { commit: 'h' }] },
  };
  expect(await complaints(model)).toEqual([
    'sources: there is nothing in it',
    'stations.a.servers: 0 is not a whole number from 1 on',
    'stations.b.room: -1 is not a whole number from 0 on',
    'stations.c.speed: 0 is not greater than 0',
    'stations.d.schedule.0.at: -1 is not 0 or greater',
    'links.e.rate: 0 is not greater than 0',
    'links.f.loss: 1.5 is not a probability, from 0 to 1',
    'caches.g.items: 0 is not a whole number from 1 on',
    'caches.g.popularity: -1 is not 0 or greater',
    'balancers.h.targets: there is nothing in it',
    'balancers.i.policy: there is no policy "randon"; did you mean "random"?',
    'balancers.i.targets.t.weight: 0 is not greater than 0',
    'programs.j.0: the program "j" would run itself',
    'programs.k.0.balance: there is no balancer "l"; did you mean "h"?',
  ]);
});

test('words that nobody knows', async () => {
  const stations = {
    a: { discipline: 'prority' },
    b: { breakdowns: { up: 1, down: 1, mode: 'puase' } },
    c: {
      schedule: [
        { at: 1, down: 'refus' },
        { at: 2, down: false },
      ],
    },
  } as never;
  const balancers = { d: { targets: { t: { steps: [] } }, retryOn: ['ful'] } };
  expect(
    await complaints({ ...served(0.5), stations: { ...desk.stations, ...(stations as object) }, balancers }),
  ).toEqual([
    'stations.a.discipline: there is no discipline "prority"; did you mean "priority"?',
    'stations.b.breakdowns.mode: there is no way to be down "puase"; did you mean "pause"?',
    'stations.c.schedule.0.down: there is no way to be down "refus"; did you mean "refuse"?',
    'balancers.d.retryOn.0: there is no cause of failure "ful"; did you mean "full"?',
  ]);
});

test.each<Distribution>([
  { exponential: 1 },
  { weibull: { shape: 0.7, scale: 0.79 } },
  { lognormal: { mean: 1, variation: 2 } },
  { empirical: { values: [0, 1, 2], smooth: true } },
])('a spacing with the mean 1: %j', async (spacing) => {
  expect(await complaints(from({ arrivals: { rate: 1, spacing } }))).toEqual([]);
});

test.each<[Partial<SimOptions>, string]>([
  [{ seconds: 0 }, 'seconds: 0 is not greater than 0'],
  [{ warmup: -1 }, 'warmup: -1 is not 0 or greater'],
  [{ replications: 0 }, 'replications: 0 is not a whole number from 1 on'],
  [{ batches: 1 }, 'batches: 1 is not a whole number from 2 on'],
  [{ seed: 0.5 }, 'seed: 0.5 is not a whole number from 0 to 2^53'],
  [
    { threads: 2, policies: {} },
    'policies: policies of your own are code, which other threads do not have: leave "threads" out',
  ],
])('options that cannot be: %j', async (options, complaint) => {
  expect(await complaints(served(0.5), options)).toEqual([complaint]);
});

test('the message shows the first and how many more there are', async () => {
  const bad = simulate({ ...served(-1), stations: { desk: { servers: 0 } } }, { seconds: 1 });
  await expect(bad).rejects.toThrow(
    'the model cannot be simulated: sources.visitors.steps.0.for: -1 is not 0 or greater, and 1 more',
  );
});

test('what is sound is not complained about', async () => {
  expect(await complaints(served(0.5))).toEqual([]);
});
