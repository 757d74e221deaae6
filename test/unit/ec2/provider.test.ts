import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, openingsIn, standInForTest, stateOf, up } from '../../support/ec2/provider.ts';
import { aliveIn } from '../../support/ec2/world.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
});

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
    expect(openingsIn(aws.world)).toEqual(['tcp 22 198.51.100.7/32', 'udp 1194 198.51.100.7/32']);
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
    expect([...aliveIn(aws.world), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });

  test('is an Ubuntu where asked, entered as its user, also once nobody asks any more', async () => {
    const lab = await database();
    const { bindings } = await up(lab, { system: 'ubuntu-24.04' });
    expect(aliveIn(aws.world).map(({ image }) => image)).toEqual(['ami-0ca01000000000000']);
    expect(bindings.machines['db']?.ssh).toMatchObject({ user: 'ubuntu' });
    expect((await ec2({}).observe(lab)).bindings.machines['db']?.ssh).toMatchObject({ user: 'ubuntu' });
    await ec2().destroy(lab.identity, lab.stage);
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
    expect(aliveIn(aws.world)).toHaveLength(1);
    await ec2().destroy(lab.identity, lab.stage);
    expect([...aliveIn(aws.world), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
  });

  test('a region that a restricted account may not use is passed over, and said', async () => {
    const lab = await database();
    await up(lab);
    const denied = { code: 'UnauthorizedOperation', status: 403 };
    aws.misfortunes.push({ operation: 'DescribeInstances us-east-1', times: 99, what: denied });
    await ec2().destroy(lab.identity, lab.stage);
    expect(aliveIn(aws.world)).toEqual([]);
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
});
