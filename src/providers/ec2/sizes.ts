import {
  cloudPrices,
  hoursOfMonth,
  instanceTypeFor,
  instanceTypes,
  smallestCloudDiskGiB,
  type InstanceType,
} from '../../../vms/cloud.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Machine } from '../../model/blueprint.ts';
import { ec2Texts } from '../../text/ec2.ts';

/** The kind of instance for a machine. @throws LabError `ec2-too-large` where EC2 is not offered for such a size */
export const typeOf = ({ name, size }: Pick<Machine, 'name' | 'size'>): InstanceType => {
  const type = instanceTypeFor(size);
  if (type === undefined) throw new LabError({ code: 'ec2-too-large', fault: 'usage', ...ec2Texts.tooLarge(name) });
  return type;
};

/** The disk of a machine, GiB. */
export const diskOf = ({ size }: Pick<Machine, 'size'>): number =>
  Math.max(smallestCloudDiskGiB, Math.ceil(size.diskGiB));

/** US dollars. */
export interface Price {
  readonly hourly: number;
  readonly monthly: number;
}

/** What machines cost while they run: instance, disk and public address. `undefined`: not known of that region. */
export const priceOf = (machines: readonly Pick<Machine, 'name' | 'size'>[], region: string): Price | undefined => {
  const prices = Object.hasOwn(cloudPrices.regions, region) ? cloudPrices.regions[region] : undefined;
  if (prices === undefined) return undefined;
  const hourly = machines.reduce((sum, machine) => {
    const steps = instanceTypes.indexOf(typeOf(machine));
    const instance = prices.microHour * 2 ** steps;
    return sum + instance + cloudPrices.addressHour + (prices.diskMonth * diskOf(machine)) / hoursOfMonth;
  }, 0);
  return { hourly, monthly: hourly * hoursOfMonth };
};
