import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, standInForTest, stateOf, up } from '../../support/ec2/provider.ts';
import { aliveIn } from '../../support/ec2/world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
});

describe.skipIf(!hasServiceModel)('a database in EC2 (needs the package python3-botocore)', () => {
  test.each(['CreateSecurityGroup', 'AllocateAddress', 'RunInstances', 'AssociateAddress'])(
    'credentials end before %s: the next up, with new ones, completes what was begun',
    async (operation) => {
      aws.misfortunes.push({ operation, times: 9, what: { code: 'ExpiredToken' } });
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
      aws.misfortunes.push({ operation, times: 9, what: { code: 'ExpiredToken' } });
      await expect(ec2().destroy(lab.identity, lab.stage)).rejects.toMatchObject({ code: 'ec2-credentials-expired' });
      aws.misfortunes.length = 0;
      await ec2().destroy(lab.identity, lab.stage);
      expect([...aliveIn(aws.world), ...aws.world.addresses, ...aws.world.groups, ...aws.world.keys]).toEqual([]);
    },
  );

  test('credentials: none, wrong ones, ones that ended, and a clock that is wrong', async () => {
    expect(await ec2().examine()).toMatchObject([{ status: 'good' }]);
    aws.misfortunes.push({ operation: '*', times: 1, what: { code: 'ExpiredToken' } });
    await expect(ec2().examine()).rejects.toMatchObject({ code: 'ec2-credentials-expired' });
    aws.misfortunes.push({ operation: '*', times: 1, what: { code: 'RequestExpired' } });
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
});
