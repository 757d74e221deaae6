import type { SizeSpec } from '../src/model/topology.ts';

/** A kind of instance, as EC2 names it. Burstable, on Nitro: its console can be read while it boots. */
export interface InstanceType {
  readonly name: string;
  readonly cpus: number;
  readonly memoryMiB: number;
}

/**
 * What instances are made of, smallest first. Nothing smaller than `t3.micro`: apt and a database need the memory, and it
 * is what accounts with a free allowance may use.
 * Source: https://aws.amazon.com/ec2/instance-types/t3/
 */
export const instanceTypes: readonly InstanceType[] = [
  { name: 't3.micro', cpus: 2, memoryMiB: 1024 },
  { name: 't3.small', cpus: 2, memoryMiB: 2048 },
  { name: 't3.medium', cpus: 2, memoryMiB: 4096 },
  { name: 't3.large', cpus: 2, memoryMiB: 8192 },
  { name: 't3.xlarge', cpus: 4, memoryMiB: 16_384 },
  { name: 't3.2xlarge', cpus: 8, memoryMiB: 32_768 },
];

/** The smallest kind of instance that has what a size asks for; `undefined` where none has. */
export const instanceTypeFor = ({ cpus, memoryMiB }: SizeSpec): InstanceType | undefined =>
  instanceTypes.find((type) => type.cpus >= cpus && type.memoryMiB >= memoryMiB);

/** What a month is reckoned as, hours: 365 days by 12. */
export const hoursOfMonth = 730;

/** US dollars, before taxes. */
interface RegionPrices {
  /** By the hour, of the smallest kind; the price of a t3 doubles with each step up. */
  readonly microHour: number;
  /** A GiB of a gp3 disk, by the month. */
  readonly diskMonth: number;
}

/**
 * On-demand prices of Linux instances and disks, as published on the date below. Regions that are not here have a price
 * that we do not know, and say so.
 * Those of sa-east-1 were compared with figures that others took from AWS's own price list of September 2026.
 * Sources: https://aws.amazon.com/ec2/pricing/on-demand/, https://aws.amazon.com/ebs/pricing/
 */
export const cloudPrices: {
  readonly asOf: string;
  /** A public IPv4 address by the hour, in every region, in use or not. https://aws.amazon.com/vpc/pricing/ */
  readonly addressHour: number;
  readonly regions: Readonly<Record<string, RegionPrices>>;
} = {
  asOf: '2025-06',
  addressHour: 0.005,
  regions: {
    'us-east-1': { microHour: 0.0104, diskMonth: 0.08 },
    'us-east-2': { microHour: 0.0104, diskMonth: 0.08 },
    'us-west-2': { microHour: 0.0104, diskMonth: 0.08 },
    'sa-east-1': { microHour: 0.0168, diskMonth: 0.152 },
    'eu-west-1': { microHour: 0.0114, diskMonth: 0.088 },
    'eu-central-1': { microHour: 0.012, diskMonth: 0.0952 },
  },
};

/** The newest image of this owner whose name fits. */
export interface CloudImage {
  /** The account that publishes it. */
  readonly owner: string;
  /** `*` and `?` stand for any text, as in EC2's filters; `?` are the digits of the date. */
  readonly name: string;
  readonly architecture: 'x86_64';
  /** Who may log in on it, by the key that the instance was given. */
  readonly user: string;
}

/**
 * The official image of Debian 12. Anybody may publish an image with such a name: only the owner counts.
 * Source of the owner: https://wiki.debian.org/Cloud/AmazonEC2Image/Bookworm
 */
export const debianImage: CloudImage = {
  owner: '136693071363',
  name: 'debian-12-amd64-????????-*',
  architecture: 'x86_64',
  user: 'admin',
};

/**
 * The official image of Ubuntu 24.04, by Canonical.
 * Source: https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/
 */
export const ubuntuImage: CloudImage = {
  owner: '099720109477',
  name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-????????*',
  architecture: 'x86_64',
  user: 'ubuntu',
};

/** The smallest disk that the image fits on, GiB. */
export const smallestCloudDiskGiB = 8;
