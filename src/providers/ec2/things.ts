import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  type Filter,
  type Instance,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { systemOf } from '../../../vms/systems.ts';
import type { Account } from './account.ts';
import { readTags, tagKeys } from './tags.ts';

/** What all things of a lab have. */
interface Thing {
  readonly id: string;
  /** The machine that it is of; empty for what is of the whole lab. */
  readonly machine: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface CloudInstance extends Thing {
  readonly state: 'pending' | 'running' | 'stopping' | 'stopped' | 'ending' | 'ended';
  readonly type: string;
  readonly since: Date;
  readonly privateIp: string | undefined;
  /** The token of the order that made it. */
  readonly token: string;
}

/** Who may log in on an instance, by what it was made from. */
export const userOf = ({ tags }: Pick<CloudInstance, 'tags'>): string => systemOf(tags[tagKeys.system]).image.user;

export interface CloudAddress extends Thing {
  readonly ip: string;
  /** Id of the instance that it leads to. */
  readonly instance: string | undefined;
}

export interface CloudGroup extends Thing {
  readonly ingress: readonly IpPermission[];
}

/** What an account holds of one lab, or of all labs, in one region. */
export interface Things {
  readonly instances: readonly CloudInstance[];
  readonly addresses: readonly CloudAddress[];
  readonly groups: readonly CloudGroup[];
  readonly keys: readonly Thing[];
}

const states: Readonly<Record<string, CloudInstance['state']>> = {
  pending: 'pending',
  running: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  'shutting-down': 'ending',
  terminated: 'ended',
};

const tagged = (tags: Parameters<typeof readTags>[0]): Pick<Thing, 'machine' | 'tags'> => {
  const read = readTags(tags);
  return { tags: read, machine: read[tagKeys.machine] ?? '' };
};

/** An instance as EC2 tells it, in our words. */
export const readInstance = ({
  InstanceId = '',
  State,
  InstanceType = 't3.micro',
  LaunchTime = new Date(0),
  PrivateIpAddress,
  ClientToken = '',
  Tags,
}: Instance): CloudInstance => ({
  id: InstanceId,
  state: states[State?.Name ?? ''] ?? 'pending',
  type: InstanceType,
  since: LaunchTime,
  privateIp: PrivateIpAddress,
  token: ClientToken,
  ...tagged(Tags),
});

/** Instances by tags or anything else that EC2 filters by, those that have ended too. */
export const instancesBy = async (
  { ask }: Account,
  filters: Filter[],
  signal?: AbortSignal,
): Promise<readonly CloudInstance[]> => {
  const { Reservations } = await ask(new DescribeInstancesCommand({ Filters: filters }), signal);
  return (Reservations ?? []).flatMap(({ Instances }) => (Instances ?? []).map(readInstance));
};

/** Elastic IPs by tags. */
export const addressesBy = async (
  { ask }: Account,
  filters: Filter[],
  signal?: AbortSignal,
): Promise<readonly CloudAddress[]> => {
  const { Addresses } = await ask(new DescribeAddressesCommand({ Filters: filters }), signal);
  return (Addresses ?? []).map(({ AllocationId = '', PublicIp = '', InstanceId, Tags }) => ({
    id: AllocationId,
    ip: PublicIp,
    instance: InstanceId === '' ? undefined : InstanceId,
    ...tagged(Tags),
  }));
};

/** Security groups by tags. */
export const groupsBy = async (
  { ask }: Account,
  filters: Filter[],
  signal?: AbortSignal,
): Promise<readonly CloudGroup[]> => {
  const { SecurityGroups } = await ask(new DescribeSecurityGroupsCommand({ Filters: filters }), signal);
  return (SecurityGroups ?? []).map(({ GroupId = '', IpPermissions, Tags }) => ({
    id: GroupId,
    ingress: IpPermissions ?? [],
    ...tagged(Tags),
  }));
};

/** Key pairs by tags. */
const keysBy = async ({ ask }: Account, filters: Filter[], signal?: AbortSignal): Promise<readonly Thing[]> => {
  const { KeyPairs } = await ask(new DescribeKeyPairsCommand({ Filters: filters }), signal);
  return (KeyPairs ?? []).map(({ KeyPairId = '', Tags }) => ({ id: KeyPairId, ...tagged(Tags) }));
};

/** All that bears these tags in one region. */
export const thingsBy = async (account: Account, filters: Filter[], signal?: AbortSignal): Promise<Things> => {
  const [instances, addresses, groups, keys] = await Promise.all([
    instancesBy(account, filters, signal),
    addressesBy(account, filters, signal),
    groupsBy(account, filters, signal),
    keysBy(account, filters, signal),
  ]);
  return { instances, addresses, groups, keys };
};

/** Whether it is there and will stay so: it costs money. */
export const lives = ({ state }: Pick<CloudInstance, 'state'>): boolean => state !== 'ending' && state !== 'ended';

/** The instance that is a machine; the oldest, where there should be none but one. */
export const instanceOf = ({ instances }: Pick<Things, 'instances'>, machine: string): CloudInstance | undefined =>
  instances
    .filter((one) => one.machine === machine && lives(one))
    .sort((one, other) => one.since.getTime() - other.since.getTime())[0];

/** The address that leads to a machine, or is kept for it. */
export const addressOf = ({ addresses }: Pick<Things, 'addresses'>, machine: string): CloudAddress | undefined => {
  const own = addresses.filter((one) => one.machine === machine);
  return own.find(({ instance }) => instance !== undefined) ?? own[0];
};
