import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadResult } from '../../src/model/load.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

const shop = `
networks:
  lan: {}
machines:
  lb:
    networks: { lan: auto }
    services:
      web: { role: nginx, upstream: shop, balance: hash }
      redis: {}
      mariadb: { database: shop }
  app:
    count: 2
    networks: { lan: auto }
    services:
      shop: { role: survey-app, sessions: redis, database: mariadb }
visitors:
  class: { from: lan, to: web }
`;

let project: SmallProject;

beforeAll(async () => {
  project = await lastingProject('crowd', shop);
  const { code, stdout, stderr } = await project.bancada('up');
  expect(code, stdout + stderr).toBe(0);
}, 180_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
  await rm(project.standing.directory, { recursive: true });
});

const load = async (...words: readonly string[]): Promise<LoadResult> => {
  const { code, stdout, stderr } = await project.bancada('load', '--json', ...words);
  expect(code, stdout + stderr).toBe(0);
  return JSON.parse(stdout.split('\n').at(-1) ?? '') as LoadResult;
};

const accounts = async (): Promise<string> =>
  (await project.bancada('exec', '-m', 'lb', '--', 'mariadb', '-N', '-e', 'select count(*) from shop.account')).stdout;

describe('load', () => {
  test('visitors come from many addresses, and the balancer tells them apart', async () => {
    const result = await load('--rate', '60', '--for', '4s', '--even');
    expect(result).toMatchObject({ sent: 240, answered: 240, failed: 0, sources: 126, errors: [], profile: 'page' });
    expect(result.statuses.map(({ status, latency }) => [status, latency.count])).toEqual([[200, 240]]);
    // A hash of the address: both serve, neither by turns.
    expect(result.machines.map(({ machine }) => machine)).toEqual(['app1', 'app2']);
    expect(result.timeline.length).toBeGreaterThanOrEqual(4);
    const log = await project.bancada('exec', '-m', 'lb', '--', 'cat', '/var/log/nginx/access.log');
    const seen = log.stdout.split('\n').map((line) => (JSON.parse(line) as { from: string }).from);
    const visitors = new Set(seen.filter((address) => Number(address.split('.')[3]) >= 128));
    expect(visitors.size).toBeGreaterThan(60);
  });

  test('two thousand requests a second of a trivial page are held', async () => {
    const { pace, errors } = await load('--rate', '2000', '--for', '5s', '--path', '/favicon.ico');
    expect(errors).toEqual([]);
    expect(pace).toMatchObject({ asked: 10_000, sent: 10_000, kept: true });
    expect(Math.abs(pace.sentRate - 2000)).toBeLessThanOrEqual(20);
  });

  test('visitors register, answer and look at the results, and leave no account', async () => {
    const result = await load('--closed', '4', '--for', '4s', '--profile', 'visit');
    expect(result.errors).toEqual([]);
    expect(result.visits?.finished).toBeGreaterThan(3);
    expect(result.visits).toMatchObject({ begun: result.visits?.finished, left: 0 });
    expect(await accounts()).toBe('0');
  });

  test('Ctrl-C shows what is known so far, and leaves nothing', async () => {
    const running = project.start('load', '--rate', '20', '--for', '5m', '--profile', 'visit');
    await once(running.stderr, 'data');
    for (let text = ''; !/ {3}2 s/.test(text);) text += String(await once(running.stderr, 'data'));
    process.kill(-(running.pid ?? 0), 'SIGINT');
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(130);
    expect(stdout).toContain('interrupted: this is what is known so far');
    expect(stdout).toMatch(/GET \/cadastro +\d+/);
    expect(await accounts()).toBe('0');
  });

  test('a lab that is down is refused, and so is what it does not know', async () => {
    expect(await project.bancada('load', '--profile', 'buy')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('there are page, visit') as string,
    });
    expect((await project.bancada('down')).code).toBe(0);
    expect(await project.bancada('load')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('bancada up crowd') as string,
    });
  });
});
