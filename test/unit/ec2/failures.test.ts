import { beforeEach, describe, expect, test } from 'vitest';
import { openAccount, regionsOf } from '../../../src/providers/ec2/account.ts';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, standInForTest, up } from '../../support/ec2/provider.ts';
import { aliveIn } from '../../support/ec2/world.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
});

describe.skipIf(!hasServiceModel)('a database in EC2 (needs the package python3-botocore)', () => {
  test('throttling passes unseen, unless it stays', async () => {
    aws.misfortunes.push({ operation: 'RunInstances', times: 2, what: { code: 'RequestLimitExceeded', status: 503 } });
    const lab = await database();
    await up(lab);
    expect(aliveIn(aws.world)).toHaveLength(1);
    aws.misfortunes.push({
      operation: 'DescribeInstances',
      times: 99,
      what: { code: 'RequestLimitExceeded', status: 503 },
    });
    await expect(ec2().observe(lab)).rejects.toMatchObject({ code: 'ec2-throttled' });
  });

  test.each([
    [{ code: 'VcpuLimitExceeded' }, 'ec2-quota'],
    [{ code: 'UnauthorizedOperation', status: 403 }, 'ec2-forbidden'],
    [{ code: 'PendingVerification' }, 'ec2-account-not-ready'],
    [{ code: 'Unsupported' }, 'ec2-no-capacity'],
  ])('%j is told as %s, and destroy removes what was made before', async (what, code) => {
    aws.misfortunes.push({ operation: 'RunInstances', times: 99, what });
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

  test('an answer that never comes keeps nobody from leaving', async () => {
    aws.misfortunes.push({ operation: 'AllocateAddress', what: 'no-answer' });
    const lab = await database();
    setTimeout(() => lab.controller.abort(), 200);
    const asked = performance.now();
    await expect(up(lab)).rejects.toMatchObject({ code: 'interrupted' });
    expect(performance.now() - asked).toBeLessThan(3000);
  });

  test('an answer that never comes is given up after a while, and nobody is said to have interrupted it', async () => {
    aws.misfortunes.push({ operation: 'DescribeRegions', what: 'no-answer' });
    const account = await openAccount(undefined, 300);
    const asked = performance.now();
    await expect(regionsOf(account)).rejects.toMatchObject({ code: 'ec2-unreachable', fault: 'environment' });
    expect(performance.now() - asked).toBeLessThan(3000);
  });
});
