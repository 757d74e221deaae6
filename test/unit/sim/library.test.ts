import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/sim/lab/faults.ts';
import { labModel } from '../../../src/sim/lab/lab-model.ts';
import { everyPart } from '../../support/every-part.ts';
import { oneStation } from '../../support/queue.ts';
import { simProject, type SimProject } from '../../support/sim-library.ts';
import { simSetup } from '../../support/sim-setup.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** The simulator as others have it: a package, `bancada/sim`, in a process of its own. */

const told = (model: object, options: string): string => `
import { createHash } from 'node:crypto';
import { simulate } from 'bancada/sim';

const result = JSON.stringify(await simulate(${JSON.stringify(model)}, ${options}));
console.log(createHash('sha256').update(result).digest('hex'));`;

/** Of something of everything, and of a lab, with nginx's balancer, quotas, a tunnel and a fault. */
const hashed = async (project: SimProject, ...words: readonly string[]): Promise<string> => {
  const fault: Fault = { what: 'app1', harm: { how: 'down' }, from: 10, until: 20 };
  const { model } = labModel({ ...simSetup('survey', 60), faults: [fault] });
  const runs = '{ seconds: 100, replications: 3, log: true }';
  // The beginning is looked for, and stretches are too short: it is told how long they would have to be.
  const stretches = '{ seconds: 600, batches: 8 }';
  const asked = [
    [everyPart, runs],
    [model, runs],
    [oneStation({ exponential: 1 }, { exponential: 0.8 }), stretches],
  ] as const;
  let hashes = '';
  for (const [each, options] of asked) hashes += await project.run(told(each, options), ...words);
  return hashes;
};

test('another project imports it by its name, and its threads come with it', async () => {
  const project = await simProject(await temporaryFolder());
  const [one, two] = [1, 2].map((threads) => told(everyPart, `{ seconds: 50, replications: 4, threads: ${threads} }`));
  const said = await project.run(one!, 'node');
  expect(said).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await project.run(two!, 'node')).toBe(said);
});

/**
 * Bytes that were thrown away for each event more: of a run and of one four times as long, after one that only warmed
 * up. What a run costs once is in both.
 */
const garbageOf = async (project: SimProject, model: object, seconds: number): Promise<number> => {
  const said = await project.run(
    `import { simulate } from 'bancada/sim';
     const run = (seconds) => simulate(${JSON.stringify(model)}, { warmup: 0, replications: 1, seconds });
     const { events } = await run(${seconds});
     for (const times of [1, 4]) {
       console.log('part');
       await run(${seconds} * times);
     }
     console.log('events', events);`,
    ...['node', '--trace-gc', '--no-concurrent-recompilation'],
  );
  const [short = 0, long = 0] = said
    .split('part\n')
    .slice(1)
    .map((part) => [...part.matchAll(/ ([\d.]+) \([\d.]+\) -> ([\d.]+) \([\d.]+\) MB/g)])
    .map((thrown) => thrown.reduce((sum, [, before, left]) => sum + (Number(before) - Number(left)) * 2 ** 20, 0));
  const events = Number(/events (\d+)/.exec(said)?.[1]);
  expect(events).toBeGreaterThan(1e6);
  return (long - short) / (3 * events);
};

const machine = { discipline: 'sharing', servers: 2, quota: { seconds: 0.05, period: 0.1 } };
const page = [
  { cross: 'lan', bytes: 600 },
  {
    hold: 'workers',
    steps: [
      { visit: 'cpu', for: { exponential: 0.001 } },
      { visit: 'desk', for: { exponential: 1e-3 } },
    ],
  },
];

const front = {
  policy: 'round-robin',
  targets: { one: { steps: [{ within: 2, steps: page }] }, two: { steps: page } },
};
const network = {
  sources: { visitors: { arrivals: { rate: 200 }, steps: [{ balance: 'front' }] } },
  stations: { desk: {}, workers: { servers: 4 }, cpu: machine },
  links: { lan: { delay: 0.001, rate: 1e9 } },
  balancers: { front },
};
const queue = oneStation({ exponential: 1 }, { exponential: 0.9 });

test.each([
  ['M/M/1', queue, 1e6, 1],
  ['workers, a processor with a quota, a link, a balancer, time limits', network, 2000, 1],
  // So large a program is not warm yet when the measurement begins.
  ['a lab, with what its roles say', labModel(simSetup('survey', 60)).model, 600, 3],
])('once warm nothing is made for an event: %s', { timeout: 120_000 }, async (_, model, seconds, bytes) => {
  const project = await simProject(await temporaryFolder());
  // A number in its box has 16 bytes; breathing now and then costs a little.
  expect(await garbageOf(project, model, seconds)).toBeLessThan(bytes);
});

/** Bytes that are kept after a run, and after one that is ten times as long. */
const keptBy = async (project: SimProject, log: boolean): Promise<readonly [short: number, long: number]> => {
  const said = await project.run(
    `import { simulate } from 'bancada/sim';
     let result;
     for (const seconds of [200, 200, 2000]) {
       result = await simulate(${JSON.stringify(network)}, { warmup: 0, replications: 1, seconds, log: ${String(log)} });
       gc();
       const { heapUsed, arrayBuffers } = process.memoryUsage();
       console.log(heapUsed + arrayBuffers, result.events);
     }`,
    ...['node', '--expose-gc'],
  );
  const [, short = 0, long = 0] = said.split('\n').map((line) => Number(line.split(' ')[0]));
  return [short, long];
};

test('memory does not grow with the length of a run, unless all is written down', { timeout: 60_000 }, async () => {
  const project = await simProject(await temporaryFolder());
  const [short, long] = await keptBy(project, false);
  expect(long - short).toBeLessThan(2 ** 19);
  const [brief, logged] = await keptBy(project, true);
  expect(logged - brief).toBeGreaterThan(2 ** 24);
});

const all = process.env['BANCADA_TEST_ALL'] !== undefined;
const title = 'the same bytes from the same seed';

describe.skipIf(!all)(all ? title : `${title} (NOT CHECKED: exhaustive, runs with --all)`, { timeout: 300_000 }, () => {
  let folder: string;
  let project: SimProject;
  let here: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bancada-test-'));
    project = await simProject(folder);
    here = await hashed(project, 'node');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['20', '22', '24'])('on Node %s', async (version) => {
    // The program alone: the package `node` would fetch it only while it is installed.
    const system = process.platform === 'win32' ? 'win' : process.platform;
    const other = ['npx', '--yes', '-p', `node-${system}-${process.arch}@${version}`, 'node'];
    expect(await project.run('console.log(process.version)', ...other)).toMatch(new RegExp(`^v${version}\\.`));
    expect(await hashed(project, ...other)).toBe(here);
  });
});
