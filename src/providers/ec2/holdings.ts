import type { Owner } from '../../state/lab.ts';
import type { Holding } from '../provider.ts';
import type { Found } from './everywhere.ts';
import { folderIn, ownerTag, tagKeys } from './tags.ts';
import { lives, type Things } from './things.ts';

/** The labs of an owner that something was found of. */
export const labsIn = (
  found: readonly Found[],
  owner: Owner,
): readonly { readonly id: string; readonly name: string; readonly folder: string }[] => {
  const tags = found.flatMap((one) => ('things' in one ? tagsIn(one.things) : []));
  const mine = tags.filter((each) => each[tagKeys.owner] === ownerTag(owner));
  const labs = mine.map((each) => [each[tagKeys.lab] ?? '', each] as const);
  return [...new Map(labs)].map(([id, each]) => ({
    id,
    name: each[tagKeys.labName] ?? '',
    folder: folderIn(each),
  }));
};

const tagsIn = ({ instances, addresses, groups, keys }: Things): readonly Readonly<Record<string, string>>[] =>
  [...instances.filter(lives), ...addresses, ...groups, ...keys].map(({ tags }) => tags);

/** All of it, what costs first. */
export const holdingsIn = (found: readonly Found[]): readonly Holding[] =>
  found
    .flatMap((one) => ('things' in one ? heldIn(one.region, one.things) : []))
    .sort((one, other) => Number(other.costs) - Number(one.costs));

const heldIn = (region: string, { instances, addresses, groups, keys }: Things): readonly Holding[] => {
  const known = (tags: Readonly<Record<string, string>>) => ({
    region,
    lab: tags[tagKeys.labName] ?? '?',
    id: tags[tagKeys.lab] ?? '?',
    owner: tags[tagKeys.owner] ?? '?',
    ...(tags[tagKeys.machine] !== undefined && { machine: tags[tagKeys.machine] }),
    ...(tags[tagKeys.expires] !== undefined && { ends: tags[tagKeys.expires] }),
  });
  return [
    // One that is stopped still has its disk.
    ...instances
      .filter(lives)
      .map(({ id, state, tags }) => ({ ...known(tags), kind: 'instance' as const, name: id, state, costs: true })),
    ...addresses.map(({ ip, instance, tags }) => ({
      ...known(tags),
      kind: 'address' as const,
      name: ip,
      ...(instance !== undefined && { state: instance }),
      costs: true,
    })),
    ...groups.map(({ id, tags }) => ({ ...known(tags), kind: 'group' as const, name: id, costs: false })),
    ...keys.map(({ id, tags }) => ({ ...known(tags), kind: 'key' as const, name: id, costs: false })),
  ];
};
