import type { CheckSpec, ManagedSpec, NetworkSpec, SketchSpec, Topology, VisitorsSpec } from '../model/topology.ts';
import * as grammar from './grammar.ts';
import { usualSite } from './groups.ts';
import { attachmentMaps, attachmentSpecs, linkSpec } from './links.ts';
import type { Reading } from './reading.ts';
import { serviceSpec } from './services.ts';

/** The file's top level, unchecked. */
export type Raw = Readonly<Record<string, unknown>>;

type Sections = Pick<Topology, 'networks' | 'managed' | 'sketches' | 'visitors' | 'checks' | 'targets'>;

/** Every section but the machines, as the model has it. */
export function readSections(raw: Raw, defaults: grammar.Defaults, reading: Reading): Sections {
  return {
    networks: entriesOf('networks', raw, reading).map(([name, network]) => networkSpec(name, network)),
    managed: entriesOf('managed', raw, reading).map(([name, managed]) => managedSpec(name, managed, defaults)),
    sketches: entriesOf('roles', raw, reading).map(([name, sketch]) => sketchSpec(name, sketch)),
    visitors: entriesOf('visitors', raw, reading).map(([name, visitors]) => visitorsSpec(name, visitors)),
    checks: entriesOf('checks', raw, reading).map(([name, check]) => checkSpec(name, check)),
    targets: Object.fromEntries(entriesOf('targets', raw, reading)),
  };
}

/** The good entries of a section; mistakes of the others, and in names, are reported. */
export function entriesOf<S extends keyof typeof grammar.sections>(
  section: S,
  raw: Raw,
  reading: Reading,
): readonly (readonly [string, grammar.Entry<S>])[] {
  const entries = reading.entries(grammar.sections[section], raw[section], [section]);
  for (const name of entries.keys()) reading.checkName(grammar.name, name, [section, name]);
  return [...entries].flatMap(([name, entry]) =>
    entry === undefined ? [] : [[name, entry as grammar.Entry<S>] as const],
  );
}

function networkSpec(name: string, network: grammar.Entry<'networks'>): NetworkSpec {
  const base = { name, ...(network.subnet !== undefined && { subnet: network.subnet }) };
  if (network.type !== 'openvpn') return { ...base, kind: network.type ?? 'lan', link: linkSpec(network.link) };
  const { over, server, clients, port = 1194 } = network;
  return { ...base, kind: 'openvpn', link: {}, over, server, clients, port };
}

function managedSpec(
  name: string,
  { site, networks, ...entry }: grammar.Entry<'managed'>,
  defaults: grammar.Defaults,
): ManagedSpec {
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

const visitorsSpec = (name: string, { from, to, port, listen }: grammar.Entry<'visitors'>): VisitorsSpec => ({
  name,
  from,
  to,
  ...(port !== undefined && { port }),
  ...(listen !== undefined && { listen }),
});
