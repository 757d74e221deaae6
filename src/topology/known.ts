import { maximumCount } from './grammar.ts';
import { usualSite } from './groups.ts';
import type { Known } from './names.ts';

type Raw = Readonly<Record<string, unknown>>;

const mapOf = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};

/** Every name that the file gives to something, taken from its raw values: an entry with mistakes is there all the same. */
export function knownNames(value: Raw): Known {
  const groups = Object.entries(mapOf(value['machines'])).map(([name, group]) => ({ name, group: mapOf(group) }));
  const managed = Object.entries(mapOf(value['managed'])).map(([name, entry]) => ({ name, entry: mapOf(entry) }));
  const sites = [mapOf(value['defaults']), ...groups.map(({ group }) => group), ...managed.map(({ entry }) => entry)];
  return {
    network: new Set(Object.keys(mapOf(value['networks']))),
    machine: new Set(groups.flatMap(({ name, group }) => [name, ...machineNames(name, group['count'])])),
    service: new Set([
      ...groups.flatMap(({ group }) => Object.keys(mapOf(group['services']))),
      ...managed.map(({ name }) => name),
    ]),
    site: new Set([usualSite, ...sites.flatMap(({ site }) => (typeof site === 'string' ? [site] : []))]),
  };
}

const machineNames = (group: string, count: unknown): readonly string[] =>
  typeof count === 'number' && count <= maximumCount
    ? Array.from({ length: Math.max(0, Math.floor(count)) }, (_, index) => `${group}${index + 1}`)
    : [];
