import { beforeEach, describe, expect, test } from 'vitest';
import { ec2Provider } from '../../../src/providers/ec2/provider.ts';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, openingsIn, standInForTest, stateOf, up } from '../../support/ec2/provider.ts';
import { quickPorts } from '../../support/ec2/quick-ports.ts';
import { aliveIn } from '../../support/ec2/world.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
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
    expect(openingsIn(aws.world)).toEqual(['tcp 22 198.51.100.7/32', 'udp 1194 198.51.100.7/32']);
    expect(aws.asked.filter((one) => one.startsWith('StopInstances '))).toEqual([]);
  });

  test('the operator has moved: up lets the new address in, and the old one no more', async () => {
    const lab = await database();
    await up(lab);
    const moved = ec2Provider({}, { ...quickPorts, publicAddress: () => Promise.resolve('192.0.2.44') });
    const [seen] = (await moved.observe(lab)).machines;
    expect(seen?.state === 'different' && seen.why.en).toContain('+192.0.2.44/32 → tcp 22');
    await moved.create(lab, lab.stage);
    expect(openingsIn(aws.world)?.toSorted()).toEqual(['tcp 22 192.0.2.44/32', 'udp 1194 192.0.2.44/32']);
    await up(lab, { fromCidr: '192.0.2.0/24' });
    expect(openingsIn(aws.world)?.toSorted()).toEqual(['tcp 22 192.0.2.0/24', 'udp 1194 192.0.2.0/24']);
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
    expect([...aliveIn(aws.world), ...aws.world.addresses, ...aws.world.groups]).toEqual([]);
    expect(aws.world.keys).toHaveLength(1);
  });
});
