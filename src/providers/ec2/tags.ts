import type { Filter, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { LabIdentity, Owner } from '../../state/lab.ts';

/** What a lab's things bear in the cloud. By these they are found again, also when the lab's folder is lost. */
export const tagKeys = {
  lab: 'bancada:lab',
  owner: 'bancada:owner',
  labName: 'bancada:name',
  folder: 'bancada:folder',
  machine: 'bancada:machine',
  /** What an instance runs: `debian-12`, which those have that do not say. */
  system: 'bancada:system',
  /** When the instance ends itself, ISO. */
  expires: 'bancada:expires',
  /** Device and prefix length, `ens5/20`, once the machine has the host key that the lab made for it. */
  ready: 'bancada:ready',
} as const;

/** A lab's owner as a tag's value. */
export const ownerTag = ({ uid, name }: Owner): string => `${name} (${String(uid)})`;

/** The tags of everything of a lab. */
export const labTags = ({ id, name, folder, owner }: LabIdentity): Readonly<Record<string, string>> => ({
  [tagKeys.lab]: id,
  [tagKeys.owner]: ownerTag(owner),
  [tagKeys.labName]: name,
  ...folderTags(folder),
});

const folderKey = (part: number): string => (part === 0 ? tagKeys.folder : `${tagKeys.folder}-${String(part + 1)}`);

/** EC2 takes any character in a tag, and 256 of them. What no XML can bear comes as in an address of the web. */
const folderTags = (folder: string): Readonly<Record<string, string>> => {
  const parts = folder.replaceAll(/[%\p{Cc}]/gu, encodeURIComponent).match(/.{1,256}/gsu) ?? [];
  return Object.fromEntries(parts.map((part, index) => [folderKey(index), part]));
};

/** The lab's folder as its tags say; none where they do not. */
export const folderIn = (tags: Readonly<Record<string, string>>): string => {
  let folder = '';
  for (let part = 0; tags[folderKey(part)] !== undefined; part += 1) folder += tags[folderKey(part)] ?? '';
  return folder.replaceAll(/%(?:25|[01][0-9A-F]|7F|C2%[89][0-9A-F])/g, decodeURIComponent);
};

/** Exactly this owner's lab. */
export const filtersOf = ({ id, owner }: Pick<LabIdentity, 'id' | 'owner'>): Filter[] => [
  { Name: `tag:${tagKeys.lab}`, Values: [id] },
  { Name: `tag:${tagKeys.owner}`, Values: [ownerTag(owner)] },
];

/** Everything that Bancada made for anybody. */
export const anyLab: Filter[] = [{ Name: 'tag-key', Values: [tagKeys.lab] }];

/** Tags that a thing has from the moment it exists. */
export const bearing = (
  kind: TagSpecification['ResourceType'],
  tags: Readonly<Record<string, string>>,
): TagSpecification[] => [{ ResourceType: kind, Tags: tagsFrom(tags) }];

/** As EC2 wants them. */
export const tagsFrom = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** As we want them. */
export const readTags = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
