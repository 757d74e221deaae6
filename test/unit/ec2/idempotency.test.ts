import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/ports/clock.ts';
import { ec2Provider } from '../../../src/providers/ec2/provider.ts';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, openingsIn, standInForTest, stateOf, up } from '../../support/ec2/provider.ts';
import { quickPorts } from '../../support/ec2/quick-ports.ts';
import { aliveIn } from '../../support/ec2/world.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
});

const newerImage = (): void =>
  void aws.world.images.push({
    ...aws.world.images.find(({ name }) => name.startsWith('debian-12-amd64-2025'))!,
    id: 'ami-0newer',
    name: 'debian-12-amd64-20260101-1',
    created: '2026-01-01T00:00:00.000Z',
  });

describe.skipIf(!hasServiceModel)('a database in EC2 (needs the package python3-botocore)', () => {
  test('a second up asks little and changes nothing, also where there is a newer image meanwhile', async () => {
    const lab = await database();
    await up(lab);
    newerImage();
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
    const before = aws.asked.length;
    await up(lab);
    expect(aws.asked.slice(before).filter((one) => !one.startsWith('Describe'))).toEqual([]);
    expect(aliveIn(aws.world)).toHaveLength(1);
  });

  test('all of EC2 learns only slowly what was made', async () => {
    aws.world.lagMs = 400;
    const lab = await database();
    const patient = ec2Provider({}, { ...quickPorts, clock: systemClock });
    await patient.create(lab, lab.stage);
    expect(aliveIn(aws.world)).toHaveLength(1);
    expect(aws.world.addresses).toHaveLength(1);
    expect(openingsIn(aws.world)).toHaveLength(2);
  });

  test.each([
    'RunInstances',
    'AllocateAddress',
    'CreateSecurityGroup',
    'ImportKeyPair',
    'AuthorizeSecurityGroupIngress',
  ])('the answer to %s is lost: nothing is there twice', async (operation) => {
    aws.misfortunes.push({ operation, what: 'lost-answer' });
    const lab = await database();
    await up(lab);
    expect(aliveIn(aws.world)).toHaveLength(1);
    expect(aws.world.addresses).toHaveLength(1);
    expect(aws.world.groups).toHaveLength(1);
    expect(aws.world.keys).toHaveLength(1);
    expect(openingsIn(aws.world)).toHaveLength(2);
    expect(await stateOf(lab)).toMatchObject({ state: 'running' });
  });

  test('every answer to RunInstances is lost, and the run with them: the next one finds the instance', async () => {
    aws.misfortunes.push({ operation: 'RunInstances', times: 5, what: 'lost-answer' });
    const lab = await database();
    await expect(up(lab)).rejects.toMatchObject({ code: 'ec2-unreachable' });
    // It is there, and EC2 does not show it yet: only the order's own token tells.
    aws.world.instances[0]!.tags = {};
    await pause(50);
    await up(lab).catch(() => undefined);
    expect(aws.world.instances).toHaveLength(1);
  });

  test('a newer image between two tries is no reason for a second instance', async () => {
    aws.misfortunes.push({ operation: 'RunInstances', times: 5, what: 'lost-answer' });
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
    expect(aliveIn(aws.world)).toHaveLength(1);
    expect(aws.world.instances).toHaveLength(2);
    expect(aws.world.addresses).toMatchObject([{ instance: aliveIn(aws.world)[0]?.id }]);
  });

  test('is interrupted while the instance starts: what there is stays, and the next run takes it up', async () => {
    aws.world.changeMs = 300;
    const lab = await database();
    setTimeout(() => lab.controller.abort(), 150);
    await expect(up(lab)).rejects.toThrow();
    const again = { ...lab, stage: { ...lab.stage, signal: new AbortController().signal } };
    await ec2Provider({}, { ...quickPorts, clock: systemClock }).create(again, again.stage);
    expect(aws.world.instances).toHaveLength(1);
  });
});
