import {
  DeleteKeyPairCommand,
  DeleteSecurityGroupCommand,
  ReleaseAddressCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ec2Texts } from '../../text/ec2.ts';
import { isAws } from './errors.ts';
import { awaitState } from './instance.ts';
import { eventually } from './patience.ts';
import type { Work } from './setting.ts';
import { lives, type Things } from './things.ts';

const unlessGone = (error: unknown): void => {
  const names = ['InvalidAllocationID.NotFound', 'InvalidGroup.NotFound', 'InvalidInstanceID.NotFound'];
  if (!names.some((name) => isAws(error, name))) throw error;
};

/** Ends instances, then removes what they stood on. What somebody else has removed meanwhile is gone as well. */
export const removeThings = async (
  work: Pick<Work, 'account' | 'ports' | 'stage'>,
  { instances, addresses, groups, keys }: Things,
): Promise<void> => {
  const { account, ports, stage } = work;
  const patience = { clock: ports.clock, stage };
  const alive = instances.filter(lives).map(({ id }) => id);
  if (alive.length > 0)
    await account.ask(new TerminateInstancesCommand({ InstanceIds: alive }), stage.signal).catch(unlessGone);
  const ending = instances.filter(({ state }) => state !== 'ended').map(({ id }) => id);
  await Promise.all(ending.map((id) => awaitState(work, id, 'ended', ec2Texts.awaitEnded)));
  const steps: readonly (() => Promise<unknown>)[] = [
    ...addresses.map(
      ({ id }) =>
        () =>
          account.ask(new ReleaseAddressCommand({ AllocationId: id }), stage.signal),
    ),
    ...groups.map(
      ({ id }) =>
        () =>
          account.ask(new DeleteSecurityGroupCommand({ GroupId: id }), stage.signal),
    ),
    ...keys.map(
      ({ id }) =>
        () =>
          account.ask(new DeleteKeyPairCommand({ KeyPairId: id }), stage.signal),
    ),
  ];
  for (const step of steps) await eventually(ec2Texts.awaitEnded, patience, () => step().catch(unlessGone));
};

/** What belongs to these machines. */
export const thingsOfMachines = (things: Things, machines: readonly string[]): Things => ({
  instances: things.instances.filter(({ machine }) => machines.includes(machine)),
  addresses: things.addresses.filter(({ machine }) => machines.includes(machine)),
  groups: things.groups.filter(({ machine }) => machines.includes(machine)),
  keys: [],
});
