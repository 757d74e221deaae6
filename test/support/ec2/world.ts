import { randomBytes } from 'node:crypto';
import type { Filter, IpPermission, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { Refused } from './request.ts';

/** What every thing in an account has. */
export interface Thing {
  readonly id: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  tags: Record<string, string>;
}

/** An instance, with what a test may want to look at. */
export interface Instance extends Thing {
  readonly clientToken: string | undefined;
  /** What was asked for, so that the same token with another wish is refused. */
  readonly asked: string;
  readonly image: string;
  type: string;
  readonly privateIp: string;
  readonly keyName: string;
  readonly groups: readonly string[];
  /** Decoded. */
  readonly userData: string;
  readonly shutdownBehavior: string;
  readonly tokens: string;
  readonly disk: {
    readonly size: number;
    readonly encrypted: boolean;
    readonly deleted: boolean;
    readonly kind: string;
  };
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  launched: Date;
  /** It has been running since it was started last. */
  booted: boolean;
}

export interface Group extends Thing {
  readonly name: string;
  readonly description: string;
  ingress: IpPermission[];
}

export interface Address extends Thing {
  readonly ip: string;
  instance: string | undefined;
}

export interface KeyPair extends Thing {
  readonly name: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
}

export interface Image {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly created: string;
}

/** What runs the instances of the stand-in. All of it may take as long as it takes. */
export interface Hypervisor {
  /** Makes it run, for the first time or again. `authorizedKey`: the public key that it was ordered with. */
  boot(instance: Instance, authorizedKey: string): Promise<void>;
  /** What it has written to its serial console so far. */
  console(instance: Instance): Promise<string>;
  /** Whether it has powered itself off. */
  isOff(instance: Instance): Promise<boolean>;
  stop(instance: Instance): Promise<void>;
  terminate(instance: Instance): Promise<void>;
}

/** One account, in all its regions. */
export interface World {
  readonly instances: Instance[];
  readonly groups: Group[];
  readonly addresses: Address[];
  readonly keys: KeyPair[];
  readonly images: Image[];
  readonly regions: readonly string[];
  /** New things are not found for so long, as with the real EC2. */
  lagMs: number;
  /** How long an instance is pending, stopping or shutting down. */
  changeMs: number;
  /** Whether the account has a default VPC. */
  hasDefaultVpc: boolean;
  readonly hypervisor: Hypervisor;
  /** Addresses, or what security groups let in, have changed. */
  readonly rewired: () => Promise<void>;
  /** Public addresses that will be given, in order. */
  readonly freeAddresses: string[];
}

/** A request's place: the account, and the region it was signed for. */
export interface Place {
  readonly world: World;
  readonly region: string;
}

/** Instances that are there, and that somebody pays for. */
export const aliveIn = ({ instances }: World): Instance[] =>
  instances.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');

export const hex = (prefix: string): string => `${prefix}-0${randomBytes(8).toString('hex')}`;

export const tagsOf = (specifications: readonly TagSpecification[] | undefined, kind: string): Record<string, string> =>
  Object.fromEntries(
    (specifications ?? []).filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags }) => taken(Tags)),
  );

/** What EC2 takes as a tag: any characters (XML bears no control character), 128 and 256 of them. */
export const taken = (tags: readonly Tag[] | undefined): readonly (readonly [string, string])[] =>
  (tags ?? []).map(({ Key = '', Value = '' }) => {
    if (!/^\P{Cc}{1,128}$/u.test(Key) || !/^\P{Cc}{0,256}$/u.test(Value))
      throw new Refused('InvalidParameterValue', `Tag value exceeds the maximum length of 256 characters: ${Value}`);
    return [Key, Value];
  });

export const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Those of this region that have been there long enough to be found. */
export const found = <T extends Thing>(things: readonly T[], { world, region }: Place): readonly T[] =>
  things.filter((thing) => thing.region === region && Date.now() - thing.made >= world.lagMs);

/** The thing of that id. @throws Refused as EC2 says it of that kind of thing */
export const foundById = <T extends Thing>(
  things: readonly T[],
  id: string | undefined,
  place: Place,
  code: string,
): T => {
  const thing = found(things, place).find((one) => one.id === id);
  if (thing === undefined) throw new Refused(code, `The ID '${String(id)}' does not exist`);
  return thing;
};

const matches = (value: string | undefined, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => {
    const expression = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return value !== undefined && new RegExp(`^${expression}$`).test(value);
  });

/** EC2's filters: all must hold; of each, one value is enough; `*` and `?` stand for any text. */
export const passes = (
  filters: readonly Filter[] | undefined,
  tags: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string | undefined>>,
): boolean =>
  (filters ?? []).every(({ Name = '', Values = [] }) => {
    if (Name === 'tag-key') return Object.keys(tags).some((key) => matches(key, Values));
    if (Name.startsWith('tag:')) return matches(tags[Name.slice(4)], Values);
    if (!(Name in fields)) throw new Refused('InvalidParameterValue', `The filter '${Name}' is invalid`);
    return matches(fields[Name], Values);
  });
