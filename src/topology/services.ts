import * as z from 'zod';
import type { Need, Offer, Role } from '../kit/role.ts';
import type { ServiceSpec, SourcePath } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import type { service } from './grammar.ts';
import type { Reading } from './reading.ts';

/** A service as it stands in the file. */
export type ServiceEntry = z.output<typeof service>;

/** A service whose role has looked at its parameters. */
export interface KnownService {
  readonly spec: ServiceSpec;
  readonly offers: readonly Offer[];
  readonly needs: readonly Need[];
}

/** A service of the file with the parameters that hold after inheritance. */
export const serviceSpec = (
  name: string,
  entry: ServiceEntry,
  params: ServiceSpec['params'],
  path: SourcePath,
): ServiceSpec => ({
  name,
  role: entry?.role ?? name,
  params,
  public: entry?.public ?? false,
  ...(entry?.runtime && { runtime: entry.runtime }),
  path,
});

/** Roles by name, as far as a topology may name them, those sketched in the file included. */
export interface RoleBook {
  readonly byName: ReadonlyMap<string, Role>;
  readonly sketched: ReadonlySet<string>;
}

/** Lets the role look at a service's parameters. `undefined` if there is no such role or they do not fit. */
export function readService(spec: ServiceSpec, book: RoleBook, reading: Reading): KnownService | undefined {
  const role = book.byName.get(spec.role);
  if (!role) {
    reading.report(say.undefinedName('role', spec.role, [...book.byName.keys()]), [...spec.path, 'role']);
    return undefined;
  }
  if (spec.runtime && !book.sketched.has(role.name) && !role.runtimes?.includes(spec.runtime)) {
    reading.report(say.runtimeIgnored(role.name), [...spec.path, 'runtime']);
  }
  const params = reading.check(strict(role.params), spec.params, spec.path);
  if (params === undefined) return undefined;
  const known = { spec, offers: role.offers(params), needs: role.needs(params) };
  if (Array.isArray(spec.public)) reportUnknownPorts(known, reading);
  return known;
}

/** A typing mistake in a parameter's name is told, whatever the role's author thought of it. */
const strict = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodObject ? schema.strict() : schema);

function reportUnknownPorts({ spec, offers }: KnownService, reading: Reading): void {
  const names = offers.map(({ name }) => name);
  for (const [index, port] of (spec.public as readonly string[]).entries()) {
    if (!names.includes(port)) reading.report(say.undefinedName('port', port, names), [...spec.path, 'public', index]);
  }
}
