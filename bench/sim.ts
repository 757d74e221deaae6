import { join } from 'node:path';
import { simulate, type SimModel, type SimOptions, type SimResult } from 'bancada/sim';
import { packageRoot } from '../src/ports/files.ts';
import { median, timed, type Run } from './timed.ts';

/** M/M/1 at load 0.9. */
const one: SimModel = {
  sources: { visitors: { arrivals: { rate: 0.9 }, steps: [{ visit: 'desk', for: { exponential: 1 } }] } },
  stations: { desk: {} },
};

const machine = (name: string) => ({
  [`${name}.cpu`]: { discipline: 'sharing' as const },
  [`${name}.workers`]: { servers: 4 },
});

/** Written by hand, with all that a topology like survey's has: a page of a web application on two machines: its worker is held while the session and the database are asked. */
const page = (name: string) => ({
  steps: [
    { cross: 'lan', bytes: 600 },
    {
      hold: `${name}.workers`,
      steps: [
        { visit: `${name}.cpu`, for: { exponential: 0.004 } },
        { cross: 'lan', bytes: 100 },
        { visit: 'redis', for: { exponential: 0.0005 } },
        { cross: 'vpn', bytes: 400 },
        { hold: 'pool', steps: [{ visit: 'database', for: { lognormal: { mean: 0.003, variation: 1 } } }] },
        { cross: 'vpn', bytes: 2000 },
        { visit: `${name}.cpu`, for: { exponential: 0.003 } },
      ],
    },
    { cross: 'lan', bytes: 8000 },
  ],
});

const survey: SimModel = {
  sources: {
    class: {
      arrivals: { rate: 150 },
      clients: 40,
      steps: [{ within: 5, steps: [{ visit: 'web', for: { exponential: 0.0005 } }, { balance: 'survey' }] }],
    },
  },
  stations: {
    web: { servers: 2 },
    ...machine('app1'),
    ...machine('app2'),
    redis: {},
    database: { servers: 2 },
    pool: { servers: 8 },
  },
  links: { lan: { delay: 0.0002, rate: 1e9 }, vpn: { delay: 0.015, rate: 1e8 } },
  balancers: {
    survey: { policy: 'round-robin', tries: 2, targets: { app1: page('app1'), app2: page('app2') } },
  },
};

interface Timed {
  readonly seconds: number;
  readonly processor: number;
  readonly result: SimResult;
}

const once = async (model: SimModel, options: SimOptions): Promise<Timed> => {
  const [from, before] = [performance.now(), process.cpuUsage()];
  const result = await simulate(model, options);
  const processor = process.cpuUsage(before).user / 1e6;
  return { seconds: (performance.now() - from) / 1000, processor, result };
};

/** The middle one of so many, after one that only warms up. */
const middle = async (rounds: number, run: () => Promise<Timed>): Promise<Timed> => {
  await run();
  const all: Timed[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await run());
  return all.sort((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)]!;
};

const millions = (count: number, { seconds, processor }: Timed): string =>
  `${(count / seconds / 1e6).toFixed(2)} M/s   ${(count / processor / 1e6).toFixed(2)} M per second of processor time`;

const show = (name: string, figure: string, aim: string): void => {
  console.log(`  ${name.padEnd(44)} ${figure}   (aim: ${aim})`);
};

/** How fast the simulator is: customers and events a second, threads, and memory over the length of a run. */
export async function measureSimulator(rounds: number): Promise<void> {
  const short = { warmup: 0, replications: 1 };
  const queue = await middle(rounds, () => once(one, { ...short, seconds: 2e6 }));
  show('M/M/1 at load 0.9, customers', millions(queue.result.sources['visitors']!.sent, queue), '3 M/s');
  const topology = await middle(rounds, () => once(survey, { ...short, seconds: 2000 }));
  show('a topology like survey, events on one thread', millions(topology.result.events, topology), '2 M/s');
  const many = { warmup: 0, seconds: 2000, replications: 8 };
  const single = await middle(rounds, () => once(survey, many));
  const double = await middle(rounds, () => once(survey, { ...many, threads: 2 }));
  show('survey, two threads against one', `${(single.seconds / double.seconds).toFixed(2)} times`, '1.6 times');
  await showMemory();
  await showLab(rounds);
  await showProcess(rounds);
}

/** The model of the survey lab itself. What compiles it is loaded only now: with it in the process all else is a sixth slower. */
async function showLab(rounds: number): Promise<void> {
  const [{ labModel }, { simSetup }] = await Promise.all([
    import('../src/sim/lab/lab-model.ts'),
    import('../test/support/sim-setup.ts'),
  ]);
  const { model } = labModel(simSetup('survey', 60));
  const lab = await middle(rounds, () => once(model, { warmup: 0, replications: 1, seconds: 1000 }));
  show("survey lab's own model, events on one thread", millions(lab.result.events, lab), '2 M/s');
}

/** The command line, from its start to its end. */
async function showProcess(rounds: number): Promise<void> {
  const root = packageRoot();
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round += 1)
    runs.push(await timed(root, [join(root, 'bancada'), 'sim', 'survey']));
  const seconds = median(runs).milliseconds / 1000;
  show('sim survey with defaults, the whole process', `${seconds.toFixed(2)} s`, '2 s');
}

/** The same run, and one ten times as long. */
async function showMemory(): Promise<void> {
  const used = async (seconds: number): Promise<number> => {
    await simulate(survey, { warmup: 0, replications: 1, seconds });
    return process.memoryUsage().rss / 1e6;
  };
  const [before, after] = [await used(1000), await used(10_000)];
  show('memory after a run ten times as long', `${(after - before).toFixed(0)} MB more`, 'none');
}
