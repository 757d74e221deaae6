import * as z from 'zod';
import { parseInstance } from '../kit/reference.ts';
import type { Role } from '../kit/role.ts';
import { roleFromSketch } from '../kit/sketch.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SketchSpec, Topology } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import { readDocument, type TopologySource } from './document.ts';
import * as grammar from './grammar.ts';
import { readGroup } from './groups.ts';
import { knownNames } from './known.ts';
import { NameCheck } from './names.ts';
import { Reading } from './reading.ts';
import { entriesOf, readSections, type Raw } from './sections.ts';
import { readService, type KnownService, type RoleBook } from './services.ts';

// Compiling the validators takes longer than one file gains by them.
z.config({ jitless: true });

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
  const sections = readSections(raw, defaults, reading);
  const topology = { file, ...header, groups: groups.map(({ spec }) => spec), ...sections };
  if (Object.keys((raw['machines'] as object | undefined) ?? {}).length === 0)
    reading.report(say.noMachines, ['machines']);
  const machines = groups.reduce((sum, { spec }) => sum + (spec.count ?? 1), 0);
  if (machines > grammar.maximumMachines)
    reading.report(say.tooManyMachines(machines, grammar.maximumMachines), ['machines']);
  const services = readServices(topology, roleBook(roles, topology.sketches, reading), reading);
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
  const header = reading.check(headerSchema, raw, []) as
    { name?: string; title?: string; message?: string } | undefined;
  const stem = /([^/\\]*?)(?:\.ya?ml)?$/.exec(file)?.[1] ?? '';
  const name = header?.name ?? stem;
  if (header && !grammar.name.safeParse(name).success) reading.report(say.nameNeeded(stem), []);
  return { name, title: header?.title ?? name, ...(header?.message !== undefined && { message: header.message }) };
}

function roleBook(roles: readonly Role[], sketches: readonly SketchSpec[], reading: Reading): RoleBook {
  const real = roles.filter(({ implied }) => implied === undefined);
  for (const { name } of sketches) {
    if (roles.some((role) => role.name === name))
      reading.report(say.roleExists(name), ['roles', name], { part: 'key' });
  }
  const all = [...sketches.map(roleFromSketch), ...real];
  return { byName: new Map(all.map((role) => [role.name, role])), sketched: new Set(sketches.map(({ name }) => name)) };
}

/** Lets the roles look at every service, as each group and each member with parameters of its own has it. */
function readServices(
  topology: Pick<Topology, 'groups' | 'managed'>,
  book: RoleBook,
  reading: Reading,
): readonly KnownService[] {
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

function reportPlaceholders(
  { message = '', visitors }: Pick<Topology, 'message' | 'visitors'>,
  reading: Reading,
): void {
  const known = [...new Set(visitors.flatMap(({ to }) => parseInstance(to)?.service ?? []))];
  for (const [, name = ''] of message.matchAll(/\{([^{}\s]*)\}/g)) {
    if (!known.includes(name)) reading.report(say.unknownPlaceholder(name, known), ['message']);
  }
}
