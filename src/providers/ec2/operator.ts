import { LabError } from '../../errors/lab-error.ts';
import type { TargetOptions } from '../../model/target.ts';
import { ec2Texts } from '../../text/ec2.ts';
import type { Ec2Ports } from './setting.ts';

/** No organisation has more addresses than that; who says more means everybody. */
const widestPrefix = 8;

/**
 * From where the cloud's machines may be managed: as the user said, or this computer's own public address.
 * @throws LabError `no-public-address`, `ec2-from-world`
 */
export const operatorCidr = async ({ fromCidr }: TargetOptions, { publicAddress }: Ec2Ports): Promise<string> => {
  if (fromCidr === undefined) return `${await publicAddress()}/32`;
  if (Number(fromCidr.split('/')[1]) < widestPrefix)
    throw new LabError({ code: 'ec2-from-world', fault: 'usage', ...ec2Texts.fromWorld(fromCidr) });
  return fromCidr;
};

/** As `operatorCidr`, for whoever only looks: `undefined` where it cannot be found out. */
export const operatorIfKnown = (options: TargetOptions, ports: Ec2Ports): Promise<string | undefined> =>
  operatorCidr(options, ports).catch(() => undefined);
