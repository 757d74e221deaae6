import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { PlanResult, UpResult } from '../../src/verbs/results.ts';
import { bancadaAt, type Said, type Standing } from '../support/bancada.ts';
import { operator, publicAddresses, startCloud, type Cloud } from '../support/ec2/cloud.ts';
import { startStandIn, type StandIn } from '../support/ec2/endpoint.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';
import { vmProject, type VmProject } from '../support/virtualbox/project.ts';

/*
 * What Bancada is for: topology/survey.yaml as it stands, its machines here as VMs that real Vagrant makes, its database
 * in EC2, a real OpenVPN tunnel between them. Only VirtualBox and EC2 are stand-ins (test/support/virtualbox and ec2),
 * joined by a cable over which a VM's NAT meets the Elastic IP.
 */

const isRoot = process.getuid?.() === 0;
const dear = ['--max-hours', '8', '--max-cost', '1usd'];

describe.skipIf(!isRoot)('the survey lab on VMs, with its database in the cloud, as root', () => {
  let before: HostState;
  let project: VmProject;
  let cloud: Cloud;
  let aws: StandIn;
  let standing: Standing & { readonly directory: string };

  const notices = new Set<string>();
  const bancada = (verb: string, ...words: readonly string[]): Promise<Said> =>
    bancadaAt(standing, verb, 'survey', ...words);
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
  const alive = () => aws.world.instances.filter(({ state }) => !['terminated', 'shutting-down'].includes(state));
  const vmNames = async (): Promise<readonly string[]> =>
    [...(await project.vboxManage('list', 'vms')).matchAll(/"(bancada-\w{8}-[^"]+)"/g)].map(([, name = '']) => name);

  beforeAll(async () => {
    before = await hostState();
    project = await vmProject('survey', await readFile('topology/survey.yaml', 'utf8'));
    cloud = await startCloud({ db: project.packages('db') });
    aws = await startStandIn({
      hypervisor: cloud.hypervisor,
      addresses: publicAddresses,
      route: (world) => cloud.route(world),
    });
    await cloud.join(project.computer.inside);
    await cloud.relay(aws.url, project.computer.inside);
    const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    standing = {
      ...project.standing,
      environment: { ...project.standing.environment, ...nothing, ...aws.environment },
    };
  });
  afterAll(async () => {
    await bancada('destroy', '--yes');
    await aws[Symbol.asyncDispose]();
    await cloud[Symbol.asyncDispose]();
    await project[Symbol.asyncDispose]();
    expect(aws.faults).toEqual([]);
    // Another test may have a VirtualBox of its own beside.
    const ours = ['bancada-cloud', project.computer.folder];
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
    expect([await vmNames(), aws.world.instances, aws.world.groups]).toEqual([[], [], []]);
  });

  test('where the cloud has no room for its half, the other half comes up, and it is told', async () => {
    aws.misfortunes.push({ operation: 'RunInstances', times: 99, what: { code: 'InsufficientInstanceCapacity' } });
    const said = await bancada('up', '--json', '--on', 'real', '--from-cidr', `${operator}/32`, ...dear);
    aws.misfortunes.length = 0;
    expect(said.code, said.stdout.slice(-3000)).toBe(4);
    expect(said.stdout).toContain('"code":"ec2-no-capacity"');
    expect(actions(await plan())).toEqual(['lb keep', 'app1 keep', 'app2 keep', 'db create']);
    await project.computer.vagrantCalls();
  });

  test('then comes up as the file says, and every check passes; what was there is not made again', async () => {
    const { checks, published } = await up('--on', 'real', '--from-cidr', `${operator}/32`, ...dear);
    expect(checks.length).toBeGreaterThan(70);
    expect((await project.computer.vagrantCalls()).filter((call) => call.startsWith('up '))).toEqual([]);
    expect(checks.map(({ id }) => id)).toContain('tunnel:vpn@lb');
    expect(published).toMatchObject([{ url: 'http://192.168.56.10:80' }]);
    expect((await vmNames()).map((name) => name.replace(/^bancada-\w{8}-/, '')).toSorted()).toEqual([
      'survey-app1',
      'survey-app2',
      'survey-lb',
    ]);
    expect(alive().map(({ tags }) => tags['bancada:machine'])).toEqual(['db']);
    // The file asks for a delay on the internet, which neither of the two gives.
    expect([...notices]).toEqual(expect.arrayContaining(['links-unshaped', 'ec2-ends']));
    const holdsKey = await execa('grep', ['-rlF', 'stand-in-secret', standing.directory], { reject: false });
    expect(holdsKey).toMatchObject({ stdout: '', exitCode: 1 });
  });

  test('then nothing is to change, and neither Vagrant nor EC2 is told to do anything', async () => {
    const asked = aws.asked.length;
    expect((await bancada('plan', '--check')).code).toBe(0);
    expect((await up('--no-check')).changes).toEqual([]);
    expect(aws.asked.slice(asked).filter((one) => !one.startsWith('Describe'))).toEqual([]);
  });

  test('a rule added by hand, a VM turned off and an instance stopped are told by plan, and mended by up', async () => {
    const [group] = aws.world.groups;
    group?.ingress.push({ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
    expect(actions(await plan())).toContain('db update');
    const [instance] = alive();
    await cloud.hypervisor.stop(instance!);
    instance!.state = 'stopped';
    const lb = (await vmNames()).find((name) => name.endsWith('-lb'));
    await project.vboxManage('controlvm', lb ?? '', 'poweroff');
    expect(actions(await plan())).toEqual(['lb start', 'app1 keep', 'app2 keep', 'db start']);
    await up();
    expect(group?.ingress.map(({ FromPort }) => FromPort).toSorted()).toEqual([1194, 22]);
    expect((await bancada('plan', '--check')).code).toBe(0);
  });

  test('with every file about it lost, destroy finds all of it in both worlds', async () => {
    await rm(join(standing.directory, '.bancada'), { recursive: true });
    await rm(join(standing.directory, 'state'), { recursive: true });
    const said = await bancada('destroy', '--yes');
    expect(said.code, said.stdout + said.stderr).toBe(0);
    expect(await vmNames()).toEqual([]);
    expect(await project.vboxManage('list', 'hostonlyifs')).toBe('');
    expect([...alive(), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });
});
