import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { CloudImage } from '../../../vms/cloud.ts';
import { LabError } from '../../errors/lab-error.ts';
import { ec2Texts } from '../../text/ec2.ts';
import type { Account } from './account.ts';

/** An image to make an instance from. */
export interface FoundImage {
  readonly id: string;
  /** Name of the device that its disk is. */
  readonly rootDevice: string;
}

/** The newest official image of the region as it is now. @throws LabError `ec2-no-image` */
export const newestImage = async (
  { ask, region }: Account,
  { owner, name, architecture }: CloudImage,
  signal?: AbortSignal,
): Promise<FoundImage> => {
  const Filters = Object.entries({
    name,
    architecture,
    state: 'available',
    'root-device-type': 'ebs',
    'virtualization-type': 'hvm',
  }).map(([Name, value]) => ({ Name, Values: [value] }));
  const { Images } = await ask(new DescribeImagesCommand({ Owners: [owner], Filters }), signal);
  const byAge = (Images ?? []).toSorted((one, other) =>
    (one.CreationDate ?? '') < (other.CreationDate ?? '') ? -1 : 1,
  );
  const newest = byAge.at(-1);
  if (newest?.ImageId === undefined)
    throw new LabError({ code: 'ec2-no-image', fault: 'environment', ...ec2Texts.noImage(region) });
  return { id: newest.ImageId, rootDevice: newest.RootDeviceName ?? '/dev/xvda' };
};
