import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalibrateResult, Compared, CompareResult } from '../../src/verbs/compare/results.ts';
import { hostLoad, stolenShare } from '../../src/ports/host-load.ts';
import { judge } from '../../src/verbs/compare/figures.ts';
import { medianOf, Sample } from '../../src/verbs/compare/sample.ts';
import { exhaustive, figures } from '../support/seed.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

/*
 * How true predictions are, over workloads below saturation. Who answers and how many errors there are must hold on any computer;
 * milliseconds and processor times, which are longer where others share its caches, only where it had room for the lab.
 */

interface Workload {
  readonly name: string;
  readonly words: readonly string[];
  /** Another line of the balancer than the file's. */
  readonly web?: string;
  /** Something is stopped and started again. */
  readonly restarts?: true;
}

const usualWeb = 'balance: round_robin';

const workloads: readonly Workload[] = [
  { name: 'home pages, 40 a second', words: ['--rate', '40', '--ask', 'home'] },
  { name: 'who am I, 100 a second', words: ['--rate', '100', '--ask', 'whoami'] },
  { name: 'as usual, 40 a second', words: ['--rate', '40'] },
  { name: 'as usual, 80 a second', words: ['--rate', '80'] },
  { name: 'results, 20 a second', words: ['--rate', '20', '--for', '60s', '--ask', 'results'] },
  { name: 'registrations, 40 a second', words: ['--rate', '40', '--ask', 'register'] },
  { name: 'health, 20 a second', words: ['--rate', '20', '--for', '60s', '--ask', 'health'] },
  { name: '10 ms of work, 10 a second', words: ['--rate', '10', '--for', '60s', '--ask', 'demo'] },
  { name: '10 ms of work, 40 a second', words: ['--rate', '40', '--ask', 'demo'] },
  { name: 'least connections', words: ['--rate', '60'], web: 'balance: least_conn' },
  { name: 'weights of 3 and 1', words: ['--rate', '40', '--ask', 'home'], web: 'weights: { app1: 3 }' },
  { name: 'hash of the address', words: ['--rate', '40', '--ask', 'home'], web: 'balance: hash' },
  {
    name: 'failover',
    words: ['--rate', '40', '--ask', 'whoami', '--fault', 'survey@app1:down@10s..17s'],
    restarts: true,
  },
  {
    name: 'both down',
    words: ['--rate', '40', '--for', '40s', '--ask', 'whoami', '--fault', 'survey:down@10s..15s'],
    restarts: true,
  },
];

/** A computer has slow half minutes, of which nothing tells: everything is done several times, all of it one after the other. */
const rounds = 3;

const title = `predictions of ${String(workloads.length)} workloads`;
const name = exhaustive ? title : `${title} (NOT CHECKED: exhaustive, runs with --all)`;

describe.skipIf(!exhaustive)(name, () => {
  let project: SmallProject;
  const text = readFileSync('topology/survey.yaml', 'utf8').replace(/^[^]*?name: survey\n/m, '');
  const table: (readonly string[])[] = [];
  const compared = new Map<Workload, CompareResult[]>(workloads.map((workload) => [workload, []]));
  const file = (): string => join(project.standing.directory, 'topology', 'survey.yaml');
  const describeWeb = async (web: string): Promise<void> => {
    await writeFile(file(), `bancada: 1\nname: survey\n${text.replace(usualWeb, web)}`);
    const { code, stderr } = await project.bancada('up', '--no-check');
    expect(code, stderr).toBe(0);
  };

  /** As often as it takes until the computer had room for it, or until that was tried often enough. */
  const inPeace = async <T extends Doubted>(attempt: () => Promise<T>, mostTimes = 3): Promise<T> => {
    let result = await attempt();
    for (let times = 1; times < mostTimes && result.doubts.length > 0; times += 1) {
      await quiet();
      result = await attempt();
    }
    return result;
  };

  const calibrate = async (): Promise<CalibrateResult> => {
    const said = await project.bancada('calibrate', '--json');
    expect([0, 3], said.stderr).toContain(said.code);
    return said.json<CalibrateResult>();
  };

  const compare = async ({ words }: Workload): Promise<CompareResult> => {
    const said = await project.bancada('compare', '--json', '--for', '30s', ...words);
    const result = said.json<CompareResult>();
    expect(said.code, said.stderr).toBe({ pass: 0, fail: 1, inconclusive: 3 }[result.verdict]);
    return result;
  };

  beforeAll(async () => {
    project = await lastingProject('survey', text);
  });

  afterAll(async () => {
    await project.bancada('destroy', '--yes');
    figures(`fidelity, medians of ${String(rounds)}, predicted / measured, milliseconds`);
    for (const cells of [['workload', ...columns.map((each) => each.title), 'furthest', 'verdict'], ...table])
      figures(`| ${cells.join(' | ')} |`);
  });

  test('are made and measured', { timeout: 7_200_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      await describeWeb(usualWeb);
      const calibration = await inPeace(calibrate);
      for (const { kind, failed } of calibration.kinds) expect(failed, kind).toBe(0);
      tellCalibration(calibration);
      for (const [workload, results] of compared) {
        if (workload.web !== undefined) await describeWeb(workload.web);
        // A doubtful calibration makes every comparison doubtful.
        const result = await inPeace(() => compare(workload), calibration.doubts.length === 0 ? 3 : 1);
        results.push(result);
        tell(workload, result);
        if (workload.web !== undefined) await describeWeb(usualWeb);
      }
    }
  });

  test.for(workloads)('$name', (workload, { skip }) => {
    const results = compared.get(workload) ?? [];
    expect(results).toHaveLength(rounds);
    const peaceful = results.filter(({ doubts }) => doubts.length === 0);
    const judged = together(peaceful.length > 1 ? peaceful : results);
    table.push(row(workload, judged));
    // When a busy computer starts a service again, and how long that takes, is in nobody's model.
    const relied = workload.restarts ? peaceful : results;
    for (const { figures: each } of relied)
      expect(each.filter(({ topic, verdict }) => topic === 'split' && verdict === 'fail')).toEqual([]);
    if (relied.length > 0)
      expect(together(relied).filter(({ topic, verdict }) => topic === 'errors' && verdict === 'fail')).toEqual([]);
    if (peaceful.length < 2) skip('milliseconds and processor times NOT CHECKED: the computer was busy');
    expect(judged.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });
});

/** At once: of hours that are cut off something is known, too. */
const tellCalibration = ({ doubts, kinds }: CalibrateResult): void => {
  for (const doubt of doubts) figures(`doubtful: ${JSON.stringify(doubt)}`);
  for (const { kind, count: answers, mean, p95, rest, wake } of kinds)
    figures(`calibrated ${kind}: ${String(answers)}, ${thousandths(mean, p95, rest, wake)} ms`);
};

const tell = ({ name: workload }: Workload, { figures: all, host, doubts, slowness = NaN }: CompareResult): void => {
  const latencies = all.filter(({ topic }) => topic === 'latency').map((each) => `${each.what} ${percent(each)}`);
  const worst = all.toSorted((one, other) => off(other) - off(one))[0];
  figures(
    `compared ${workload}: ${latencies.join(', ')}; wake ${thousandths(host.wake)} ms, ${slowness.toFixed(3)} times as slow, ` +
      `${(100 * (host.stolen ?? 0)).toFixed(1)} % stolen` +
      (worst ? `; furthest ${worst.topic} ${worst.what} ${percent(worst)}` : '') +
      (doubts.length > 0 ? `; doubtful: ${JSON.stringify(doubts)}` : ''),
  );
};

/** Each figure in the middle of all rounds. A time misses if it is off by more than chance alone may have brought over its limit. */
const together = (results: readonly CompareResult[]): readonly Compared[] =>
  (results[0]?.figures ?? []).map((first) => {
    const same = results.flatMap((each) =>
      each.figures.filter(({ topic, what }) => topic === first.topic && what === first.what),
    );
    const middle = (of: (figure: Compared) => number): number => medianOf(same.map(of));
    const [predicted, measured, limit] = [
      middle((each) => each.predicted),
      middle((each) => each.measured),
      middle((each) => each.limit),
    ];
    const apart = new Sample(same.map((each) => each.predicted - each.measured));
    const isTime = first.topic === 'latency' || first.topic === 'kind';
    const doubt = isTime ? apart.doubt('mean') : 0;
    return { ...first, predicted, measured, limit, verdict: judge(Math.abs(predicted - measured), limit, doubt) };
  });

const thousandths = (...values: readonly number[]): string => values.map((each) => each.toFixed(3)).join(' ');

interface Doubted {
  readonly doubts: readonly unknown[];
}

/** Waits until nobody has kept half a processor busy for five seconds, nor taken some of it, or until that is not to be hoped for. */
const quiet = async (): Promise<void> => {
  for (let times = 0; times < 8; times += 1) {
    const before = hostLoad();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const after = hostLoad();
    if (before === undefined || after === undefined) return;
    // The kernel counts in ticks: of two or three in five seconds nothing can be told.
    const isTaken = after.stolen - before.stolen > 0.03 && stolenShare(before, after) > 0.02;
    if (after.busy - before.busy < 2.5 && !isTaken) return;
  }
};

const percent = ({ predicted, measured, verdict }: Compared): string => {
  const apart = (100 * (predicted - measured)) / measured;
  const mark = { pass: '', fail: ' !', inconclusive: ' ?' }[verdict];
  return `${predicted.toFixed(1)} / ${measured.toFixed(1)} (${apart > 0 ? '+' : ''}${apart.toFixed(0)} %)${mark}`;
};
const count = ({ predicted, measured }: Compared): string => `${predicted.toFixed(0)} / ${measured.toFixed(0)}`;
const points = ({ what, predicted, measured }: Compared): string =>
  `${what} ${(100 * predicted).toFixed(1)} / ${(100 * measured).toFixed(1)}`;

/** Of each topic the figure with this name, or the one that is furthest off. */
const columns = [
  { title: 'mean', of: 'latency mean', show: percent },
  { title: 'p95', of: 'latency p95', show: percent },
  { title: 'p99', of: 'latency p99', show: percent },
  { title: 'app1 answered', of: 'split app1', show: count },
  { title: 'furthest use, %', of: 'station', show: points },
  { title: 'furthest service, %', of: 'service', show: points },
  { title: 'errors', of: 'errors ', show: count },
] as const;

const row = ({ name: workload }: Workload, judged: readonly Compared[]): readonly string[] => {
  const furthest = (of: (figure: Compared) => boolean): Compared | undefined =>
    judged.filter(of).toSorted((one, other) => off(other) - off(one))[0];
  const shown = columns.map(({ of, show }) => {
    const figure = furthest(({ topic, what }) => of === topic || of === `${topic} ${what}`);
    return figure === undefined ? '–' : show(figure);
  });
  const worst = furthest(({ verdict }) => verdict !== 'pass');
  const verdicts = judged.map(({ verdict }) => verdict);
  const verdict = (['fail', 'inconclusive'] as const).find((each) => verdicts.includes(each)) ?? 'pass';
  return [workload, ...shown, worst === undefined ? '–' : `${worst.topic} ${worst.what} ${percent(worst)}`, verdict];
};

/** In limits. */
const off = ({ predicted, measured, limit }: Compared): number => Math.abs(predicted - measured) / limit;
