import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machinePlaces } from '../../src/providers/local/places.ts';
import type { PlanResult, StatusResult } from '../../src/verbs/results.ts';
import type { RestoreResult } from '../../src/verbs/snapshot/restore.ts';
import type { Said } from '../support/bancada.ts';
import { tracesOf, unlucky } from '../support/luck.ts';
import { asRoot } from '../support/root-world.ts';
import { exhaustive } from '../support/seed.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { good } from '../support/trials.ts';

/** What a lab that was kept may have become meanwhile, on machines that boot at once. */
const small = `
networks:
  lan: {}
defaults:
  networks: { lan: auto }
machines:
  cache: { services: { memcached: {} } }
  spare: {}
`;

let project: SmallProject;
const describe = (topology: string): Promise<void> =>
  writeFile(join(project.standing.directory, 'topology', 'changes.yaml'), `bancada: 1\nname: changes\n${topology}`);

const bancada = async (verb: string, ...words: readonly string[]): Promise<Said> => {
  const said = await project.bancada(verb, ...words);
  good(said, [verb, ...words].join(' '));
  return said;
};
const refused = async (verb: string, ...words: readonly string[]): Promise<readonly [number | undefined, string]> => {
  const { code, stderr } = await project.bancada(verb, ...words);
  return [code, stderr];
};
const states = async (): Promise<Readonly<Record<string, string>>> => {
  const { machines } = (await bancada('status', '--json')).json<StatusResult>();
  return Object.fromEntries(machines.map(({ machine: { name, state } }) => [name, state]));
};
/** What every machine holds in a file of its own. */
const mark = (value: string) =>
  Promise.all(
    ['cache', 'spare'].map((machine) => bancada('exec', '-m', machine, '--', 'sh', '-c', `echo ${value} >/root/mark`)),
  );
const marks = () =>
  Promise.all(
    ['cache', 'spare'].map(async (machine) =>
      (await bancada('exec', '-m', machine, '--', 'cat', '/root/mark')).stdout.trim(),
    ),
  );

beforeAll(async () => {
  project = await lastingProject('changes', small);
  await bancada('up', '--no-check');
});
afterAll(async () => {
  const id = await project.id();
  await bancada('destroy', '--yes');
  expect(await tracesOf(project, [id])).toEqual([]);
});

test('a lab in which something is broken on purpose is not kept', async () => {
  await bancada('fault', 'inject', 'stopped', 'memcached@cache');
  const [code, said] = await refused('snapshot', 'save', 'broken');
  expect(code).toBe(64);
  expect(said).toContain('faults are at work');
  expect(said).toContain('bancada fault changes undo');
  await bancada('fault', 'undo');
});

test('a restore brings back machines that went, removes those that came, and the values that were set', async () => {
  await bancada('set', 'memcached.memory=96');
  await mark('then');
  await bancada('snapshot', 'save', 'kept');
  await describe(small.replace('spare: {}', 'newer: {}'));
  await bancada('up', '--no-check', '--yes');
  expect(await states()).toEqual({ cache: 'running', newer: 'running' });
  const said = (await bancada('snapshot', 'restore', 'kept', '--yes', '--json')).json<RestoreResult>();
  expect(said.snapshot).toMatchObject({ name: 'kept', overrides: ['memcached.memory=96'], changed: true });
  expect(await states()).toEqual({ cache: 'running', spare: 'running' });
  expect(await marks()).toEqual(['then', 'then']);
  const { overrides } = (await bancada('status', '--json')).json<StatusResult>();
  expect(overrides).toEqual(['memcached.memory=96']);
  expect((await bancada('exec', '-m', 'cache', '--', 'cat', '/etc/memcached.conf')).stdout).toContain('-m 96');
  const { machines } = (await bancada('plan', '--json')).json<PlanResult>();
  expect(machines.map(({ name, action }) => [name, action])).toEqual([
    ['cache', 'keep'],
    ['newer', 'create'],
    ['spare', 'remove'],
  ]);
  await describe(small);
});

test('a restore that was cut off is ended though all that the project knew of it is lost', async () => {
  await mark('now');
  const words = ['snapshot', 'changes', 'restore', 'kept', '--yes'];
  // With two machines, between the first and the second.
  const blow = { whose: 'root.js', of: 'swap-disks', what: 'kill', when: 16 } as const;
  expect((await unlucky(project, blow, words)).struck).toBe(true);
  const toldOf = expect.stringContaining('the way back to snapshot kept was cut off; up ends it first') as string;
  await rm(join(project.labFolder, 'restoring.json'));
  expect((await project.bancada('plan')).stderr).toEqual(toldOf);
  expect(await refused('start', 'cache')).toEqual([
    4,
    expect.stringContaining('some machines may be as they were then'),
  ]);
  expect(await refused('snapshot', 'delete', 'kept', '--yes')).toEqual([
    4,
    expect.stringContaining('some machines may be as they were then'),
  ]);
  await rm(project.labFolder, { recursive: true });
  expect((await project.bancada('plan')).stderr).toEqual(toldOf);
  const { stderr } = await bancada('up', '--no-check');
  expect(stderr).toContain('ending the way back to snapshot kept, which was cut off');
  expect(await marks()).toEqual(['then', 'then']);
});

test.runIf(exhaustive)(
  'a lab that is down is kept, and stays down; one of which a machine is gone is not',
  async () => {
    await bancada('down');
    await bancada('snapshot', 'save', 'cold');
    expect(await states()).toEqual({ cache: 'stopped', spare: 'stopped' });
    const [first, ...others] = asRoot('rm', '-r', machinePlaces(await project.id(), 'spare').folder);
    await execa(first, others);
    const [code, said] = await refused('snapshot', 'save', 'torn');
    expect(code).toBe(4);
    expect(said).toContain('there is nothing to keep of spare');
    expect(said).toContain('bancada up changes');
  },
);
