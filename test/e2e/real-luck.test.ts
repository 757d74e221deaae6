import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckVerbResult, PlanResult, StatusResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { badRequests, struckAtRequest } from '../support/ec2/luck.ts';
import { agreedOn } from '../support/ec2/project.ts';
import { filesLeft } from '../support/luck.ts';
import { recordMisfortunesOf, refusalsOf, type Misfortune } from '../support/misfortunes.ts';
import { realProject, type RealProject } from '../support/real-project.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { pair } from '../support/small-labs.ts';
import { callsDuring, luckOf, struckAt } from '../support/virtualbox/luck.ts';

/*
 * A lab of both worlds at once: its balancer a VM that Vagrant makes, its database in EC2, a tunnel between. Its topology
 * changes, its records are damaged, its machines are found off, its computer sleeps, and something goes wrong at calls of either world.
 */

const more = `
  extra: { networks: { lan: auto }, services: { near: { role: memcached } } }
  spare: { site: cloud, networks: { internet: auto }, services: { distant: { role: memcached } } }
`;
const whole = pair.replace('\n  db:', `${more}  db:`);
const smaller = pair.replace('192.168.56.10', '192.168.56.20').replace('redis: {}', 'redis: { memory: 32 }');

const agreed = agreedOn('real');
const words = { up: [...agreed, '--no-check'], down: [], destroy: ['--yes'] } as const;
type Verb = keyof typeof words;

const isRoot = process.getuid?.() === 0;
const seed = rotatingSeed();

describe.skipIf(!isRoot || !exhaustive)('a lab on VMs and in EC2, as root (in --all)', () => {
  let project: RealProject;

  const good = ({ code, stdout, stderr }: Said, why: string): string => {
    expect(code, `${why}: ${stdout.slice(-2000)}${stderr}`).toBe(0);
    return stdout;
  };
  const plan = async (): Promise<PlanResult> => (await project.bancada('plan', '--json')).json<PlanResult>();
  const nothingToDo = async (why: string): Promise<void> => {
    const { changes, machines } = await plan();
    const told = changes.map(({ machine, resource, reason }) => `${machine} ${resource}: ${JSON.stringify(reason)}`);
    const acts = machines.filter(({ action }) => action !== 'keep').map(({ name, action }) => `${name} ${action}`);
    expect([...told, ...acts].join('\n'), why).toBe('');
  };
  const on = async (machine: string, ...argv: readonly string[]): Promise<string> =>
    good(await project.bancada('exec', '-m', machine, '--', ...argv), argv.join(' ')).trim();
  const rows = (): Promise<string> =>
    on('db', 'mariadb', '--skip-column-names', '-e', 'select x from survey.mine order by x');
  const began = (machine: string, unit: string): Promise<string> =>
    on(machine, 'systemctl', 'show', '-P', 'ExecMainStartTimestampMonotonic', unit);
  const far = (): readonly (string | undefined)[] =>
    project
      .alive()
      .map(({ tags }) => tags['bancada:machine'])
      .toSorted();
  const topology = (text: string): Promise<void> =>
    writeFile(join(project.standing.directory, 'topology', 'pair.yaml'), text);

  beforeAll(async () => {
    project = await realProject('pair', whole, ['db', 'spare']);
    good(await project.bancada('up', ...agreed), 'the first time');
    await on('db', 'mariadb', '-e', "create table survey.mine (x text); insert into survey.mine values ('kept')");
  });
  afterAll(async () => {
    await project.bancada('destroy', '--yes');
    await project[Symbol.asyncDispose]();
    expect(project.aws.faults).toEqual([]);
  });

  test('what leaves the file leaves both worlds, after it was agreed to; what moves is told, and the rest runs on', async () => {
    const database = await began('db', 'mariadb');
    await topology(smaller);
    const { machines, changes } = await plan();
    expect(machines.map(({ name, action }) => `${name} ${action}`).toSorted()).toEqual([
      ...['db keep', 'extra remove', 'lb restart', 'spare remove'],
    ]);
    expect(machines.find(({ name }) => name === 'lb')?.interrupts).toContain('web@lb');
    expect(changes.filter(({ service, action }) => service === 'mariadb@db' && action !== 'update')).toEqual([]);
    const refused = await project.bancada('up', ...agreed);
    expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining('no longer in its file')]);
    expect([await project.vmsThere(), far()]).toEqual([
      ['extra', 'lb'],
      ['db', 'spare'],
    ]);

    good(await project.bancada('up', ...agreed, '--yes'), 'smaller');
    expect([await project.vmsThere(), far()]).toEqual([['lb'], ['db']]);
    expect([await rows(), await began('db', 'mariadb')]).toEqual(['kept', database]);
    await nothingToDo('smaller');

    await topology(whole);
    good(await project.bancada('up', ...agreed), 'whole again');
    expect([await project.vmsThere(), far()]).toEqual([
      ['extra', 'lb'],
      ['db', 'spare'],
    ]);
    expect([await rows(), await began('db', 'mariadb')]).toEqual(['kept', database]);
    await nothingToDo('whole again');
  }, 600_000);

  test('found off in both worlds, as after a night, it is told so, and comes up with its data', async () => {
    for (const machine of ['lb', 'extra']) await project.turnOff(machine);
    for (const instance of project.alive()) {
      await project.cloud.hypervisor.stop(instance);
      instance.state = 'stopped';
    }
    const { machines } = (await project.bancada('status', '--json')).json<StatusResult>();
    expect(machines.map(({ machine }) => machine.state)).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
    expect((await plan()).machines.map(({ action }) => action)).toEqual(['start', 'start', 'start', 'start']);
    good(await project.bancada('up', ...agreed), 'in the morning');
    expect(await rows()).toBe('kept');
    await nothingToDo('in the morning');
  }, 600_000);

  // A server in the cloud gives a client up that it has not heard for twelve seconds.
  test.each([8, 60])(
    'asleep for %i s with the computer, while the cloud is awake, it is as described half a minute after it woke',
    async (seconds) => {
      await project.suspended(seconds * 1000);
      const woken = performance.now();
      const check = await project.bancada('check', '--timeout', '30s', '--json');
      good(check, 'awake');
      // The program's own beginning is none of the half minute.
      expect(performance.now() - woken).toBeLessThan(40_000);
      const { results } = check.json<CheckVerbResult>();
      expect(results.filter(({ id }) => id.startsWith('tunnel:'))).toMatchObject([{ verdict: 'pass' }]);
      await nothingToDo('awake');
    },
    200_000,
  );

  /** With which error a verb refuses; `undefined` where it does what it is there for. */
  const refusal = async (verb: 'status' | 'up', ...rest: readonly string[]): Promise<string | undefined> => {
    const { code, stdout } = await project.bancada(verb, '--json', ...rest);
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    const said = JSON.parse(verb === 'up' ? last : stdout) as { readonly type?: string; readonly code?: string };
    if (said.type === 'error') return said.code;
    return code === 0 ? undefined : `exit code ${String(code)}`;
  };

  test('whatever is damaged of its records, up mends it or says what is, and nothing is made twice', async () => {
    const kept = async (): Promise<ReadonlyMap<string, string>> => {
      const id = await project.id();
      const paths = ['lab.json', 'bindings.json', 'blueprint.json'].map((name) => join(project.labFolder, name));
      const registered = join(project.standing.directory, 'state/bancada/labs', `${id}.json`);
      const texts = [...paths, registered].map(async (path) => [path, await readFile(path, 'utf8')] as const);
      return new Map(await Promise.all(texts));
    };
    const started = performance.now();
    const fails: string[] = [];
    const all = await recordMisfortunesOf(project);
    const there = [await project.vmsThere(), project.alive().map(({ id }) => id)];
    const tried = async (misfortune: Misfortune): Promise<void> => {
      const before = await kept();
      expect(await misfortune.happen(project)).toBe(true);
      const seen = { status: await refusal('status'), up: await refusal('up', ...words.up) };
      if (seen.up !== undefined) for (const [path, text] of before) await writeFile(path, text);
      expect(JSON.stringify(seen)).toBe(
        JSON.stringify({ status: undefined, up: undefined, ...refusalsOf(misfortune) }),
      );
      await nothingToDo(misfortune.what);
      expect([await project.vmsThere(), project.alive().map(({ id }) => id)]).toEqual(there);
    };
    for (const misfortune of all)
      await tried(misfortune).catch((error: unknown) => {
        fails.push(`${misfortune.what}: ${String(error)}`);
        console.log(`failed: ${fails.at(-1) ?? ''}`);
      });
    const seconds = Math.round((performance.now() - started) / 1000);
    counted({
      what: 'records of a lab on VMs and in EC2 lost or damaged',
      ...{ count: all.length, failed: fails.length, seconds },
    });
    expect(fails).toEqual([]);
    expect(all.length).toBeGreaterThan(15);
    expect(await rows()).toBe('kept');
  }, 3_600_000);

  const nothingIsLeft = async (why: string): Promise<void> => {
    const { addresses, groups, keys } = project.aws.world;
    expect([...project.alive(), ...addresses, ...groups, ...keys], why).toEqual([]);
    expect([await project.vmsThere(), await project.vms.vboxManage('list', 'hostonlyifs')], why).toEqual([[], '']);
    expect(await filesLeft(project), why).toEqual([]);
  };

  test.each<Verb>(['down', 'destroy', 'up'])(
    'bad luck at calls of either world in %s: the next up completes it, and the next destroy removes it',
    async (verb) => {
      await topology(pair);
      const there = (why: string) =>
        project.bancada('up', ...agreed, '--no-check', '--yes').then((up) => good(up, why));
      if (verb === 'up') await project.bancada('destroy', '--yes');
      else await there('before it');
      const asked = project.aws.asked.length;
      const calls = await callsDuring(project.vms, async () =>
        good(await project.bancada(verb, ...words[verb]), 'without bad luck'),
      );
      const requests = project.aws.asked.length - asked;
      const computer = { ...project.vms, standing: project.standing };
      /** Three places all over the calls of one world, which are others each day. */
      const three = (count: number): readonly number[] =>
        [0, 1, 2].map((part) => 1 + (Math.floor(((part + (seed % 7) / 7) * count) / 3) % count));
      const line = [verb, 'pair', ...words[verb], '--json'];
      const points = [
        ...three(calls.length).map((call, index) => {
          const luck = luckOf(calls[call - 1]?.isReading ?? true);
          const what = luck[(seed + index) % luck.length]!;
          const why = `${verb}, call ${String(call)} (${calls[call - 1]?.words ?? ''}) ${what}`;
          return { why, strike: () => struckAt(computer, { call, what }, ...line) };
        }),
        ...three(requests).map((request, index) => {
          const what = badRequests[(seed + index) % badRequests.length]!;
          const why = `${verb}, request ${String(request)} (${project.aws.asked[asked + request - 1] ?? ''}) ${what}`;
          return { why, strike: () => struckAtRequest(project, { request, what }, ...line) };
        }),
      ];
      const started = performance.now();
      const numbers = { what: `bad luck at calls of both worlds in ${verb}`, count: 0, missed: 0, seed };
      const fails: string[] = [];
      for (const [index, { why, strike }] of points.entries()) {
        const tried = async (): Promise<void> => {
          if (verb === 'up') await project.bancada('destroy', '--yes');
          else await there(`before ${why}`);
          const { struck, said } = await strike();
          numbers[struck ? 'count' : 'missed'] += 1;
          expect(said.stdout, why).not.toMatch(/"fault": ?"bug"/);
          if ((seed + index) % 2 === 0) {
            good(await project.bancada('up', ...agreed), why);
            await nothingToDo(why);
          }
          const { code, stderr } = await project.bancada('destroy', '--yes');
          // There may have been nothing yet, or any more.
          expect([0, 4], `${why}: ${stderr}`).toContain(code);
          await nothingIsLeft(why);
        };
        await tried().catch(async (error: unknown) => {
          fails.push(`${why}: ${error instanceof Error ? error.message : String(error)}`);
          console.log(`failed: ${fails.at(-1) ?? ''}`);
          project.aws.misfortunes.length = 0;
          await project.bancada('destroy', '--yes');
        });
      }
      counted({ ...numbers, failed: fails.length, seconds: Math.round((performance.now() - started) / 1000) });
      expect(fails).toEqual([]);
      expect(isTried(numbers), JSON.stringify(numbers)).toBe(true);
    },
    3_600_000,
  );
});
