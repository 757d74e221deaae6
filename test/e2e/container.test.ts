import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

/** A machine whose nginx is a container. What it passes on to would not understand it, and is not asked. */
const boxed = `
networks:
  lan: {}
machines:
  one:
    networks: { lan: auto }
    services:
      web: { role: nginx, runtime: docker, upstream: memcached }
      memcached: {}
`;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout.trim();
};

describe('nginx as a container', () => {
  let project: SmallProject;
  const bancada = (verb: string, ...words: readonly string[]) => project.bancada(verb, ...words);
  const inside = async (...argv: readonly string[]): Promise<string> =>
    good(await bancada('exec', '-m', 'one', '--', ...argv));
  const container = () => inside('docker', 'ps', '--no-trunc', '--format', '{{.ID}} {{.Names}}');
  const state = async (): Promise<string> =>
    (await bancada('exec', '-m', 'one', '--', 'systemctl', 'is-active', 'nginx')).stdout.trim();
  const served = async (): Promise<string> => {
    const code = 'import urllib.request as u; print(u.urlopen("http://127.0.0.1/favicon.ico", timeout=3).status)';
    return (await bancada('exec', '-m', 'one', '--', 'python3', '-c', code)).stdout.trim();
  };

  beforeAll(async () => {
    project = await lastingProject('box', boxed);
    good(await bancada('up', '--no-check', '--setup'));
  });
  afterAll(async () => {
    await bancada('destroy', '--yes');
  });

  test('serves from the machine’s own addresses, below its unit, and nothing is left to change', async () => {
    expect(await served()).toBe('204');
    const [id = '', name] = (await container()).split(' ');
    expect(name).toBe('bancada-web');
    const groups = await inside('sh', '-c', 'cat /proc/$(pgrep --newest nginx)/cgroup');
    expect(groups).toContain(`/system.slice/nginx.service/${id}`);
    const listeners = (await inside('ss', '-Hltn')).split('\n').map((line) => line.split(/ +/)[3]);
    expect(listeners.toSorted()).toEqual(['0.0.0.0:80', '127.0.0.1:11211', '127.0.0.1:8079'].toSorted());
    good(await bancada('plan', '--check'));
  });

  test('is reloaded in its container, not made anew', async () => {
    const before = await container();
    good(await bancada('set', 'web.keepalive=7'));
    expect(await inside('grep', '-c', 'keepalive 7;', '/etc/nginx/nginx.conf')).toBe('1');
    expect(await container()).toBe(before);
    good(await bancada('set', '--reset'));
  });

  test('is started again by systemd when it dies, and stays dead where a fault wants it so', async () => {
    await inside('docker', 'kill', 'bancada-web');
    await expect.poll(served, { timeout: 30_000 }).toBe('204');
    good(await bancada('fault', 'inject', 'killed', 'web@one'));
    // Longer than the unit waits before it starts again what has died.
    await inside('sleep', '1.5');
    expect(await state()).toBe('failed');
    good(await bancada('fault', 'undo'));
    await expect.poll(served, { timeout: 30_000 }).toBe('204');
  });

  test('what somebody changed by hand is found, and mended', async () => {
    await inside('sh', '-c', 'systemctl stop nginx; docker image rm --force $(docker image ls --quiet)');
    const { changes } = (await bancada('plan', '--json')).json<PlanResult>();
    expect(changes.map(({ resource, drift }) => [resource, drift])).toEqual([
      ['docker-image:nginx', true],
      ['service:nginx.service', true],
    ]);
    good(await bancada('up', '--no-check'));
    expect(await served()).toBe('204');
  });

  test('is no container any more as soon as its file says so', async () => {
    const file = join(project.standing.directory, 'topology', 'box.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(' runtime: docker,', ''));
    good(await bancada('up', '--no-check', '--yes'));
    expect(await served()).toBe('204');
    expect(await inside('sh', '-c', 'systemctl is-active docker || true')).toBe('inactive');
    expect(await inside('sh', '-c', 'cat /proc/$(pgrep --oldest nginx)/cgroup | grep -c docker || true')).toBe('0');
    good(await bancada('plan', '--check'));
  });
});
