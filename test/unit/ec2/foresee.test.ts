import { beforeEach, describe, expect, test } from 'vitest';
import { cloudLab } from '../../support/ec2/cloud-lab.ts';
import type { StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, openingsIn, standInForTest, up } from '../../support/ec2/provider.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { blueprintOf, group, internet, service, survey, topology } from '../blueprint/build.ts';

let aws: StandIn;
beforeEach(async () => {
  aws = await standInForTest();
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
    expect(openingsIn(aws.world)).toEqual(['tcp 22 198.51.100.7/32', 'tcp 80 0.0.0.0/0']);
    expect(observed.published).toEqual([{ visitors: 'class', address: '203.0.113.10', port: 80 }]);
  });
});
