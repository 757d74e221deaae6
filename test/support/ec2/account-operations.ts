import { createHash } from 'node:crypto';
import type * as aws from '@aws-sdk/client-ec2';
import { Refused } from './request.ts';
import { found, hex, passes, tagList, tagsOf, taken, type KeyPair, type Place, type Thing } from './world.ts';

const everything = ({ world }: Place): readonly Thing[] => [
  ...world.instances,
  ...world.groups,
  ...world.addresses,
  ...world.keys,
];

export const accountOperations = {
  DescribeRegions(_input: aws.DescribeRegionsCommandInput, { world }: Place) {
    return {
      Regions: world.regions.map((RegionName) => ({ RegionName, Endpoint: `ec2.${RegionName}.amazonaws.com` })),
    };
  },

  DescribeImages({ Owners, Filters }: aws.DescribeImagesCommandInput, { world }: Place) {
    const images = world.images.filter(
      ({ owner, name, architecture }) =>
        (Owners === undefined || Owners.includes(owner)) &&
        passes(
          Filters,
          {},
          {
            name,
            architecture,
            state: 'available',
            'root-device-type': 'ebs',
            'virtualization-type': 'hvm',
          },
        ),
    );
    return {
      Images: images.map(({ id, owner, name, architecture, created }) => ({
        ImageId: id,
        OwnerId: owner,
        Name: name,
        Architecture: architecture,
        CreationDate: created,
        State: 'available',
        RootDeviceName: '/dev/xvda',
        RootDeviceType: 'ebs',
      })),
    };
  },

  ImportKeyPair(input: aws.ImportKeyPairCommandInput, { world, region }: Place) {
    const { KeyName: name = '', PublicKeyMaterial } = input;
    const publicKey = Buffer.from(PublicKeyMaterial ?? []).toString('utf8');
    if (world.keys.some((key) => key.region === region && key.name === name))
      throw new Refused('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
    if (!/^ssh-(ed25519|rsa) [A-Za-z0-9+/=]+/.test(publicKey))
      throw new Refused('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
    const tags = tagsOf(input.TagSpecifications, 'key-pair');
    const key: KeyPair = { id: hex('key'), region, made: Date.now(), name, publicKey, tags };
    world.keys.push(key);
    const KeyFingerprint = createHash('sha256').update(publicKey).digest('base64');
    return { KeyFingerprint, KeyName: name, KeyPairId: key.id, Tags: tagList(tags) };
  },

  DescribeKeyPairs({ Filters }: aws.DescribeKeyPairsCommandInput, place: Place) {
    const keys = found(place.world.keys, place).filter(({ name, tags }) => passes(Filters, tags, { 'key-name': name }));
    return {
      KeyPairs: keys.map(({ id, name, tags }) => ({ KeyPairId: id, KeyName: name, Tags: tagList(tags) })),
    };
  },

  DeleteKeyPair({ KeyPairId }: aws.DeleteKeyPairCommandInput, { world, region }: Place) {
    const key = world.keys.find((one) => one.id === KeyPairId && one.region === region);
    if (key !== undefined) world.keys.splice(world.keys.indexOf(key), 1);
    // Deleting what is not there is no error here.
    return {};
  },

  CreateTags({ Resources, Tags }: aws.CreateTagsCommandInput, place: Place) {
    for (const id of Resources ?? []) {
      const thing = found(everything(place), place).find((one) => one.id === id);
      if (thing === undefined) throw new Refused('InvalidID', `The ID '${id}' is not valid`);
      for (const [key, value] of taken(Tags)) thing.tags[key] = value;
    }
    return {};
  },
};
