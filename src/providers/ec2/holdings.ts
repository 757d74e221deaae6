import type { Owner } from '../../state/lab.ts';
import type { Found } from './everywhere.ts';
import { ownerTag, tagKeys } from './tags.ts';
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
    folder: each[tagKeys.folder] ?? '',
  }));
};

const tagsIn = ({ instances, addresses, groups, keys }: Things): readonly Readonly<Record<string, string>>[] =>
  [...instances.filter(lives), ...addresses, ...groups, ...keys].map(({ tags }) => tags);
