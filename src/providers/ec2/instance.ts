import {
  AssociateAddressCommand,
  ModifyInstanceAttributeCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Machine } from '../../model/blueprint.ts';
import type { Sentence } from '../../model/sentence.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { orderInstance } from './order.ts';
import { eventually, until } from './patience.ts';
import type { Work } from './setting.ts';
import { typeOf } from './sizes.ts';
import { instanceOf, instancesBy, type CloudAddress, type CloudInstance, type Things } from './things.ts';

/** Instances start in a minute or two; stopping one may take as long. */
const changeMs = 5 * 60_000;

/** Waits until an instance is in a state. @throws LabError `ec2-too-slow` */
export const awaitState = (
  { account, ports, stage }: Pick<Work, 'account' | 'ports' | 'stage'>,
  id: string,
  wanted: CloudInstance['state'],
  what: Sentence,
): Promise<CloudInstance> =>
  until(what, { clock: ports.clock, stage, forMs: changeMs }, async () => {
    // By a filter: an id that EC2 does not know yet would be an error.
    const [instance] = await instancesBy(account, [{ Name: 'instance-id', Values: [id] }], stage.signal);
    return instance?.state === wanted ? instance : undefined;
  });

/** Stops an instance and waits for it. */
export const stopInstance = async (work: Pick<Work, 'account' | 'ports' | 'stage'>, id: string): Promise<void> => {
  const { account, stage } = work;
  await account.ask(new StopInstancesCommand({ InstanceIds: [id] }), stage.signal);
  await awaitState(work, id, 'stopped', ec2Texts.awaitStopped);
};

/** The instance of a machine, as large as it should be, running, and met at its address. */
export const ensureInstance = async (
  work: Work,
  machine: Machine,
  ground: { readonly things: Things; readonly group: string; readonly address: CloudAddress },
): Promise<CloudInstance> => {
  const there = instanceOf(ground.things, machine.name);
  const { id } = there === undefined ? await orderInstance(work, machine, ground) : await woken(work, machine, there);
  const running = await awaitState(work, id, 'running', ec2Texts.awaitRunning);
  await lead(work, machine.name, ground.address, running);
  return running;
};

const woken = async (work: Work, machine: Machine, there: CloudInstance): Promise<CloudInstance> => {
  const { account, stage } = work;
  const wanted = typeOf(machine).name;
  if (there.type === wanted && (there.state === 'running' || there.state === 'pending')) return there;
  if (there.state === 'running' || there.state === 'pending') await stopInstance(work, there.id);
  else await awaitState(work, there.id, 'stopped', ec2Texts.awaitStopped);
  if (there.type !== wanted) {
    const command = new ModifyInstanceAttributeCommand({ InstanceId: there.id, InstanceType: { Value: wanted } });
    await account.ask(command, stage.signal);
  }
  await account.ask(new StartInstancesCommand({ InstanceIds: [there.id] }), stage.signal);
  return there;
};

const lead = async (work: Work, machine: string, address: CloudAddress, { id }: CloudInstance): Promise<void> => {
  const { account, ports, stage } = work;
  if (address.instance === id) return;
  const command = new AssociateAddressCommand({ AllocationId: address.id, InstanceId: id, AllowReassociation: true });
  await eventually(ec2Texts.awaitKnown, { clock: ports.clock, stage, machine }, () =>
    account.ask(command, stage.signal),
  );
};
