import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckVerbResult, ListedLab, StatusResult } from '../../src/verbs/results.ts';
import { bancadaAt, startAt, type Said } from '../support/bancada.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';

const pair = `
networks:
  lan: {}
machines:
  one:
    networks: { lan: auto }
    services: { memcached: {} }
  two:
    networks: { lan: auto }
visitors:
  class: { from: lan, to: memcached }
`;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

const upProject = async (): Promise<SmallProject> => {
  const project = await smallProject('pair', pair);
  good(await project.bancada('up', '--no-check'));
  return project;
};

/** What memcached answers to the question for its version, which is its first line. */
const versionAt = async (port: number): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('version\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
};

test('commands run on machines, and their exit codes and words are passed on', async () => {
  const project = await upProject();
  const shell = (script: string) => ['--', 'sh', '-c', script] as const;
  const left = await project.bancada('ssh', 'two', ...shell('hostname; echo "it\'s  $((1 + 1))" >&2; exit 7'));
  expect(left).toMatchObject({ code: 7, stdout: 'two', stderr: "it's  2" });
  expect(await project.bancada('exec', '-m', 'one', ...shell('exit 9'))).toMatchObject({ code: 9, stdout: '' });
  const everywhere = await project.bancada('exec', '--all', ...shell('hostname; test "$(hostname)" = one || exit 5'));
  expect(everywhere.code).toBe(4);
  expect(everywhere.stdout.split('\n').sort()).toEqual(['one | one', 'two | two']);
  expect(everywhere.stderr).toBe('two  exit code 5');
  const told = await project.bancada('exec', '--all', '--json', ...shell('test "$(hostname)" = one || exit 5'));
  expect(told.lines().at(-1)).toMatchObject({
    type: 'result',
    results: [
      { machine: 'one', code: 0 },
      { machine: 'two', code: 5 },
    ],
  });
  expect((await project.bancada('ssh', 'three', ...shell('true'))).code).toBe(64);
});

test('journals are read: of all machines, of one service, and since a time', async () => {
  const project = await upProject();
  good(await project.bancada('exec', '--all', '--', 'sh', '-c', 'logger "marker of $(hostname)"'));
  const everything = good(await project.bancada('logs', '--lines', '1000'));
  const times = everything.split('\n').map((line) => line.split(' ', 1)[0] ?? '');
  expect(times).toEqual(times.toSorted());
  for (const machine of ['one', 'two']) expect(everything).toContain(`marker of ${machine}`);
  const ofTwo = good(await project.bancada('logs', 'two', '--since', '10m'));
  expect(ofTwo).toContain('marker of two');
  expect(ofTwo).not.toContain('marker of one');
  const ofService = good(await project.bancada('logs', '--service', 'memcached'));
  expect(ofService).toContain('Started memcached.service');
  expect(ofService).not.toContain('marker');
  expect(good(await project.bancada('logs', '--since', 'tomorrow'))).not.toContain('marker');
});

test('a service is reached through a port of this computer, until Ctrl-C', async () => {
  const { standing } = await upProject();
  const forward = startAt(standing, 'forward', 'pair', 'memcached', '--json');
  const [line] = (await once(createInterface({ input: forward.stdout }), 'line')) as [string];
  const { port, ...rest } = JSON.parse(line) as { readonly port: number };
  expect(rest).toEqual({ type: 'listening', target: 'memcached' });
  expect(await versionAt(port)).toMatch(/^VERSION 1\./);
  process.kill(-(forward.pid ?? 0), 'SIGINT');
  expect((await forward).exitCode).toBe(0);
  await expect(versionAt(port)).rejects.toThrow('ECONNREFUSED');
});

test('a service is restarted, stopped and started, and the lab says so wherever it is asked', async () => {
  const project = await upProject();
  const mainPid = async (): Promise<string> =>
    good(await project.bancada('exec', '-m', 'one', '--', 'pidof', 'memcached'));
  const first = await mainPid();
  good(await project.bancada('restart', 'memcached'));
  expect(await mainPid()).not.toBe(first);

  const services = async (): Promise<readonly object[]> => {
    const { machines } = (await project.bancada('status', '--json')).json<StatusResult>();
    expect(machines.map(({ machine }) => machine)).toMatchObject([
      { name: 'one', state: 'running' },
      { name: 'two', state: 'running' },
    ]);
    return machines.flatMap((machine) => machine.services.filter(({ role }) => role === 'memcached'));
  };
  const report = join(project.standing.directory, 'results.xml');
  const check = () => project.bancada('check', '--junit', report, '--markdown', '--timeout', '1s');

  good(await project.bancada('stop', 'memcached'));
  expect(await services()).toMatchObject([{ id: 'memcached@one', state: 'not-ready' }]);
  expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('### ❌ pair') as string });
  expect(await readFile(report, 'utf8')).toContain('<failure');

  good(await project.bancada('start', 'memcached'));
  expect(await services()).toMatchObject([{ id: 'memcached@one', state: 'ready' }]);
  expect(good(await check())).toContain('### ✅ pair: passed');
  // Whoever knocks to see that a port is closed leaves no complaint in a journal.
  expect(good(await project.bancada('logs', '--lines', '5000'))).not.toContain('connect_to');
  const { results } = (await project.bancada('check', '--json')).json<CheckVerbResult>();
  expect(await readFile(report, 'utf8')).toMatch(new RegExp(`tests="${String(results.length)}" failures="0"`));

  const { labs } = (await bancadaAt(project.standing, 'list', '--json')).json<{
    readonly labs: readonly ListedLab[];
  }>();
  expect(labs).toMatchObject([{ name: 'pair', state: 'running', machines: 2 }]);
  good(await bancadaAt(project.standing, 'doctor'));
});
