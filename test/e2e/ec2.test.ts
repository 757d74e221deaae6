import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusResult } from '../../src/verbs/results.ts';
import { bancadaAt, type Said } from '../support/bancada.ts';
import { operator, publicAddresses } from '../support/ec2/cloud.ts';
import { cloudProject, type CloudProject } from '../support/ec2/project.ts';
import { far } from '../support/small-labs.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';

const isWhole = process.env['BANCADA_TEST_ALL'] !== undefined;

let before: HostState;
let project: CloudProject;

const target = ['--on', 'aws', '--from-cidr', `${operator}/32`];
const bancada = (verb: string, ...words: readonly string[]): Promise<Said> => project.bancada(verb, ...words);
const up = (...words: readonly string[]) => bancada('up', ...words);

// The survey lab on VMs and EC2 together is tried in every run.
describe.skipIf(!isWhole)('a lab in EC2 alone (in --all)', () => {
  beforeAll(async () => {
    before = await hostState();
    project = await cloudProject('far', far);
  });

  afterAll(async () => {
    await bancada('destroy', '--yes');
    await project[Symbol.asyncDispose]();
    expect(project.aws.faults).toEqual([]);
    expect((await lastingDifferences(before)).filter((line) => line.includes('bancada-cloud'))).toEqual([]);
  });

  test('nothing is made that costs, unless somebody agreed to the price', async () => {
    const planned = await bancada('plan', ...target);
    expect(planned.stdout).toContain('makes db in sa-east-1: t3.micro');
    expect(planned.stdout).toContain('costs about US$ 0.047 an hour');
    expect(planned.stdout).toContain(`db lets in ${operator}/32 → tcp 22`);
    expect(await up(...target)).toMatchObject({ code: 64 });
    expect(await up(...target, '--max-cost', '1usd')).toMatchObject({ code: 64 });
    expect(project.aws.world.instances).toEqual([]);
  });

  test('comes up, every check holds, and only the lab’s own host keys are met', async () => {
    const said = await up(...target, '--max-hours', '8', '--max-cost', '1usd');
    expect(said.code, said.stdout + said.stderr).toBe(0);
    expect(said.stdout).toContain('checks passed');
    expect(project.alive()).toHaveLength(2);
    // What an instance showed on its console at first was its own; what it serves now is what the lab pinned.
    const keys = (await bancada('exec', '--all', '--', 'cat', '/etc/ssh/ssh_host_ed25519_key.pub')).stdout;
    const pinned = await readFile(join(project.labFolder, 'known_hosts'), 'utf8');
    const served = keys.match(/ssh-ed25519 \S+/g) ?? [];
    expect(served).toHaveLength(2);
    for (const key of served) expect(pinned).toContain(key);
    const timer = await bancada('exec', '-m', 'db', '--', 'systemctl', 'is-active', 'bancada-end.timer');
    expect(timer.stdout).toContain('active');
  });

  test('a second up changes nothing, and status sees what is there', async () => {
    const asked = project.aws.asked.length;
    const again = await up('--no-check');
    expect(again.code, again.stdout + again.stderr).toBe(0);
    expect(project.aws.asked.slice(asked).filter((one) => !one.startsWith('Describe'))).toEqual([]);
    const status = (await bancada('status', '--json')).json<StatusResult>();
    expect(status.machines.map(({ machine, address }) => [machine.state, address]).toSorted()).toEqual([
      ['running', publicAddresses[0]],
      ['running', publicAddresses[1]],
    ]);
  });

  test('what was changed in the console is told by plan, and mended by up', async () => {
    const group = project.aws.world.groups.find(({ name }) => name.endsWith('-db'));
    group?.ingress.push({ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
    const front = project.aws.world.instances.find(({ tags }) => tags['bancada:machine'] === 'front');
    await project.cloud.hypervisor.stop(front!);
    front!.state = 'stopped';
    const planned = (await bancada('plan', '--json')).json<{
      readonly machines: readonly { readonly name: string; readonly action: string; readonly why: string }[];
    }>();
    expect(planned.machines.map(({ name, action }) => `${name} ${action}`).toSorted()).toEqual([
      'db update',
      'front start',
    ]);
    expect(planned.machines.find(({ name }) => name === 'db')?.why).toContain('-0.0.0.0/0 → tcp 3306');
    const mended = await up();
    expect(mended.code, mended.stdout + mended.stderr).toBe(0);
    expect(group?.ingress.map(({ FromPort }) => FromPort)).not.toContain(3306);
    expect(project.alive()).toHaveLength(2);
  });

  test('a machine that comes to its own end ends its instance; what is left is removed by its id without the lab’s folder', async () => {
    await bancada('exec', '-m', 'db', '--', 'systemctl', 'start', '--no-block', 'bancada-end.service');
    await expect.poll(async () => (await bancada('status')).stdout, { timeout: 30_000 }).toMatch(/db +not there/);
    await rm(join(project.folder, '.bancada'), { recursive: true });
    await rm(join(project.folder, 'state'), { recursive: true });
    // Only marks in the cloud tell of it, where somebody else may have a lab of that name: it goes by its id.
    const byName = await bancada('destroy', '--yes');
    expect([byName.code, byName.stderr]).toEqual([4, expect.stringContaining('lab-elsewhere') as string]);
    expect(project.alive()).toHaveLength(1);
    const id = /bancada destroy ([a-z0-9]{8}) --yes/.exec(byName.stderr)?.[1] ?? '';
    const destroyed = await bancadaAt(project.standing, 'destroy', id, '--yes');
    expect(destroyed.code, destroyed.stdout + destroyed.stderr).toBe(0);
    const { world } = project.aws;
    expect([...project.alive(), ...world.addresses, ...world.groups, ...world.keys]).toEqual([]);
  });
});
