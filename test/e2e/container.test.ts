import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import { bancadaAt, type Said } from '../support/bancada.ts';
import { exhaustive } from '../support/seed.ts';
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

/** A registry on the machine itself, of which its Docker asks first whatever it would fetch from the published one. */
const registry = `export const role = ({ z, dropIn, file, service }) => ({
  summary: { en: 'keeps images', pt: 'guarda imagens' },
  // Before Docker, which is told of it as it starts.
  order: 20,
  packages: () => ['docker-registry'],
  offers: () => [],
  resources: () => {
    const settings = file({
      path: '/etc/docker/registry/config.yml',
      content: \`version: 0.1
storage: { filesystem: { rootdirectory: /var/lib/docker-registry } }
http: { addr: 127.0.0.1:5000 }
\`,
    });
    const mirror = '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd --registry-mirror=http://127.0.0.1:5000\\n';
    return [
      settings,
      dropIn('docker.service', 'mirror', mirror),
      service({ unit: 'docker-registry.service', restartOn: [settings] }),
    ];
  },
});
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

  test.skipIf(!exhaustive)('is what a registry keeps, where its file says so', async () => {
    const file = join(project.standing.directory, 'topology', 'box.yaml');
    const rewrite = async (from: string, to: string): Promise<void> => {
      await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
      good(await bancada('up', '--no-check', '--setup', '--yes'));
    };
    const role = join(project.standing.directory, 'roles', 'registry');
    await mkdir(role, { recursive: true });
    await writeFile(join(role, 'role.mjs'), registry);
    good(await bancadaAt(project.standing, 'trust'));
    await rewrite('memcached: {}', 'memcached: {}\n      registry: {}');
    // Who was up already has not been told of its mirror.
    await inside('systemctl', 'restart', 'docker');
    await expect.poll(served, { timeout: 30_000 }).toBe('204');
    const published = '127.0.0.1:5000/library/nginx:1.26';
    const built = await inside('docker', 'ps', '--format', '{{.Image}}');
    await inside('docker', 'tag', built, published);
    await inside('docker', 'push', '--quiet', published);
    await inside('docker', 'image', 'rm', '--force', published);

    await rewrite('runtime: docker,', 'runtime: docker, image: registry,');
    const [fetched = ''] = (await inside('docker', 'ps', '--format', '{{.Image}}')).split('\n');
    expect(fetched).toBe('nginx:1.26');
    expect(await served()).toBe('204');
    good(await bancada('plan', '--check'));
    await rewrite(' image: registry,', '');
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
