import { describe, expect, test } from 'vitest';
import { atWork, filesOf, operationsOnNothing, roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const direct = 'role: nginx,';
const worldWith = async (words: string) =>
  roleWorld('survey', await temporaryFolder(), (text) => text.replace(direct, `${direct} ${words}`));

const operations = async (words: string) => {
  const { role, context } = atWork(await worldWith(words), 'web@lb');
  return (role.resources?.(context) ?? []).flatMap(operationsOnNothing);
};

const unitPath = '/etc/systemd/system/nginx.service';

describe('nginx as a container', () => {
  test('has the very configuration that it has without one', async () => {
    const config = async (words: string) => filesOf(await worldWith(words), 'web@lb').get('/etc/nginx/nginx.conf');
    expect(await config('runtime: docker,')).toBe(await config(''));
  });

  test('is run by the unit of the same name, in groups below that unit’s, on the machine’s own network', async () => {
    const unit = filesOf(await worldWith('runtime: docker,'), 'web@lb').get(unitPath);
    expect(unit).toContain('--name bancada-web --network host --cgroup-parent /system.slice/nginx.service');
    expect(unit).toMatch(/bancada-nginx:[0-9a-f]{12} -c /);
  });

  test('brings Docker to its machine, and to no other', async () => {
    const { blueprint } = await worldWith('runtime: docker,');
    const withDocker = blueprint.machines.filter(({ services }) => services.some((id) => id.startsWith('docker@')));
    expect(withDocker.map(({ name, runsContainers }) => [name, runsContainers])).toEqual([['lb', true]]);
    expect(withDocker[0]?.packages).toEqual(expect.arrayContaining(['docker.io', 'nginx']));
    expect((await worldWith('')).blueprint.machines.flatMap(({ packages }) => packages)).not.toContain('docker.io');
  });

  test('is made of the machine’s own nginx by a program that gets the image’s name and nothing else', async () => {
    const made = (await operations('runtime: docker,')).find((each) => each.do === 'run');
    expect(made).toMatchObject({ argv: ['sh', '-s', expect.stringMatching(/^bancada-nginx:[0-9a-f]{12}$/)] });
  });

  test('or is fetched from a registry, and the machine needs no nginx', async () => {
    const words = 'runtime: docker, image: registry,';
    const image = 'docker.io/library/nginx:1.26';
    expect(await operations(words)).toContainEqual({
      ...{ do: 'run', argv: ['docker', 'pull', '--quiet', image], timeoutSeconds: 600 },
    });
    const world = await worldWith(words);
    expect(filesOf(world, 'web@lb').get(unitPath)).toContain(`${image} -c `);
    expect(world.blueprint.machines.find(({ name }) => name === 'lb')?.packages).not.toContain('nginx');
  });
});
