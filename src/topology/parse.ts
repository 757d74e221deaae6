import * as z from 'zod';
import { roleFromSketch } from '../kit/sketch.ts';
import type { Role } from '../kit/role.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CheckSpec, ManagedSpec, NetworkSpec, SketchSpec, Topology } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import { readDocument, type TopologySource } from './document.ts';
import * as grammar from './grammar.ts';
import { readGroup, usualSite } from './groups.ts';
import { attachmentMaps, attachmentSpecs, linkSpec } from './links.ts';
import { knownNames } from './known.ts';
import { NameCheck } from './names.ts';
import { Reading } from './reading.ts';
import { readService, serviceSpec, type KnownService, type RoleBook } from './services.ts';

/** What became of a file: a topology if there is no error in it, and everything that is wrong or doubtful. */
export interface Parsed {
  readonly topology?: Topology;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a topology and reports every mistake at once, at its line and column. Pure: no file, no clock; never throws on
 * what a user wrote. Addresses, paths and what needs them are the blueprint's.
 */
export function parseTopology(source: TopologySource, roles: readonly Role[]): Parsed {
  const document = readDocument(source);
  const reading = new Reading(document);
  const topology = readTopology(document.value, source.file, roles, reading);
  const { diagnostics } = reading;
  const usable = topology && !diagnostics.some(({ severity }) => severity === 'error');
  return { ...(usable && { topology }), diagnostics };
}

type Raw = Readonly<Record<string, unknown>>;

function readTopology(value: unknown, file: string, roles: readonly Role[], reading: Reading): Topology | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reading.report(value === null ? say.emptyFile : say.wrongType(value, ['object']), []);
    return undefined;
  }
  const raw = value as Raw;
  if (!versionIsKnown(raw, reading)) return undefined;
  const header = readHeader(raw, file, reading);
  const defaults = reading.check(grammar.defaults, raw['defaults'] ?? {}, ['defaults']) ?? {};
  const groups = entriesOf('machines', raw, reading).map(([name, group]) => readGroup(name, group, defaults, reading));
  const sketches = entriesOf('roles', raw, reading).map(([name, sketch]) => sketchSpec(name, sketch));
  const topology = {
    file,
    ...header,
    networks: entriesOf('networks', raw, reading).map(([name, network]) => networkSpec(name, network)),
    groups: groups.map(({ spec }) => spec),
    managed: entriesOf('managed', raw, reading).map(([name, managed]) => managedSpec(name, managed, defaults)),
    sketches,
    visitors: entriesOf('visitors', raw, reading).map(([name, { port, listen, ...rest }]) => ({
      name,
      ...rest,
      ...(port !== undefined && { port }),
      ...(listen !== undefined && { listen }),
    })),
    checks: entriesOf('checks', raw, reading).map(([name, check]) => checkSpec(name, check)),
    targets: Object.fromEntries(entriesOf('targets', raw, reading)),
  };
  if (Object.keys((raw['machines'] as object | undefined) ?? {}).length === 0) reading.report(say.noMachines, ['machines']);
  const services = readServices(topology, roleBook(roles, sketches, reading), reading);
  new NameCheck(knownNames(raw), reading).topology(topology, services);
  reportPlaceholders(topology, reading);
  return { ...topology, locate: reading.locate, origins: groups.flatMap(({ origins }) => origins) };
}

function versionIsKnown(raw: Raw, reading: Reading): boolean {
  const version = raw['bancada'];
  if (version === grammar.languageVersion) return true;
  if (version === undefined) reading.report(say.missingVersion(grammar.languageVersion), []);
  else reading.report(say.unknownVersion(version, grammar.languageVersion), ['bancada']);
  // Without a version the file is read as today's, so that its other mistakes are told too.
  return version === undefined;
}

const sectionNames = Object.keys(grammar.sections) as (keyof typeof grammar.sections)[];
const headerSchema = grammar.file
  .extend(Object.fromEntries(['bancada', 'defaults', ...sectionNames].map((name) => [name, z.unknown().optional()])))
  .strict();

function readHeader(raw: Raw, file: string, reading: Reading): Pick<Topology, 'name' | 'title' | 'message'> {
  const header = reading.check(headerSchema, raw, []) as { name?: string; title?: string; message?: string } | undefined;
  const stem = /([^/\\]*?)(?:\.ya?ml)?$/.exec(file)?.[1] ?? '';
  const name = header?.name ?? stem;
  if (header && !grammar.name.safeParse(name).success) reading.report(say.nameNeeded(stem), []);
  return { name, title: header?.title ?? name, ...(header?.message !== undefined && { message: header.message }) };
}

/** The good entries of a section; mistakes of the others, and in names, are reported. */
function entriesOf<S extends keyof typeof grammar.sections>(
  section: S,
  raw: Raw,
  reading: Reading,
): readonly (readonly [string, grammar.Entry<S>])[] {
  const entries = reading.entries(grammar.sections[section], raw[section], [section]);
  for (const name of entries.keys()) reading.checkName(grammar.name, name, [section, name]);
  return [...entries].flatMap(([name, entry]) => (entry === undefined ? [] : [[name, entry as grammar.Entry<S>] as const]));
}

function networkSpec(name: string, network: grammar.Entry<'networks'>): NetworkSpec {
  const base = { name, ...(network.subnet !== undefined && { subnet: network.subnet }), link: linkSpec(network.link) };
  if (network.type !== 'openvpn') return { ...base, kind: network.type ?? 'lan' };
  const { over, server, clients, port = 1194 } = network;
  return { ...base, kind: 'openvpn', over, server, clients, port };
}

function managedSpec(name: string, { site, networks, ...entry }: grammar.Entry<'managed'>, defaults: grammar.Defaults): ManagedSpec {
  const { role, public: isPublic, ...params } = entry;
  return {
    ...serviceSpec(name, { role, public: isPublic }, params, ['managed', name]),
    site: site ?? defaults.site ?? usualSite,
    networks: attachmentSpecs(attachmentMaps(networks)),
  };
}

function sketchSpec(name: string, sketch: grammar.Entry<'roles'>): SketchSpec {
  const offers = Object.entries(sketch.offers ?? {}).map(([port, offered]) => {
    const [number, protocol] = String(offered).split('/');
    return { name: port, port: Number(number), protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const) };
  });
  const { summary, uses = [], params = [] } = sketch;
  return { name, ...(summary !== undefined && { summary }), offers, uses, params };
}

const checkSpec = (name: string, check: grammar.Entry<'checks'>): CheckSpec =>
  ({ ...check, name, path: ['checks', name] }) as CheckSpec;

function roleBook(roles: readonly Role[], sketches: readonly SketchSpec[], reading: Reading): RoleBook {
  const real = roles.filter(({ implied }) => implied === undefined);
  for (const { name } of sketches) {
    if (roles.some((role) => role.name === name)) reading.report(say.roleExists(name), ['roles', name], { part: 'key' });
  }
  const all = [...sketches.map(roleFromSketch), ...real];
  return { byName: new Map(all.map((role) => [role.name, role])), sketched: new Set(sketches.map(({ name }) => name)) };
}

/** Lets the roles look at every service, as each group and each member with parameters of its own has it. */
function readServices(topology: Pick<Topology, 'groups' | 'managed'>, book: RoleBook, reading: Reading): readonly KnownService[] {
  const own = topology.groups.flatMap(({ name, services, members }) =>
    services.flatMap((service) => [
      service,
      ...members.flatMap((member) => {
        const params = member.services?.[service.name];
        const path = ['machines', name, 'members', member.name, 'services', service.name];
        return params ? [{ ...service, params, path }] : [];
      }),
    ]),
  );
  const specs = [...own, ...topology.managed];
  for (const spec of specs) {
    const first = specs.find(({ name }) => name === spec.name)!;
    if (first.role === spec.role) continue;
    const related = [{ message: say.firstUsedHere, path: first.path }];
    reading.report(say.rolesDiffer(spec.name, spec.role, first.role), [...spec.path, 'role'], { related });
  }
  return specs.flatMap((spec) => readService(spec, book, reading) ?? []);
}

function reportPlaceholders({ message = '', visitors }: Pick<Topology, 'message' | 'visitors'>, reading: Reading): void {
  const known = [...new Set(visitors.map(({ to }) => to))];
  for (const [, name = ''] of message.matchAll(/\{([^{}\s]*)\}/g)) {
    if (!known.includes(name)) reading.report(say.unknownPlaceholder(name, known), ['message']);
  }
}
