import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock, type Clock } from '../../../src/ports/clock.ts';
import { openAccount, regionsOf } from '../../../src/providers/ec2/account.ts';
import { ec2Provider } from '../../../src/providers/ec2/provider.ts';
import { tagKeys } from '../../../src/providers/ec2/tags.ts';
import type { TargetOptions } from '../../../src/model/target.ts';
import type { MachineState } from '../../../src/providers/provider.ts';
import { cloudLab, type CloudLab } from '../../support/ec2/cloud-lab.ts';
import { startStandIn, type Misfortune, type StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { blueprintOf, group, internet, service, survey, topology } from '../blueprint/build.ts';

vi.setConfig({ testTimeout: 60_000 });

// The interface alone, without machines behind it: what is marked as taken over is not entered.
let aws: StandIn;
let here = '198.51.100.7';

/** Waits are cut to a hundredth: the stand-in is as fast. */
const quick: Clock = {
  now: () => new Date(),
  elapsed: () => systemClock.elapsed() * 100,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};

const ports = { clock: quick, publicAddress: () => Promise.resolve(here), sshPort: 22 };
const ec2 = (options: TargetOptions = {}) => ec2Provider(options, ports);

const takenOver: Parameters<typeof startStandIn>[0] = {
  hypervisor: {
    boot: (instance) => {
      instance.tags[tagKeys.ready] = 'ens5/20';
      return Promise.resolve();
    },
    console: () => Promise.resolve(''),
    isOff: () => Promise.resolve(false),
    stop: () => Promise.resolve(),
    terminate: () => Promise.resolve(),
  },
};

beforeEach(async () => {
  if (!hasServiceModel) return;
  here = '198.51.100.7';
  aws = await startStandIn(takenOver);
  const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_PROFILE: '' };
  for (const [name, value] of Object.entries({ ...nothing, ...aws.environment })) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  if (!hasServiceModel) return;
  await aws[Symbol.asyncDispose]();
  expect(aws.faults).toEqual([]);
});

const database = async (): Promise<CloudLab> => cloudLab(await temporaryFolder(), blueprintOf(survey()), ['db']);

const up = (lab: CloudLab, options?: TargetOptions) => ec2(options).create(lab, lab.stage);
const stateOf = async (lab: CloudLab, options?: TargetOptions): Promise<MachineState | undefined> =>
  (await ec2(options).observe(lab)).machines[0];
const unlucky = (...misfortunes: readonly Misfortune[]): void => void aws.misfortunes.push(...misfortunes);
const alive = () => aws.world.instances.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
const openings = () =>
  aws.world.groups[0]?.ingress.map(
    ({ IpProtocol, FromPort, IpRanges }) =>
      `${String(IpProtocol)} ${String(FromPort)} ${String(IpRanges?.[0]?.CidrIp)}`,
  );
const newerImage = (): void =>
  void aws.world.images.push({
    ...aws.world.images.find(({ name }) => name.startsWith('debian-12-amd64-2025'))!,
    id: 'ami-0newer',
    name: 'debian-12-amd64-20260101-1',
    created: '2026-01-01T00:00:00.000Z',
  });
const count = (operation: string): number => aws.asked.filter((one) => one.startsWith(`${operation} `)).length;

describe.skipIf(!hasServiceModel)('a database in EC2 (needs the package python3-botocore)', () => {
  test('is made as safe as it should be, found by its tags, and nothing is left of it', async () => {
    const lab = await database();
    const observed = await up(lab);
    expect(observed.machines).toMatchObject([{ name: 'db', state: 'running' }]);
    const [instance] = aws.world.instances;
    expect(instance).toMatchObject({
      image: 'ami-0de02000000000000',
      type: 't3.micro',
      tokens: 'required',
      shutdownBehavior: 'stop',
      disk: { size: 8, encrypted: true, deleted: true, kind: 'gp3' },
      tags: {
        Name: 'survey-db',
        'bancada:lab': lab.identity.id,
        'bancada:owner': 'ana (1000)',
        'bancada:machine': 'db',
        'bancada:folder': lab.identity.folder,
      },
    });
    for (const secret of [lab.privateKey, ...Object.values(lab.hostKeys).map(({ privateKey }) => privateKey)])
      expect(instance?.userData).not.toContain(secret.reveal().split('\n')[1]);
    expect(openings()).toEqual(['tcp 22 198.51.100.7/32', 'udp 1194 198.51.100.7/32']);
    expect(observed.bindings.machines['db']).toEqual({
      ssh: { host: '203.0.113.10', port: 22, user: 'admin' },
      management: { port: 22, from: [] },
      attachments: {
        internet: {
          device: 'ens5',
          address: instance?.privateIp,
          prefix: 20,
          metAt: '203.0.113.10',
          seenAs: ['203.0.113.10/32'],
        },
      },
    });
    await ec2().destroy(lab.identity, lab.stage);
    expect([...alive(), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });

  test('is an Ubuntu where asked, entered as its user, also once nobody asks any more', async () => {
    const lab = await database();
    const { bindings } = await up(lab, { system: 'ubuntu-24.04' });
    expect(alive().map(({ image }) => image)).toEqual(['ami-0ca01000000000000']);
    expect(bindings.machines['db']?.ssh).toMatchObject({ user: 'ubuntu' });
    expect((await ec2({}).observe(lab)).bindings.machines['db']?.ssh).toMatchObject({ user: 'ubuntu' });
    await ec2().destroy(lab.identity, lab.stage);
  });

  test('a second up asks little and changes nothing, also where there is a newer image meanwhile', async () => {
    const lab = await database();
    await up(lab);
    newerImage();
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
    const before = aws.asked.length;
    await up(lab);
    expect(aws.asked.slice(before).filter((one) => !one.startsWith('Describe'))).toEqual([]);
    expect(alive()).toHaveLength(1);
  });

  test('ends itself after --max-hours, and says that the address stays', async () => {
    const lab = await database();
    await up(lab, { maxHours: 8 });
    const [instance] = aws.world.instances;
    expect(instance?.shutdownBehavior).toBe('terminate');
    expect(instance?.userData).toContain('+28800 seconds');
    const hours = (Date.parse(instance?.tags['bancada:expires'] ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
    expect(lab.events).toContainEqual(expect.objectContaining({ code: 'ec2-ends' }));
    // Its own end: what EC2 does when the machine has powered itself off.
    await ec2().remove(lab, lab.stage, ['db']);
    expect(await stateOf(lab)).toEqual({ name: 'db', state: 'absent' });
  });

  test('all of EC2 learns only slowly what was made', async () => {
    aws.world.lagMs = 400;
    const lab = await database();
    const patient = ec2Provider({}, { ...ports, clock: systemClock });
    await patient.create(lab, lab.stage);
    expect(alive()).toHaveLength(1);
    expect(aws.world.addresses).toHaveLength(1);
    expect(openings()).toHaveLength(2);
  });

  test.each([
    'RunInstances',
    'AllocateAddress',
    'CreateSecurityGroup',
    'ImportKeyPair',
    'AuthorizeSecurityGroupIngress',
  ])('the answer to %s is lost: nothing is there twice', async (operation) => {
    unlucky({ operation, what: 'lost-answer' });
    const lab = await database();
    await up(lab);
    expect(alive()).toHaveLength(1);
    expect(aws.world.addresses).toHaveLength(1);
    expect(aws.world.groups).toHaveLength(1);
    expect(aws.world.keys).toHaveLength(1);
    expect(openings()).toHaveLength(2);
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
  });

  test('every answer to RunInstances is lost, and the run with them: the next one finds the instance', async () => {
    unlucky({ operation: 'RunInstances', times: 5, what: 'lost-answer' });
    const lab = await database();
    await expect(up(lab)).rejects.toMatchObject({ code: 'ec2-unreachable' });
    // It is there, and EC2 does not show it yet: only the order's own token tells.
    aws.world.instances[0]!.tags = {};
    await pause(50);
    await up(lab).catch(() => undefined);
    expect(aws.world.instances).toHaveLength(1);
  });

  test('a newer image between two tries is no reason for a second instance', async () => {
    unlucky({ operation: 'RunInstances', times: 5, what: 'lost-answer' });
    const lab = await database();
    await expect(up(lab)).rejects.toMatchObject({ code: 'ec2-unreachable' });
    newerImage();
    const { tags } = aws.world.instances[0]!;
    tags['bancada:lab'] = 'hidden';
    const shown = pause(100).then(() => (tags['bancada:lab'] = lab.identity.id));
    await up(lab);
    await shown;
    expect(aws.world.instances).toHaveLength(1);
  });

  test('an instance that was ended from outside is made anew, with another order', async () => {
    const lab = await database();
    await up(lab);
    aws.world.instances[0]!.state = 'terminated';
    aws.world.addresses[0]!.instance = undefined;
    expect(await stateOf(lab)).toEqual({ name: 'db', state: 'absent' });
    await up(lab);
    expect(alive()).toHaveLength(1);
    expect(aws.world.instances).toHaveLength(2);
    expect(aws.world.addresses).toMatchObject([{ instance: alive()[0]?.id }]);
  });

  test('throttling passes unseen, unless it stays', async () => {
    unlucky({ operation: 'RunInstances', times: 2, what: { code: 'RequestLimitExceeded', status: 503 } });
    const lab = await database();
    await up(lab);
    expect(alive()).toHaveLength(1);
    unlucky({ operation: 'DescribeInstances', times: 99, what: { code: 'RequestLimitExceeded', status: 503 } });
    await expect(ec2().observe(lab)).rejects.toMatchObject({ code: 'ec2-throttled' });
  });

  test.each([
    [{ code: 'VcpuLimitExceeded' }, 'ec2-quota'],
    [{ code: 'UnauthorizedOperation', status: 403 }, 'ec2-forbidden'],
    [{ code: 'PendingVerification' }, 'ec2-account-not-ready'],
    [{ code: 'Unsupported' }, 'ec2-no-capacity'],
  ])('%j is told as %s, and destroy removes what was made before', async (what, code) => {
    unlucky({ operation: 'RunInstances', times: 99, what });
    const lab = await database();
    await expect(up(lab)).rejects.toMatchObject({ code });
    expect(aws.world.addresses).toHaveLength(1);
    await ec2().destroy(lab.identity, lab.stage);
    expect([...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });

  test('no default VPC is told with the command that makes one', async () => {
    aws.world.hasDefaultVpc = false;
    const failure = up(await database());
    await expect(failure).rejects.toMatchObject({ code: 'ec2-no-default-vpc' });
    await expect(failure).rejects.toHaveProperty('hint.en', expect.stringContaining('create-default-vpc'));
  });

  test.each(['CreateSecurityGroup', 'AllocateAddress', 'RunInstances', 'AssociateAddress'])(
    'credentials end before %s: the next up, with new ones, completes what was begun',
    async (operation) => {
      unlucky({ operation, times: 9, what: { code: 'ExpiredToken' } });
      const lab = await database();
      await expect(up(lab)).rejects.toMatchObject({ code: 'ec2-credentials-expired' });
      aws.misfortunes.length = 0;
      await up(lab);
      expect(await stateOf(lab)).toMatchObject({ state: 'running' });
      const { instances, addresses, groups, keys } = aws.world;
      expect([instances, addresses, groups, keys].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    },
  );

  test.each(['TerminateInstances', 'ReleaseAddress', 'DeleteSecurityGroup', 'DeleteKeyPair'])(
    'credentials end before %s: the next destroy removes what is left',
    async (operation) => {
      const lab = await database();
      await up(lab);
      unlucky({ operation, times: 9, what: { code: 'ExpiredToken' } });
      await expect(ec2().destroy(lab.identity, lab.stage)).rejects.toMatchObject({ code: 'ec2-credentials-expired' });
      aws.misfortunes.length = 0;
      await ec2().destroy(lab.identity, lab.stage);
      expect([...alive(), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
    },
  );

  test('credentials: none, wrong ones, ones that ended, and a clock that is wrong', async () => {
    expect(await ec2().examine()).toMatchObject([{ status: 'good' }]);
    unlucky({ operation: '*', times: 1, what: { code: 'ExpiredToken' } });
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-credentials-expired' });
    unlucky({ operation: '*', times: 1, what: { code: 'RequestExpired' } });
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-clock' });
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another');
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-credentials-refused' });
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-no-credentials' });
  });

  test('credentials are found where every AWS tool looks: a profile in its files', async () => {
    const folder = await temporaryFolder();
    const [credentials, config] = [join(folder, 'credentials'), join(folder, 'config')];
    await writeFile(credentials, '[aula]\naws_access_key_id = AKIDSTANDIN\naws_secret_access_key = stand-in-secret\n');
    await writeFile(config, '[profile aula]\nregion = us-east-1\n');
    const files = { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config, AWS_PROFILE: 'aula' };
    const nothing = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_REGION: undefined };
    for (const [name, value] of Object.entries({ ...files, ...nothing })) vi.stubEnv(name, value);
    await ec2().examine();
    expect(aws.asked).toEqual(['DescribeInstances us-east-1']);
  });

  test('temporary credentials are sent whole', async () => {
    aws.credentials.push({ accessKeyId: 'ASIATEMP', secretAccessKey: 'passing', sessionToken: 'token' });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIATEMP');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'passing');
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-credentials-refused' });
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await ec2().examine()).toMatchObject([{ status: 'good' }]);
  });

  test('a region: none, the one of --region, and the one that the lab stands in', async () => {
    const lab = await database();
    await up(lab, { region: 'us-east-1' });
    expect(aws.world.instances[0]?.region).toBe('us-east-1');
    // AWS's own settings say sa-east-1.
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
    await expect(up(lab, { region: 'sa-east-1' })).rejects.toMatchObject({ code: 'ec2-other-region' });
    vi.stubEnv('AWS_REGION', undefined);
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-no-region' });
  });

  test('the lab’s folder is gone: it is found by its tags in whatever region, and removed', async () => {
    const lab = await database();
    await up(lab, { region: 'us-east-1' });
    const { id, name, folder, owner } = lab.identity;
    expect(await ec2().list(owner)).toEqual([{ id, name, folder }]);
    expect(await ec2().list({ uid: 1001, name: 'bia' })).toEqual([]);
    const held = (await ec2().holdings?.()) ?? [];
    expect(held.map(({ kind, region, machine, costs }) => [kind, region, machine, costs])).toEqual([
      ['instance', 'us-east-1', 'db', true],
      ['address', 'us-east-1', 'db', true],
      ['group', 'us-east-1', 'db', false],
      ['key', 'us-east-1', undefined, false],
    ]);
    expect(held).toMatchObject(held.map(() => ({ id, lab: name, owner: 'ana (1000)' })));
    await ec2().destroy({ ...lab.identity, owner: { uid: 1001, name: 'bia' } }, lab.stage);
    expect(alive()).toHaveLength(1);
    await ec2().destroy(lab.identity, lab.stage);
    expect([...alive(), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });

  test('a region that a restricted account may not use is passed over, and said', async () => {
    const lab = await database();
    await up(lab);
    const denied = { code: 'UnauthorizedOperation', status: 403 };
    unlucky({ operation: 'DescribeInstances us-east-1', times: 99, what: denied });
    await ec2().destroy(lab.identity, lab.stage);
    expect(alive()).toEqual([]);
    expect(lab.events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'ec2-not-seen' }));
  });

  test('half of it was removed by hand: destroy removes the other half', async () => {
    const lab = await database();
    await up(lab);
    aws.world.groups.length = 0;
    aws.world.instances[0]!.state = 'terminated';
    aws.world.addresses[0]!.instance = undefined;
    await ec2().destroy(lab.identity, lab.stage);
    expect([...aws.world.addresses, ...aws.world.keys]).toEqual([]);
  });

  test('an answer that never comes keeps nobody from leaving', async () => {
    unlucky({ operation: 'AllocateAddress', what: 'no-answer' });
    const lab = await database();
    setTimeout(() => lab.controller.abort(), 200);
    const asked = performance.now();
    await expect(up(lab)).rejects.toMatchObject({ code: 'interrupted' });
    expect(performance.now() - asked).toBeLessThan(3000);
  });

  test('an answer that never comes is given up after a while, and nobody is said to have interrupted it', async () => {
    unlucky({ operation: 'DescribeRegions', what: 'no-answer' });
    const account = await openAccount(undefined, 300);
    const asked = performance.now();
    await expect(regionsOf(account)).rejects.toMatchObject({ code: 'ec2-unreachable', fault: 'environment' });
    expect(performance.now() - asked).toBeLessThan(3000);
  });

  test('is interrupted while the instance starts: what there is stays, and the next run takes it up', async () => {
    aws.world.changeMs = 300;
    const lab = await database();
    setTimeout(() => lab.controller.abort(), 150);
    await expect(up(lab)).rejects.toThrow();
    const again = { ...lab, stage: { ...lab.stage, signal: new AbortController().signal } };
    await ec2Provider({}, { ...ports, clock: systemClock }).create(again, again.stage);
    expect(aws.world.instances).toHaveLength(1);
  });
});

describe.skipIf(!hasServiceModel)('drift (needs the package python3-botocore)', () => {
  test('a rule added by hand is seen, and mended without restarting anything', async () => {
    const lab = await database();
    await up(lab);
    aws.world.groups[0]!.ingress.push({
      IpProtocol: 'tcp',
      FromPort: 3306,
      ToPort: 3306,
      IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    });
    const seen = await stateOf(lab);
    expect(seen).toMatchObject({ state: 'different', restarts: false });
    expect(seen?.state === 'different' && seen.why.en).toBe('its security group: -0.0.0.0/0 → tcp 3306');
    await up(lab);
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
    expect(openings()).toEqual(['tcp 22 198.51.100.7/32', 'udp 1194 198.51.100.7/32']);
    expect(count('StopInstances')).toBe(0);
  });

  test('the operator has moved: up lets the new address in, and the old one no more', async () => {
    const lab = await database();
    await up(lab);
    here = '192.0.2.44';
    const seen = await stateOf(lab);
    expect(seen?.state === 'different' && seen.why.en).toContain('+192.0.2.44/32 → tcp 22');
    await up(lab);
    expect(openings()?.toSorted()).toEqual(['tcp 22 192.0.2.44/32', 'udp 1194 192.0.2.44/32']);
    await up(lab, { fromCidr: '192.0.2.0/24' });
    expect(openings()?.toSorted()).toEqual(['tcp 22 192.0.2.0/24', 'udp 1194 192.0.2.0/24']);
  });

  test('nobody is let in from everywhere, whatever --from-cidr says', async () => {
    const lab = await database();
    for (const fromCidr of ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/2']) {
      await expect(ec2({ fromCidr }).foresee?.(lab)).rejects.toMatchObject({ code: 'ec2-from-world' });
      await expect(up(lab, { fromCidr })).rejects.toMatchObject({ code: 'ec2-from-world' });
    }
    expect([...aws.world.instances, ...aws.world.groups, ...aws.world.addresses]).toEqual([]);
    await up(lab, { fromCidr: '198.0.0.0/8' });
  });

  test('an instance stopped in the console is started again, at the same address', async () => {
    const lab = await database();
    await up(lab);
    const [instance] = aws.world.instances;
    instance!.state = 'stopped';
    expect(await stateOf(lab)).toEqual({ name: 'db', state: 'stopped' });
    const observed = await up(lab);
    expect(observed.machines).toMatchObject([{ state: 'running' }]);
    expect(observed.bindings.machines['db']?.ssh?.host).toBe('203.0.113.10');
    expect(aws.world.instances).toHaveLength(1);
  });

  test('an address that was taken off is put on again', async () => {
    const lab = await database();
    await up(lab);
    aws.world.addresses[0]!.instance = undefined;
    expect(await stateOf(lab)).toMatchObject({ state: 'different', restarts: false });
    await up(lab);
    expect(aws.world.addresses).toMatchObject([{ instance: aws.world.instances[0]?.id }]);
  });

  test('another size stops the instance, changes it and starts it', async () => {
    const lab = await database();
    await up(lab);
    const machines = lab.blueprint.machines.map((machine) => ({
      ...machine,
      size: { ...machine.size, memoryMiB: 2048 },
    }));
    const larger = { ...lab, blueprint: { ...lab.blueprint, machines } };
    expect(await stateOf(larger)).toMatchObject({ state: 'different', restarts: true });
    await up(larger);
    expect(aws.world.instances).toMatchObject([{ type: 't3.small', state: 'running' }]);
  });

  test('stop keeps it; a machine that left the topology is removed with all that was its', async () => {
    const lab = await database();
    await up(lab);
    await ec2().stop(lab, lab.stage);
    expect(aws.world.instances).toMatchObject([{ state: 'stopped' }]);
    const without = { ...lab, own: [] };
    expect((await ec2().observe(without)).undescribed).toEqual(['db']);
    await ec2().remove(without, lab.stage, ['db']);
    expect([...alive(), ...aws.world.addresses, ...aws.world.groups]).toEqual([]);
    expect(aws.world.keys).toHaveLength(1);
  });
});

describe.skipIf(!hasServiceModel)('what would be (needs the package python3-botocore)', () => {
  test('a lab that was never begun: what is made, its price, and what is open to whom', async () => {
    const blueprint = blueprintOf(survey());
    const foresight = await ec2().foresee?.({ blueprint, own: ['db'], bindings: { machines: {}, visitors: {} } });
    expect(foresight?.makes.map(({ en }) => en)).toEqual([
      'makes db in sa-east-1: t3.micro, encrypted disk of 8 GiB, Elastic IP',
    ]);
    expect(foresight?.price !== 'unknown' && foresight?.price?.hourly).toBeCloseTo(0.0235, 3);
    expect(foresight?.opens.map(({ what, toWorld }) => [what.en, toWorld])).toEqual([
      ['db lets in 198.51.100.7/32 → tcp 22 (management)', false],
      [expect.stringContaining('db lets in 198.51.100.7/32 → udp 1194'), false],
    ]);
    expect(aws.asked).toEqual([]);
  });

  test('what is there is not made, and what is open is not opened', async () => {
    const lab = await database();
    await up(lab);
    expect(await ec2().foresee?.(lab)).toMatchObject({ makes: [], opens: [] });
  });

  test('a public port is for the world, and a region without a known price says so', async () => {
    const blueprint = blueprintOf(
      topology({
        networks: [internet()],
        groups: [group('web', { internet: 'auto' }, [service('web', 'web', {}, { public: true })])],
        visitors: [{ name: 'class', from: 'internet', to: 'web' }],
      }),
    );
    const lab = cloudLab(await temporaryFolder(), blueprint, ['web']);
    const foresight = await ec2({ region: 'xx-west-9' }).foresee?.({ ...lab, identity: undefined as never });
    expect(foresight).toMatchObject({ price: 'unknown', opens: [{ toWorld: false }, { toWorld: true }] });
    const observed = await up(lab);
    expect(openings()).toEqual(['tcp 22 198.51.100.7/32', 'tcp 80 0.0.0.0/0']);
    expect(observed.published).toEqual([{ visitors: 'class', address: '203.0.113.10', port: 80 }]);
  });
});
