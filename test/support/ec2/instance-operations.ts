import type * as aws from '@aws-sdk/client-ec2';
import { Refused } from './request.ts';
import { found, foundById, hex, passes, tagList, tagsOf, type Instance, type Place, type World } from './world.ts';

const codes = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 } as const;

const stateOf = (state: Instance['state']): aws.InstanceState => ({ Code: codes[state], Name: state });

const addressOf = (world: World, { id }: Instance): string | undefined =>
  world.addresses.find(({ instance }) => instance === id)?.ip;

const described = (world: World, instance: Instance): aws.Instance => ({
  InstanceId: instance.id,
  ImageId: instance.image,
  InstanceType: instance.type as aws._InstanceType,
  KeyName: instance.keyName,
  ClientToken: instance.clientToken ?? '',
  LaunchTime: instance.launched,
  State: stateOf(instance.state),
  PrivateIpAddress: instance.privateIp,
  PublicIpAddress: instance.state === 'running' ? addressOf(world, instance) : undefined,
  SecurityGroups: instance.groups.map((GroupId) => ({ GroupId })),
  MetadataOptions: { HttpTokens: instance.tokens as aws.HttpTokensState, HttpEndpoint: 'enabled' },
  Tags: tagList(instance.tags),
});

const later = (world: World, work: () => Promise<void> | void): void => {
  setTimeout(() => void Promise.resolve(work()).catch((error: unknown) => console.error(error)), world.changeMs);
};

const bootLater = ({ world }: Place, instance: Instance): void => {
  instance.state = 'pending';
  instance.booted = false;
  instance.launched = new Date();
  later(world, async () => {
    if (instance.state !== 'pending') return;
    instance.state = 'running';
    const key = world.keys.find(({ region, name }) => region === instance.region && name === instance.keyName);
    await world.hypervisor.boot(instance, key?.publicKey ?? '');
    instance.booted = true;
  });
};

/** An instance's end, whoever wanted it. */
const terminate = (world: World, instance: Instance): void => {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') return;
  instance.state = 'shutting-down';
  later(world, async () => {
    await world.hypervisor.terminate(instance);
    instance.state = 'terminated';
    for (const address of world.addresses) if (address.instance === instance.id) address.instance = undefined;
    await world.rewired();
  });
};

/** A machine that powers itself off does what it was ordered with: it stops, or it ends. */
const noticePowerOff = async (world: World): Promise<void> => {
  for (const instance of world.instances)
    if (instance.state === 'running' && instance.booted && (await world.hypervisor.isOff(instance))) {
      if (instance.shutdownBehavior === 'terminate') terminate(world, instance);
      else instance.state = 'stopped';
    }
};

const created = (input: aws.RunInstancesCommandInput, { region, world }: Place): Instance => {
  const disk = input.BlockDeviceMappings?.[0]?.Ebs;
  const image = world.images.find(({ id }) => id === input.ImageId);
  if (image === undefined)
    throw new Refused('InvalidAMIID.NotFound', `The image id '[${String(input.ImageId)}]' does not exist`);
  return {
    id: hex('i'),
    region,
    made: Date.now(),
    tags: tagsOf(input.TagSpecifications, 'instance'),
    clientToken: input.ClientToken,
    asked: wish(input),
    image: image.id,
    type: input.InstanceType ?? 'm1.small',
    privateIp: `172.31.16.${String(10 + world.instances.length)}`,
    keyName: input.KeyName ?? '',
    groups: input.SecurityGroupIds ?? [],
    userData: Buffer.from(input.UserData ?? '', 'base64').toString('utf8'),
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? 'stop',
    tokens: input.MetadataOptions?.HttpTokens ?? 'optional',
    disk: {
      size: disk?.VolumeSize ?? 8,
      encrypted: disk?.Encrypted ?? false,
      deleted: disk?.DeleteOnTermination ?? true,
      kind: disk?.VolumeType ?? 'gp2',
    },
    state: 'pending',
    launched: new Date(),
    booted: false,
  };
};

const wish = (input: aws.RunInstancesCommandInput): string => JSON.stringify({ ...input, ClientToken: undefined });

const reservation = (world: World, instances: readonly Instance[]) => ({
  ReservationId: hex('r'),
  OwnerId: '123456789012',
  Instances: instances.map((instance) => described(world, instance)),
});

export const instanceOperations = {
  RunInstances(input: aws.RunInstancesCommandInput, place: Place) {
    const { world, region } = place;
    const before = world.instances.find(
      (one) => one.region === region && one.clientToken !== undefined && one.clientToken === input.ClientToken,
    );
    if (before !== undefined) {
      if (before.asked === wish(input)) return reservation(world, [before]);
      throw new Refused('IdempotentParameterMismatch', 'Arguments on this idempotent request are inconsistent.');
    }
    if (!world.hasDefaultVpc) throw new Refused('VPCIdNotSpecified', 'No default VPC for this user');
    for (const id of input.SecurityGroupIds ?? []) foundById(world.groups, id, place, 'InvalidGroup.NotFound');
    if (!found(world.keys, place).some(({ name }) => name === input.KeyName))
      throw new Refused('InvalidKeyPair.NotFound', `The key pair '${String(input.KeyName)}' does not exist`);
    const instance = created(input, place);
    world.instances.push(instance);
    bootLater(place, instance);
    return reservation(world, [instance]);
  },

  async DescribeInstances({ InstanceIds, Filters }: aws.DescribeInstancesCommandInput, place: Place) {
    const { world } = place;
    await noticePowerOff(world);
    for (const id of InstanceIds ?? []) foundById(world.instances, id, place, 'InvalidInstanceID.NotFound');
    const instances = found(world.instances, place)
      .filter(({ id }) => InstanceIds === undefined || InstanceIds.includes(id))
      .filter(({ id, tags, clientToken, state }) =>
        passes(Filters, tags, { 'client-token': clientToken, 'instance-id': id, 'instance-state-name': state }),
      );
    return { Reservations: instances.map((instance) => reservation(world, [instance])) };
  },

  StartInstances({ InstanceIds }: aws.StartInstancesCommandInput, place: Place) {
    const StartingInstances = (InstanceIds ?? []).map((id) => {
      const instance = foundById(place.world.instances, id, place, 'InvalidInstanceID.NotFound');
      const PreviousState = stateOf(instance.state);
      if (instance.state !== 'stopped' && instance.state !== 'running')
        throw new Refused(
          'IncorrectInstanceState',
          `The instance '${id}' is not in a state from which it can be started.`,
        );
      if (instance.state === 'stopped') bootLater(place, instance);
      return { InstanceId: id, PreviousState, CurrentState: stateOf(instance.state) };
    });
    return { StartingInstances };
  },

  StopInstances({ InstanceIds }: aws.StopInstancesCommandInput, place: Place) {
    const { world } = place;
    const StoppingInstances = (InstanceIds ?? []).map((id) => {
      const instance = foundById(world.instances, id, place, 'InvalidInstanceID.NotFound');
      const PreviousState = stateOf(instance.state);
      if (instance.state === 'terminated' || instance.state === 'shutting-down')
        throw new Refused('IncorrectInstanceState', `The instance '${id}' is ${instance.state}.`);
      if (instance.state === 'running' || instance.state === 'pending') {
        instance.state = 'stopping';
        later(world, async () => {
          await world.hypervisor.stop(instance);
          if (instance.state === 'stopping') instance.state = 'stopped';
        });
      }
      return { InstanceId: id, PreviousState, CurrentState: stateOf(instance.state) };
    });
    return { StoppingInstances };
  },

  TerminateInstances({ InstanceIds }: aws.TerminateInstancesCommandInput, place: Place) {
    const TerminatingInstances = (InstanceIds ?? []).map((id) => {
      const instance = foundById(place.world.instances, id, place, 'InvalidInstanceID.NotFound');
      const PreviousState = stateOf(instance.state);
      terminate(place.world, instance);
      return { InstanceId: id, PreviousState, CurrentState: stateOf(instance.state) };
    });
    return { TerminatingInstances };
  },

  ModifyInstanceAttribute({ InstanceId, InstanceType }: aws.ModifyInstanceAttributeCommandInput, place: Place) {
    const instance = foundById(place.world.instances, InstanceId, place, 'InvalidInstanceID.NotFound');
    if (instance.state !== 'stopped')
      throw new Refused('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'stopped' state.`);
    if (InstanceType?.Value !== undefined) instance.type = InstanceType.Value;
    return {};
  },

  async GetConsoleOutput({ InstanceId }: aws.GetConsoleOutputCommandInput, place: Place) {
    const instance = foundById(place.world.instances, InstanceId, place, 'InvalidInstanceID.NotFound');
    // Before the first output is there, the real one leaves the element out.
    const written = await place.world.hypervisor.console(instance);
    const Output = written === '' ? undefined : Buffer.from(written).toString('base64');
    return { InstanceId: instance.id, Timestamp: new Date(), Output };
  },
};
