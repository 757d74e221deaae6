import type * as aws from '@aws-sdk/client-ec2';
import { Refused } from './request.ts';
import { found, foundById, hex, passes, tagList, tagsOf, type Group, type Place } from './world.ts';

const vpcId = 'vpc-0a1b2c3d4e5f67890';

const theVpc = ({ world }: Place): string => {
  if (!world.hasDefaultVpc) throw new Refused('VPCIdNotSpecified', 'No default VPC for this user');
  return vpcId;
};

// One entry for each port, protocol and source, so that rules compare.
const single = (permissions: readonly aws.IpPermission[] | undefined): aws.IpPermission[] =>
  (permissions ?? []).flatMap(({ IpProtocol, FromPort, ToPort, IpRanges = [], Ipv6Ranges = [] }) => [
    ...IpRanges.map((range) => ({ IpProtocol, FromPort, ToPort, IpRanges: [range] })),
    ...Ipv6Ranges.map((range) => ({ IpProtocol, FromPort, ToPort, Ipv6Ranges: [range] })),
  ]);

const key = ({ IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges }: aws.IpPermission): string =>
  [IpProtocol, FromPort, ToPort, IpRanges?.[0]?.CidrIp, Ipv6Ranges?.[0]?.CidrIpv6].join(' ');

const describedGroup = (group: Group): aws.SecurityGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  OwnerId: '123456789012',
  VpcId: vpcId,
  IpPermissions: group.ingress,
  IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  Tags: tagList(group.tags),
});

export const networkOperations = {
  CreateSecurityGroup(input: aws.CreateSecurityGroupCommandInput, place: Place) {
    const { world, region } = place;
    theVpc(place);
    const { GroupName: name = '', Description: description = '' } = input;
    if (world.groups.some((group) => group.region === region && group.name === name))
      throw new Refused('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`);
    if (!/^[\w .:/()#,@[\]+=&;{}!$*-]*$/.test(description))
      throw new Refused('InvalidParameterValue', `Invalid security group description: ${description}`);
    const tags = tagsOf(input.TagSpecifications, 'security-group');
    const group: Group = { id: hex('sg'), region, made: Date.now(), name, description, tags, ingress: [] };
    world.groups.push(group);
    return { GroupId: group.id, Tags: tagList(tags) };
  },

  DescribeSecurityGroups({ GroupIds, Filters }: aws.DescribeSecurityGroupsCommandInput, place: Place) {
    for (const id of GroupIds ?? []) foundById(place.world.groups, id, place, 'InvalidGroup.NotFound');
    const groups = found(place.world.groups, place)
      .filter(({ id }) => GroupIds === undefined || GroupIds.includes(id))
      .filter(({ id, name, tags }) => passes(Filters, tags, { 'group-name': name, 'group-id': id }));
    return { SecurityGroups: groups.map(describedGroup) };
  },

  async AuthorizeSecurityGroupIngress(input: aws.AuthorizeSecurityGroupIngressCommandInput, place: Place) {
    const group = foundById(place.world.groups, input.GroupId, place, 'InvalidGroup.NotFound');
    const wanted = single(input.IpPermissions);
    const there = new Set(group.ingress.map(key));
    const twice = wanted.find((permission) => there.has(key(permission)));
    if (twice !== undefined)
      throw new Refused('InvalidPermission.Duplicate', `the specified rule "${key(twice)}" already exists`);
    group.ingress.push(...wanted);
    await place.world.rewired();
    return { Return: true };
  },

  async RevokeSecurityGroupIngress(input: aws.RevokeSecurityGroupIngressCommandInput, place: Place) {
    const group = foundById(place.world.groups, input.GroupId, place, 'InvalidGroup.NotFound');
    const gone = new Set(single(input.IpPermissions).map(key));
    group.ingress = group.ingress.filter((permission) => !gone.has(key(permission)));
    await place.world.rewired();
    return { Return: true };
  },

  DeleteSecurityGroup({ GroupId }: aws.DeleteSecurityGroupCommandInput, place: Place) {
    const { world } = place;
    const group = foundById(world.groups, GroupId, place, 'InvalidGroup.NotFound');
    if (world.instances.some(({ groups, state }) => state !== 'terminated' && groups.includes(group.id)))
      throw new Refused('DependencyViolation', `resource ${group.id} has a dependent object`);
    world.groups.splice(world.groups.indexOf(group), 1);
    return {};
  },

  AllocateAddress(input: aws.AllocateAddressCommandInput, { world, region }: Place) {
    const ip = world.freeAddresses.shift();
    if (ip === undefined)
      throw new Refused('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    const tags = tagsOf(input.TagSpecifications, 'elastic-ip');
    const address = { id: hex('eipalloc'), region, made: Date.now(), ip, instance: undefined, tags };
    world.addresses.push(address);
    return { PublicIp: ip, AllocationId: address.id, Domain: 'vpc', NetworkBorderGroup: region };
  },

  DescribeAddresses({ Filters }: aws.DescribeAddressesCommandInput, place: Place) {
    const addresses = found(place.world.addresses, place).filter(({ tags, ip }) =>
      passes(Filters, tags, { 'public-ip': ip }),
    );
    return {
      Addresses: addresses.map(({ id, ip, instance, tags }) => ({
        AllocationId: id,
        PublicIp: ip,
        Domain: 'vpc',
        InstanceId: instance,
        AssociationId: instance === undefined ? undefined : `eipassoc-${id.slice(9)}`,
        Tags: tagList(tags),
      })),
    };
  },

  async AssociateAddress({ AllocationId, InstanceId }: aws.AssociateAddressCommandInput, place: Place) {
    const { world } = place;
    const address = foundById(world.addresses, AllocationId, place, 'InvalidAllocationID.NotFound');
    const instance = foundById(world.instances, InstanceId, place, 'InvalidInstanceID.NotFound');
    if (instance.state !== 'running' && instance.state !== 'stopped')
      throw new Refused('InvalidInstanceID', `The ${instance.state} instance '${instance.id}' is not in a valid state`);
    address.instance = instance.id;
    await world.rewired();
    return { AssociationId: `eipassoc-${address.id.slice(9)}` };
  },

  ReleaseAddress({ AllocationId }: aws.ReleaseAddressCommandInput, place: Place) {
    const { world } = place;
    const address = foundById(world.addresses, AllocationId, place, 'InvalidAllocationID.NotFound');
    if (address.instance !== undefined) throw new Refused('InvalidIPAddress.InUse', `Address ${address.ip} is in use.`);
    world.addresses.splice(world.addresses.indexOf(address), 1);
    world.freeAddresses.push(address.ip);
    return {};
  },
};
