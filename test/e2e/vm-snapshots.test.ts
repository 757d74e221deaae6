import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Snapshots } from '../../src/verbs/snapshot/list.ts';
import type { Said } from '../support/bancada.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { pair } from '../support/small-labs.ts';
import { luckOf, struckAt, type BadLuck } from '../support/virtualbox/luck.ts';
import { vmProject, type VmProject } from '../support/virtualbox/project.ts';

/* Real Vagrant and real services; only VirtualBox is a stand-in, whose snapshots are copies of disks. */

/** A project's lab, of which snapshots are taken. */
const labOf = (project: VmProject) => {
  const good = async (...[verb = '', ...words]: readonly string[]): Promise<Said> => {
    const said = await project.bancada(verb, ...words);
    expect(said.code, `${verb} ${words.join(' ')}: ${said.stdout.slice(-1500)}${said.stderr}`).toBe(0);
    return said;
  };
  const on = async (machine: string, ...words: readonly string[]): Promise<string> =>
    (await good('exec', '-m', machine, '--', ...words)).stdout.trim();
  const snapshots = async () => (await good('snapshot', 'list', '--json')).json<Snapshots>().snapshots;
  return {
    ...{ good, on, snapshots },
    refused: async (...[verb = '', ...words]: readonly string[]): Promise<string> => {
      const { code, stderr } = await project.bancada(verb, ...words);
      expect(code, `${words.join(' ')}: ${stderr}`).toBe(4);
      return stderr;
    },
    /** `seed: db lb` */
    sets: async (): Promise<readonly string[]> =>
      (await snapshots()).map(({ name, machines }) =>
        [`${name}:`, ...machines.map((each) => each.name).toSorted()].join(' '),
      ),
    nothingToDo: async (why?: string): Promise<void> => {
      const { changes, machines } = (await good('plan', '--json')).json<PlanResult>();
      expect([changes, machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
    },
    /** Names of snapshots that VirtualBox has of any of the lab's machines. */
    kept: async (): Promise<readonly string[]> => {
      const vms = [...(await project.vboxManage('list', 'vms')).matchAll(/"(bancada-[^"]+)"/g)].map(
        ([, vm = '']) => vm,
      );
      const lists = vms.map((vm) => project.vboxManage('snapshot', vm, 'list', '--machinereadable'));
      return [...(await Promise.all(lists)).join('\n').matchAll(/^SnapshotName[^=]*="bancada-([^"]+)"/gm)].map(
        ([, name = '']) => name,
      );
    },
  };
};

/** Counts in both stores without rest, first in the database, until it can do so no longer. As the survey asks them. */
const counting = `
import json, pymysql, redis
told = json.load(open('/etc/survey/config.json'))
names = lambda of: dict(host=of['host'], port=of['port'], password=of['password'])
table = pymysql.connect(**names(told['database']), user=told['database']['user'], database='survey', autocommit=True).cursor()
memory = redis.Redis(**names(told['sessions']), username=told['sessions']['user'])
n = 0
while True:
    n += 1
    table.execute('replace into mark values (1, %s)', (n,))
    memory.set(told['sessions']['prefix'] + 'mark', n)
`;

/** What both stores hold. */
const reading = counting.replace(/n = 0[^]*/, '').concat(
  `table.execute('select n from mark')
print(*table.fetchone(), int(memory.get(told['sessions']['prefix'] + 'mark')))`,
);

describe.skipIf(!exhaustive || process.getuid?.() !== 0)('snapshots of VMs, as root (in --all)', () => {
  test('databases are whole and of one moment, as they were; half a restore is told and ended; nothing stays', async () => {
    await using project = await vmProject('pair', pair);
    const { good, on, refused, sets, kept, nothingToDo } = labOf(project);
    const held = async (): Promise<readonly number[]> =>
      (await on('lb', 'python3', '-c', reading)).split(' ').map(Number);
    const count = async (): Promise<void> => {
      await on('lb', 'systemd-run', '--quiet', 'python3', '-c', counting);
      await expect.poll(async () => (await held())[0], { timeout: 30_000 }).toBeGreaterThan(10);
    };
    expect((await project.up()).code).toBe(0);
    await on('db', 'mariadb', '-e', 'create table survey.mark (id int primary key, n int)');
    await count();
    await good('snapshot', 'save', 'seed');
    const saved = await held();
    const [inTable = 0, inMemory = 0] = saved;
    // Whoever counted was between the two of them, or not.
    expect([0, 1], `${String(inTable)} and ${String(inMemory)}`).toContain(inTable - inMemory);
    expect(await sets()).toEqual(['seed: db lb']);
    await nothingToDo();
    await count();
    expect(await held()).not.toEqual(saved);
    await good('snapshot', 'restore', 'seed', '--yes');
    expect(await held()).toEqual(saved);
    await nothingToDo();
    await good('check');

    await count();
    const restore = ['snapshot', 'pair', 'restore', 'seed', '--yes', '--json'] as const;
    const half = await struckAt(project, { call: 2, of: '^snapshot \\S+ restore', what: 'fails' }, ...restore);
    expect([half.struck, half.said.code], half.said.stdout + half.said.stderr).toEqual([true, 4]);
    expect((await good('plan')).stderr).toContain('the way back to snapshot seed was cut off; up ends it first');
    for (const words of [
      ['save', 'next'],
      ['delete', 'seed', '--yes'],
    ])
      expect(await refused('snapshot', ...words)).toContain('some machines may be as they were then, others not');
    // With what the lab was then lost, too, nobody ends it by guessing.
    const [note, elsewhere] = [join(project.labFolder, 'snapshots/seed.json'), join(project.labFolder, 'seed.json')];
    await rename(note, elsewhere);
    expect(await refused('up', '--no-check')).toContain('what pair was then is not known any more');
    await rename(elsewhere, note);
    expect((await good('up', '--no-check')).stderr).toContain('ending the way back to snapshot seed');
    expect(await held()).toEqual(saved);
    await nothingToDo();
    expect(await kept()).toEqual(['seed', 'seed']);
    await good('destroy', '--yes');
    expect(await project.vboxManage('list', 'vms')).not.toContain('-pair-');
  }, 1_200_000);

  test('whatever goes wrong at any call that takes, removes or puts back a snapshot: all VMs or none, and up makes it good', async () => {
    const started = performance.now();
    const two = 'networks: { lan: {} }\ndefaults: { networks: { lan: auto } }\nmachines: { one: { count: 2 } }\n';
    await using project = await vmProject('twins', `bancada: 1\nname: twins\n${two}`);
    const { good, on, sets, kept, nothingToDo } = labOf(project);
    const write = async (value: string): Promise<void> => {
      await good('exec', '--all', '--', 'sh', '-c', `echo ${value} > /root/mark; sync`);
    };
    const held = () => Promise.all([on('one1', 'cat', '/root/mark'), on('one2', 'cat', '/root/mark')]);
    const both = (name: string): string => `${name}: one1 one2`;
    const numbers = { what: 'misfortunes at snapshots of VMs', count: 0, missed: 0, seed: rotatingSeed() };
    const fails: string[] = [];

    const save = async (call: number, what: BadLuck): Promise<void> => {
      const blow = { call, of: '^snapshot \\S+ take', what };
      const { struck, said } = await struckAt(project, blow, 'snapshot', 'twins', 'save', 'next', '--json');
      numbers[struck ? 'count' : 'missed'] += 1;
      expect(said.stdout).not.toMatch(/"fault": ?"bug"/);
      const there = await sets();
      expect([[both('seed')], [both('seed'), both('next')]]).toContainEqual(there);
      expect(there.length === 2, `${String(said.code)}: ${said.stderr}`).toBe(said.code === 0);
      await good('up', '--no-check');
      if (said.code !== 0) await good('snapshot', 'save', 'next');
      expect(await sets()).toEqual([both('seed'), both('next')]);
      expect(await held()).toEqual(['after', 'after']);
      await good('snapshot', 'delete', 'next', '--yes');
      expect(await kept()).toEqual(['seed', 'seed']);
    };
    const restore = async (call: number, what: BadLuck): Promise<void> => {
      await write('after');
      const blow = { call, of: '^snapshot \\S+ restore', what };
      const { struck, said } = await struckAt(project, blow, 'snapshot', 'twins', 'restore', 'seed', '--yes', '--json');
      numbers[struck ? 'count' : 'missed'] += 1;
      expect(said.stdout).not.toMatch(/"fault": ?"bug"/);
      await good('up', '--no-check');
      expect(await held()).toEqual(['before', 'before']);
      await nothingToDo();
      expect(await sets()).toEqual([both('seed')]);
    };

    const remove = async (call: number, what: BadLuck): Promise<void> => {
      await good('snapshot', 'save', 'next');
      const blow = { call, of: '^snapshot \\S+ delete', what };
      const { struck, said } = await struckAt(project, blow, 'snapshot', 'twins', 'delete', 'next', '--yes', '--json');
      numbers[struck ? 'count' : 'missed'] += 1;
      expect(said.stdout).not.toMatch(/"fault": ?"bug"/);
      if (said.code === 0) expect(await sets()).toEqual([both('seed')]);
      await good('up', '--no-check');
      // Half a set is none that one could go back to.
      expect([[both('seed')], [both('seed'), both('next')]]).toContainEqual(await sets());
      // What was cut off is ended by the same words; if nothing is left of it, there is no such snapshot.
      const { code, stderr } = await project.bancada('snapshot', 'delete', 'next', '--yes');
      expect([0, 64], stderr).toContain(code);
      expect(await sets()).toEqual([both('seed')]);
      expect(await kept()).toEqual(['seed', 'seed']);
    };

    expect((await project.up()).code).toBe(0);
    await write('before');
    await good('snapshot', 'save', 'seed');
    await write('after');
    for (const [verb, work] of Object.entries({ save, remove, restore }))
      for (const call of [1, 2])
        for (const what of luckOf(false))
          await work(call, what).catch((error: unknown) => {
            fails.push(
              `${verb}, call ${String(call)} ${what}: ${error instanceof Error ? error.message : String(error)}`,
            );
            console.log(`failed: ${fails.at(-1) ?? ''}`);
          });
    await good('destroy', '--yes');
    expect(await project.vboxManage('list', 'vms')).not.toContain('-twins-');
    counted({ ...numbers, failed: fails.length, seconds: Math.round((performance.now() - started) / 1000) });
    expect(fails).toEqual([]);
    expect(isTried(numbers), JSON.stringify(numbers)).toBe(true);
  }, 5_400_000);
});
