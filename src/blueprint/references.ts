import type { Port } from '../model/blueprint.ts';
import type { Need, Reference } from '../kit/role.ts';
import type { SourcePath } from '../model/topology.ts';
import { nothingOffered, usesItself } from '../text/flows.ts';
import { undefinedName } from '../text/topology.ts';
import type { End } from './ends.ts';
import type { Problems } from './problems.ts';
import type { Draft } from './services.ts';

/** One instance that a reference means, and the port of it that is used. */
export interface Target {
  readonly draft: Draft;
  readonly port: Port;
}

/** What references are looked up in. */
export interface Directory {
  readonly drafts: readonly Draft[];
  /** The same, by the name of the service. */
  readonly named: ReadonlyMap<string, readonly Draft[]>;
  readonly ends: ReadonlyMap<string, End>;
  readonly problems: Problems;
}

/** The directory of these services. */
export function directoryOf({ drafts, ...rest }: Omit<Directory, 'named'>): Directory {
  const named = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const instances = named.get(draft.name) ?? [];
    named.set(draft.name, instances);
    instances.push(draft);
  }
  return { drafts, named, ...rest };
}

/** All instances that a need means, the service itself left out. What can't be found is reported at the parameter. */
export function resolveNeed(directory: Directory, source: Draft, need: Need): readonly Target[] {
  const path = [...source.path, need.name];
  const found = resolveReference(directory, need.of, need.port, path);
  const others = found.filter(({ draft }) => draft.id !== source.id);
  if (found.length > 0 && others.length === 0) directory.problems.report(usesItself(source.name), path);
  return others;
}

/** The instances of the service, on one machine or group if the reference names it, with the port asked for or the first. */
export function resolveReference(
  directory: Directory,
  { service, machine }: Reference,
  portName: string | undefined,
  path: SourcePath,
): readonly Target[] {
  const named = (directory.named.get(service) ?? []).filter(({ implied }) => !implied);
  const drafts = named.filter(
    ({ end }) => machine === undefined || end === machine || directory.ends.get(end)?.group === machine,
  );
  const wanted = machine === undefined ? service : `${service}@${machine}`;
  if (drafts.length === 0) directory.problems.report(undefinedName('service', wanted, known(directory, named)), path);
  return drafts.flatMap((draft) => {
    const port = portName === undefined ? draft.offers[0] : draft.offers.find(({ name }) => name === portName);
    if (port) return [{ draft, port }];
    const names = draft.offers.map(({ name }) => name);
    directory.problems.report(
      portName === undefined ? nothingOffered(draft.name) : undefinedName('port', portName, names),
      path,
    );
    return [];
  });
}

/** What the user may have meant: the service's instances if there are any, else all services. */
const known = (directory: Directory, named: readonly Draft[]): readonly string[] =>
  named.length > 0
    ? named.map(({ id }) => id)
    : [...new Set(directory.drafts.filter(({ implied }) => !implied).map(({ name }) => name))];
