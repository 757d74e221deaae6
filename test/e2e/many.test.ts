import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LoadResult } from '../../src/model/load.ts';
import { limitFile } from '../../src/providers/local/limits.ts';
import { limitKeys } from '../../src/providers/local/protocol.ts';
import type { UpResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { idsOf, tracesOf } from '../support/luck.ts';
import { exhaustive, figures } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';

const minutes = 60_000;

const good = (said: Said): Said => {
  expect(said.code, said.stdout.slice(-2000) + said.stderr).toBe(0);
  return said;
};

/** The same addresses in each of them. */
const alike = cache.replace('lan: {}', 'lan: { subnet: 192.168.56.0/24 }');

const exec = (project: SmallProject, ...argv: readonly string[]): Promise<Said> =>
  project.bancada('exec', '-m', 'one', '--', ...argv);

/** The limits of the kernel's that labs share, as they are now. */
const limitsNow = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries<string>(
    await Promise.all(limitKeys.map(async (key) => [key, await readFile(limitFile(key), 'utf8')] as const)),
  );

/** One `destroy` leaves nothing of it on this computer. @returns how long it took, milliseconds */
const leavesNothing = async (project: SmallProject): Promise<number> => {
  const ids = await idsOf(project);
  expect(ids).not.toEqual([]);
  const started = performance.now();
  good(await project.bancada('destroy', '--yes'));
  const took = performance.now() - started;
  expect(await tracesOf(project, ids)).toEqual([]);
  return took;
};

const mark = (index: number): string => `lab number ${String(index)}`;

describe('labs of one name and with the same addresses, each in a folder of its own', () => {
  const count = exhaustive ? 10 : 3;

  test(
    `${String(count)} of them come up at once, hold their checks, and go without the others noticing`,
    async () => {
      const before = await limitsNow();
      const projects = await Promise.all(Array.from({ length: count }, () => smallProject('same', alike)));
      const started = performance.now();
      const ups = await Promise.all(projects.map((project) => project.bancada('up', '--json')));
      const took = ((performance.now() - started) / 1000).toFixed(1);
      const results = ups.map((up) => good(up).lines<{ readonly type: string } & UpResult>().at(-1));
      if (exhaustive) figures(`${String(count)} labs at once with the same addresses, up and checked in ${took} s`);
      expect(results.flatMap((result) => result?.checks.map(({ verdict }) => verdict))).not.toContain('fail');
      expect(new Set(results.map((result) => result?.id)).size).toBe(count);
      expect(new Set(results.flatMap((result) => result?.published.map(({ listen }) => listen))).size).toBe(count);

      await Promise.all(projects.map((each, index) => exec(each, 'sh', '-c', `echo "${mark(index)}" >/root/mark`)));
      const [first, ...others] = projects;
      if (first === undefined) return;
      await leavesNothing(first);
      const told = await Promise.all(others.map((project) => exec(project, 'cat', '/root/mark')));
      expect(told.map(({ stdout }) => stdout.trim().replace(/^one: /, ''))).toEqual(
        others.map((_, index) => mark(index + 1)),
      );
      const checks = await Promise.all(others.map((project) => project.bancada('check')));
      for (const check of checks) good(check);
      for (const other of others) await leavesNothing(other);
      expect(await limitsNow()).toEqual(before);
    },
    10 * minutes,
  );
});

const plain = (count: number): string => `
networks: { lan: {} }
machines:
  plain: { count: ${String(count)}, size: plain, networks: { lan: auto } }
`;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

describe.runIf(exhaustive)('many machines', () => {
  test.each([50, 200])(
    '%i of them come up and go',
    async (count) => {
      const before = await limitsNow();
      const project = await smallProject('crowd', plain(count));
      const started = performance.now();
      good(await project.bancada('up', '--setup', '--no-check', '--quiet', '--timeout', '600s'));
      const up = performance.now();
      const { stdout } = good(await project.bancada('status', '--json'));
      const { machines } = JSON.parse(stdout) as { machines: readonly { machine: { state: string } }[] };
      expect(machines.filter(({ machine }) => machine.state === 'running')).toHaveLength(count);
      const turned = performance.now();
      // So many of them; the fewer go as they run.
      if (count > 50) good(await project.bancada('down', '--quiet'));
      const down = performance.now() - turned;
      const turnedOff = count > 50 ? `, down in ${seconds(down)}` : '';
      const gone = await leavesNothing(project);
      figures(`${String(count)} machines up in ${seconds(up - started)}${turnedOff}, gone in ${seconds(gone)}`);
      expect(await limitsNow()).toEqual(before);
    },
    20 * minutes,
  );
});

/** Machines that serve a page, with so much of a processor each, behind a balancer that has enough. */
const farm = (count: number, cpus: number): string => `
networks: { lan: {} }
machines:
  lb:
    size: { cpus: 1 }
    networks: { lan: auto }
    services:
      web: { role: nginx, upstream: shop }
      redis: {}
      mariadb: { database: shop }
  app:
    count: ${String(count)}
    size: { cpus: ${String(cpus)} }
    networks: { lan: auto }
    services: { shop: { role: survey-app, sessions: redis, database: mariadb } }
visitors:
  class: { from: lan, to: web }
`;

/** Answers a second while so many visitors ask again at once, and what was said of it. */
const throughput = async (project: SmallProject): Promise<{ readonly rate: number; readonly result: LoadResult }> => {
  await pause(2000);
  const said = good(await project.bancada('load', '--closed', '24', '--for', '12s', '--json'));
  const result = said.lines<LoadResult>().at(-1) as LoadResult;
  return { rate: result.answered / result.seconds, result };
};

describe.runIf(exhaustive)('capacity', () => {
  test(
    'grows with each machine, until the computer is full, which is said',
    async () => {
      const rates: number[] = [];
      for (const count of [1, 2, 3]) {
        const project = await smallProject('farm', farm(count, 0.15));
        good(await project.bancada('up', '--no-check'));
        const { rate, result } = await throughput(project);
        rates.push(rate);
        const { busy = Number.NaN, processors = 0 } = result.host ?? {};
        figures(
          `${String(count)} machines of 0.15 processors: ${rate.toFixed(0)} pages a second, ${busy.toFixed(2)} of ${String(processors)} processors at work`,
        );
        good(await project.bancada('destroy', '--yes'));
      }
      const [one = 0, two = 0, three = 0] = rates;
      expect(two).toBeGreaterThan(1.5 * one);
      expect(three).toBeGreaterThan(1.2 * two);

      const project = await smallProject('full', farm(4, 1));
      expect((await project.bancada('plan')).stdout).toContain('all machines at work may take 5 processors');
      good(await project.bancada('up', '--no-check'));
      const told = good(await project.bancada('load', '--closed', '64', '--for', '12s'));
      expect(told.stdout).toContain('this computer was full');
    },
    20 * minutes,
  );
});
