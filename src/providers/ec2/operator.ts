import type { TargetOptions } from '../../model/target.ts';
import type { Ec2Ports } from './setting.ts';

/**
 * From where the cloud's machines may be managed: as the user said, or this computer's own public address.
 * @throws LabError `no-public-address`
 */
export const operatorCidr = async ({ fromCidr }: TargetOptions, { publicAddress }: Ec2Ports): Promise<string> =>
  fromCidr ?? `${await publicAddress()}/32`;

/** As `operatorCidr`, for whoever only looks: `undefined` where it cannot be found out. */
export const operatorIfKnown = (options: TargetOptions, ports: Ec2Ports): Promise<string | undefined> =>
  operatorCidr(options, ports).catch(() => undefined);
