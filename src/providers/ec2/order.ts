import { RunInstancesCommand, type _InstanceType } from '@aws-sdk/client-ec2';
import { systemOf } from '../../../vms/systems.ts';
import type { Machine } from '../../model/blueprint.ts';
import { secureRandom } from '../../ports/random.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { isAws } from './errors.ts';
import { machineTags, nameIn } from './groundwork.ts';
import { lastOrder, noteOrder, type Order } from './home.ts';
import { newestImage, type FoundImage } from './image.ts';
import { eventually, until } from './patience.ts';
import type { Work } from './setting.ts';
import { diskOf, typeOf } from './sizes.ts';
import { bearing, tagKeys } from './tags.ts';
import { instancesBy, lives, readInstance, type CloudInstance, type Things } from './things.ts';
import { firstBoot } from './user-data.ts';

const hour = 60 * 60 * 1000;

/**
 * Has an instance made for a machine that has none. The order is noted down before it is sent, with a token by which AWS
 * knows it again: sent a second time, because the answer was lost or the run was cut off, it makes no second instance.
 */
export const orderInstance = async (
  work: Work,
  machine: Machine,
  { things, group }: { readonly things: Things; readonly group: string },
): Promise<CloudInstance> => {
  const { account, lab, stage } = work;
  const image = await newestImage(account, systemOf(work.options.system).image, stage.signal);
  const noted = await lastOrder(lab.identity, machine.name);
  const isSpent = things.instances.some((one) => one.token === noted?.token && !lives(one));
  if (noted !== undefined && !isSpent) {
    const made = await send(work, machine, { order: noted, group, image });
    if (lives(made)) return made;
  }
  return send(work, machine, { order: await newOrder(work, machine.name), group, image });
};

const newOrder = async ({ lab, ports }: Work, machine: string): Promise<Order> => {
  const order = { token: `bancada-${lab.identity.id}-${secureRandom.text(16)}`, at: ports.clock.now() };
  await noteOrder(lab.identity, machine, order);
  return order;
};

interface Particulars {
  readonly order: Order;
  readonly group: string;
  readonly image: FoundImage;
}

const send = async (work: Work, machine: Machine, particulars: Particulars): Promise<CloudInstance> => {
  const { account, ports, stage } = work;
  const patience = { clock: ports.clock, stage, machine: machine.name };
  const command = commandFor(work, machine, particulars);
  try {
    const { Instances } = await eventually(ec2Texts.awaitKnown, patience, () => account.ask(command, stage.signal));
    return readInstance(Instances?.[0] ?? {});
  } catch (error) {
    // The same order, written otherwise since (a newer image): what it made the first time is what we want.
    if (!isAws(error, 'IdempotentParameterMismatch')) throw error;
    const filters = [{ Name: 'client-token', Values: [particulars.order.token] }];
    return until(ec2Texts.awaitKnown, patience, async () => (await instancesBy(account, filters, stage.signal))[0]);
  }
};

const commandFor = (work: Work, machine: Machine, { order, group, image }: Particulars): RunInstancesCommand => {
  const { maxHours } = work.options;
  const labId = work.lab.identity.id;
  const ends = maxHours === undefined ? undefined : new Date(order.at.getTime() + maxHours * hour);
  const tags = {
    ...machineTags(work, machine.name),
    [tagKeys.system]: systemOf(work.options.system).name,
    ...(ends !== undefined && { [tagKeys.expires]: ends.toISOString() }),
  };
  const script = firstBoot({ labId, ...(maxHours !== undefined && { maxHours }) });
  return new RunInstancesCommand({
    ClientToken: order.token,
    MinCount: 1,
    MaxCount: 1,
    ImageId: image.id,
    InstanceType: typeOf(machine).name as _InstanceType,
    KeyName: nameIn(work),
    SecurityGroupIds: [group],
    UserData: Buffer.from(script).toString('base64'),
    // Its own end is the end of its costs, too.
    InstanceInitiatedShutdownBehavior: maxHours === undefined ? 'stop' : 'terminate',
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 },
    // A busy machine gets slower, and not dearer.
    CreditSpecification: { CpuCredits: 'standard' },
    BlockDeviceMappings: [
      {
        DeviceName: image.rootDevice,
        Ebs: { VolumeSize: diskOf(machine), VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
      },
    ],
    TagSpecifications: [...bearing('instance', tags), ...bearing('volume', tags)],
  });
};
