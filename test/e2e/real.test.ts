import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { PlanResult, UpResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { operator } from '../support/ec2/cloud.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';
import { realProject, type RealProject } from '../support/real-project.ts';

/*
 * What Bancada is for: topology/survey.yaml as it stands, its machines here as VMs that real Vagrant makes, its database
 * in EC2, a real OpenVPN tunnel between them. Only VirtualBox and EC2 are stand-ins (test/support/virtualbox and ec2),
 * joined by a cable over which a VM's NAT meets the Elastic IP.
 */

const isRoot = process.getuid?.() === 0;
const dear = ['--max-hours', '8', '--max-cost', '1usd'];

describe.skipIf(!isRoot)('the survey lab on VMs, with its database in the cloud, as root', () => {
  let before: HostState;
  let project: RealProject;

  const notices = new Set<string>();
  const bancada = (verb: string, ...words: readonly string[]): Promise<Said> => project.bancada(verb, ...words);
  const up = async (...words: readonly string[]): Promise<UpResult> => {
    const said = await bancada('up', '--json', ...words);
    const result = said.lines<{ readonly type: string } & UpResult>().find(({ type }) => type === 'result');
    expect(result?.checks.filter(({ verdict }) => verdict !== 'pass') ?? []).toEqual([]);
    expect(said.code, said.stdout.slice(-3000) + said.stderr).toBe(0);
    if (result === undefined) throw new Error(said.stdout);
    for (const line of said.lines<LabEvent>()) if (line.type === 'notice') notices.add(line.code);
    return result;
  };
  const plan = async (): Promise<PlanResult> => (await bancada('plan', '--json')).json<PlanResult>();
  const actions = ({ machines }: PlanResult): readonly string[] =>
    machines.map(({ name, action }) => `${name} ${action}`);
  beforeAll(async () => {
    before = await hostState();
    project = await realProject('survey', await readFile('topology/survey.yaml', 'utf8'), ['db']);
  });
  afterAll(async () => {
    await bancada('destroy', '--yes');
    await project[Symbol.asyncDispose]();
    expect(project.aws.faults).toEqual([]);
    // Another test may have a VirtualBox of its own beside.
    const ours = ['bancada-cloud', project.vms.computer.folder];
    const left = (await lastingDifferences(before)).filter((line) => ours.some((one) => line.includes(one)));
    expect(left).toEqual([]);
  });

  test('plan tells what would be made, where, what it costs and what is open to whom; and nothing is made', async () => {
    const { code, stdout } = await bancada('plan', '--on', 'real', '--from-cidr', `${operator}/32`);
    expect(code).toBe(0);
    for (const name of ['lb', 'app1', 'app2', 'db']) expect(stdout).toContain(`+ machine ${name}`);
    expect(stdout).toContain('makes db in sa-east-1: t3.micro');
    expect(stdout).toMatch(/costs about US\$ 0\.02\d an hour, US\$ 1\d/);
    expect(stdout).toContain(`db lets in ${operator}/32 → tcp 22`);
    expect(stdout).toContain(`db lets in ${operator}/32 → udp 1194`);
    expect(stdout).not.toContain('3306');
    expect([await project.vmsThere(), project.aws.world.instances, project.aws.world.groups]).toEqual([[], [], []]);
  });

  test('where the cloud has no room for its half, the other half comes up, and it is told', async () => {
    project.aws.misfortunes.push({
      operation: 'RunInstances',
      times: 99,
      what: { code: 'InsufficientInstanceCapacity' },
    });
    const said = await bancada('up', '--json', '--on', 'real', '--from-cidr', `${operator}/32`, ...dear);
    project.aws.misfortunes.length = 0;
    expect(said.code, said.stdout.slice(-3000)).toBe(4);
    expect(said.stdout).toContain('"code":"ec2-no-capacity"');
    expect(actions(await plan())).toEqual(['lb keep', 'app1 keep', 'app2 keep', 'db create']);
    await project.vms.computer.vagrantCalls();
  });

  test('then comes up as the file says, and every check passes; what was there is not made again', async () => {
    const { checks, published } = await up('--on', 'real', '--from-cidr', `${operator}/32`, ...dear);
    expect(checks.length).toBeGreaterThan(70);
    expect((await project.vms.computer.vagrantCalls()).filter((call) => call.startsWith('up '))).toEqual([]);
    expect(checks.map(({ id }) => id)).toContain('tunnel:vpn@lb');
    expect(published).toMatchObject([{ url: 'http://192.168.56.10:80' }]);
    expect(await project.vmsThere()).toEqual(['app1', 'app2', 'lb']);
    expect(project.alive().map(({ tags }) => tags['bancada:machine'])).toEqual(['db']);
    // The file asks for a delay on the internet, which neither of the two gives.
    expect([...notices]).toEqual(expect.arrayContaining(['links-unshaped', 'ec2-ends']));
    const holdsKey = await execa('grep', ['-rlF', 'stand-in-secret', project.standing.directory], { reject: false });
    expect(holdsKey).toMatchObject({ stdout: '', exitCode: 1 });
  });

  test('then nothing is to change, and neither Vagrant nor EC2 is told to do anything', async () => {
    const asked = project.aws.asked.length;
    expect((await bancada('plan', '--check')).code).toBe(0);
    expect((await up('--no-check')).changes).toEqual([]);
    expect(project.aws.asked.slice(asked).filter((one) => !one.startsWith('Describe'))).toEqual([]);
  });

  test('a rule added by hand, a VM turned off and an instance stopped are told by plan, and mended by up', async () => {
    const [group] = project.aws.world.groups;
    group?.ingress.push({ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
    expect(actions(await plan())).toContain('db update');
    const [instance] = project.alive();
    await project.cloud.hypervisor.stop(instance!);
    instance!.state = 'stopped';
    await project.turnOff('lb');
    expect(actions(await plan())).toEqual(['lb start', 'app1 keep', 'app2 keep', 'db start']);
    await up();
    expect(group?.ingress.map(({ FromPort }) => FromPort).toSorted()).toEqual([1194, 22]);
    expect((await bancada('plan', '--check')).code).toBe(0);
  });

  test('with its folder lost, plan and up ask for its key before they make anything, and with that go on with what is there', async () => {
    const { labFolder } = project;
    const elsewhere = join(project.standing.directory, 'elsewhere');
    const counted = async () => [await project.vmsThere(), project.aws.world.instances.length];
    const there = await counted();
    await rename(labFolder, elsewhere);
    for (const verb of ['plan', 'up']) {
      const { code, stderr } = await bancada(verb);
      expect([verb, code, stderr]).toEqual([verb, 69, expect.stringContaining('`bancada destroy survey`')]);
    }
    expect(existsSync(labFolder)).toBe(false);
    await cp(join(elsewhere, 'secrets'), join(labFolder, 'secrets'), { recursive: true });
    // In which region it stands, and whom that lets in, is known as well. VMs are given anew what nobody knows that they have.
    expect(actions(await plan())).toEqual(['lb restart', 'app1 restart', 'app2 restart', 'db keep']);
    expect((await up('--no-check')).changes).toEqual([]);
    expect(await counted()).toEqual(there);
    expect((await bancada('plan', '--check')).code).toBe(0);
  });

  test('with every file about it lost, destroy finds all of it in both worlds', async () => {
    await rm(join(project.standing.directory, '.bancada'), { recursive: true });
    await rm(join(project.standing.directory, 'state'), { recursive: true });
    const said = await bancada('destroy', '--yes');
    expect(said.code, said.stdout + said.stderr).toBe(0);
    expect(await project.vmsThere()).toEqual([]);
    expect(await project.vms.vboxManage('list', 'hostonlyifs')).toBe('');
    const { addresses, groups, keys } = project.aws.world;
    expect([...project.alive(), ...addresses, ...groups, ...keys]).toEqual([]);
  });
});
