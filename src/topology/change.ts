import { isMap, parse, parseDocument, YAMLMap, type Document } from 'yaml';
import type { SourcePath } from '../model/topology.ts';

/** A value put in another's place: `app.count=3`. */
export interface Change {
  /** Whose: a group of machines, one of its members, a service or a network. */
  readonly whose: string;
  /** `count`, `size.cpus`. */
  readonly keys: readonly string[];
  /** As YAML has it: `3`, `least_conn`, `15ms`. */
  readonly value: string;
}

/** What came of a change: the changed text, or the names that could have been meant. */
export type Changed = { readonly text: string } | { readonly known: readonly string[] };

/** A topology's text with a value put in another's place. Whether the value makes sense shows when the text is read. */
export function changeTopology(text: string, { whose, keys, value }: Change): Changed {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
  const places = placesOf(document);
  const paths = places.get(whose);
  if (paths === undefined) return { known: [...places.keys()] };
  for (const path of paths) put(document, [...path, ...keys], parse(value));
  return { text: document.toString() };
}

/** All names that have values of their own, with where those stand; a service may stand at several places. */
function placesOf(document: Document): ReadonlyMap<string, readonly SourcePath[]> {
  const places = new Map<string, readonly SourcePath[]>();
  const add = (name: string, path: SourcePath): void => {
    places.set(name, [...(places.get(name) ?? []), path]);
  };
  for (const group of namesIn(document, ['machines'])) {
    add(group, ['machines', group]);
    const services = ['machines', group, 'services'];
    for (const service of namesIn(document, services)) add(service, [...services, service]);
    const count = Number(document.getIn(['machines', group, 'count']) ?? 0);
    for (let number = 1; number <= Math.min(count, 1000); number += 1)
      add(`${group}${String(number)}`, ['machines', group, 'members', `${group}${String(number)}`]);
  }
  for (const network of namesIn(document, ['networks'])) add(network, ['networks', network]);
  return places;
}

const namesIn = (document: Document, path: SourcePath): readonly string[] => {
  const node = document.getIn(path, false);
  return isMap(node) ? node.items.map(({ key }) => String(key)) : [];
};

/** Puts a value where nothing, or nothing that has keys, may stand yet. */
function put(document: Document, path: SourcePath, value: unknown): void {
  for (let length = 1; length < path.length; length += 1) {
    const above = path.slice(0, length);
    if (!isMap(document.getIn(above, true))) document.setIn(above, new YAMLMap());
  }
  document.setIn(path, document.createNode(value));
}
