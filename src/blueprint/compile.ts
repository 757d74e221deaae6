import type { Blueprint, Machine, Network, Service } from '../model/blueprint.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Topology } from '../model/topology.ts';
import type { Role } from '../kit/role.ts';
import { roleFromSketch } from '../kit/sketch.ts';
import { usualSite } from '../topology/groups.ts';
import { placeEnds, type PlacedEnd } from './addresses.ts';
import { crowdsOf } from './crowds.ts';
import { expandEnds } from './ends.ts';
import { deriveFirewall } from './firewall.ts';
import { reach, reachServer, type Reached, type Setting, type Trip } from './flows.ts';
import { tooManyFlows } from '../text/flows.ts';
import { nameHosts } from './hosts.ts';
import { Problems } from './problems.ts';
import { directoryOf } from './references.ts';
import { deriveRoutes, type Routing } from './routes.ts';
import { draftServices, type Draft } from './services.ts';
import { reportSitesApart, siteLans } from './sites.ts';
import { firstHost, formatAddress, formatSubnet, type Subnet } from './subnet.ts';
import { assignSubnets } from './subnets.ts';
import { reportTargets } from './targets.ts';
import { resolveTunnels, withTunnelWishes, type Tunnel } from './tunnels.ts';
import { openToWorld, reportListenClashes, visit } from './visits.ts';
import { surveyTerrain, type Terrain } from './ways.ts';

/** What became of a topology. */
export interface Compiled {
  /** Absent if there are errors. */
  readonly blueprint?: Blueprint;
  /** Everything that is wrong or doubtful, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Works a topology out: every machine, address, route, flow and firewall rule. Pure and deterministic. What the language
 * refuses (names of nothing, values that cannot be) is not looked for again: a topology is read by `parseTopology`.
 * `roles` are the real ones; the file's own sketches are added here.
 */
export function compile(topology: Topology, roles: readonly Role[]): Compiled {
  const problems = new Problems(topology.locate);
  const ground = layGround(topology, problems);
  const drafts = draftServices(
    ground.ends,
    ground.tunnels,
    [...roles, ...topology.sketches.map(roleFromSketch)],
    problems,
  );
  if (problems.hasErrors()) return { diagnostics: problems.all };
  const setting: Setting = {
    directory: directoryOf({ drafts, ends: ground.ends, problems }),
    terrain: ground.terrain,
    vantages: vantagesOf(topology, ground.subnets),
    crowds: crowdsOf(topology, ground.subnets, ground.ends),
  };
  const blueprint = connect(topology, ground, setting);
  return { ...(blueprint && { blueprint }), diagnostics: problems.all };
}

/** What stands where, before anybody talks to anybody. */
interface Ground {
  readonly ends: ReadonlyMap<string, PlacedEnd>;
  readonly tunnels: ReadonlyMap<string, Tunnel>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly lanSites: ReadonlyMap<string, string>;
  readonly terrain: Terrain;
}

function layGround(topology: Topology, problems: Problems): Ground {
  const expanded = expandEnds(topology, problems);
  const tunnels = resolveTunnels(topology, expanded, problems);
  const wishing = withTunnelWishes(expanded, tunnels);
  const subnets = assignSubnets(topology, wishing, problems);
  const ends = placeEnds(topology, wishing, tunnels, subnets, problems);
  const lanSites = siteLans(topology, ends, problems);
  reportSitesApart(topology, ends, problems);
  reportTargets(topology, ends, problems);
  return { ends, tunnels, subnets, lanSites, terrain: surveyTerrain(topology.networks, ends, tunnels) };
}

const vantagesOf = (topology: Topology, subnets: ReadonlyMap<string, Subnet>): ReadonlyMap<string, string> =>
  new Map(
    topology.networks.flatMap(({ name, kind }) => {
      const subnet = subnets.get(name);
      return kind !== 'openvpn' && subnet ? [[name, formatAddress(firstHost(subnet))] as const] : [];
    }),
  );

/** `undefined` where there are errors: all are known before machines are worked out, which takes longest. */
function connect(topology: Topology, ground: Ground, setting: Setting): Blueprint | undefined {
  const { drafts, problems } = setting.directory;
  const reached = reachAll(setting);
  const visits = topology.visitors.map((spec) => visit(setting, spec));
  reportListenClashes(topology.visitors, setting.directory);
  const trips = distinctTrips([
    ...[...reached.values()].flatMap((found) => found.trips),
    ...visits.flatMap((found) => found.trips),
    ...drafts.flatMap((draft) => openToWorld(setting, draft)),
  ]);
  const cidrs = new Map([...ground.subnets].map(([name, subnet]) => [name, formatSubnet(subnet)] as const));
  const routing = deriveRoutes(ground.terrain, cidrs, trips, problems);
  if (problems.hasErrors()) return undefined;
  return {
    name: topology.name,
    title: topology.title,
    networks: topology.networks.map(({ name }) => networkOf(topology, name, ground, setting, routing)),
    machines: machinesOf(ground, drafts, trips, routing),
    services: drafts.map((draft) => serviceOf(draft, reached.get(draft.id), ground)),
    flows: trips.map(({ flow }) => flow),
    visitors: visits.flatMap(({ visitors }) => visitors ?? []),
    checks: topology.checks,
    ...(topology.message !== undefined && { message: topology.message }),
  };
}

/** More would take minutes to work out, and nobody could read them. */
const maximumFlows = 10_000;

/** Stops where there are too many: a few lines of a file can ask for millions. */
function reachAll(setting: Setting): ReadonlyMap<string, Reached> {
  const { drafts, problems } = setting.directory;
  const reached = new Map<string, Reached>();
  let flows = 0;
  for (const draft of drafts) {
    const found = reachFrom(setting, draft);
    flows += found.trips.length;
    if (flows > maximumFlows) {
      problems.report(tooManyFlows(maximumFlows), draft.path);
      break;
    }
    reached.set(draft.id, found);
  }
  return reached;
}

/** The trips that begin, end or pass at each end. */
function tripsByEnd(trips: readonly Trip[]): ReadonlyMap<string, readonly Trip[]> {
  const passing = new Map<string, Trip[]>();
  for (const trip of trips) {
    for (const end of new Set([trip.from, ...trip.way.map(({ to }) => to)])) {
      if (end === undefined) continue;
      const own = passing.get(end) ?? [];
      passing.set(end, own);
      own.push(trip);
    }
  }
  return passing;
}

function reachFrom(setting: Setting, draft: Draft): Reached {
  const own = reach(setting, draft);
  if (!draft.implied) return own;
  const tunnel = reachServer(setting, draft);
  return { uses: [...own.uses, ...tunnel.uses], trips: [...own.trips, ...tunnel.trips] };
}

/** Two needs of a service may lead to the same port of another: that is one flow. */
const distinctTrips = (trips: readonly Trip[]): readonly Trip[] => [
  ...new Map(trips.map((trip) => [trip.flow.id, trip])).values(),
];

function networkOf(topology: Topology, name: string, ground: Ground, setting: Setting, routing: Routing): Network {
  const spec = topology.networks.find((network) => network.name === name);
  const tunnel = ground.tunnels.get(name);
  const subnet = ground.subnets.get(name);
  const base = { name, subnet: subnet ? formatSubnet(subnet) : '', link: spec?.link ?? {} };
  const vantage = setting.vantages.get(name) ?? '';
  const crowd = setting.crowds.get(name);
  if (tunnel) {
    const { over, port } = tunnel.spec;
    const behind = routing.behind.get(name) ?? {};
    return { ...base, kind: 'openvpn', over, server: tunnel.server, clients: tunnel.clients, port, behind };
  }
  if (spec?.kind === 'internet') return { ...base, kind: 'internet', vantage, ...(crowd !== undefined && { crowd }) };
  const site = ground.lanSites.get(name) ?? usualSite;
  return { ...base, kind: 'lan', vantage, ...(crowd !== undefined && { crowd }), site };
}

function machinesOf(
  ground: Ground,
  drafts: readonly Draft[],
  trips: readonly Trip[],
  routing: Routing,
): readonly Machine[] {
  const passing = tripsByEnd(trips);
  return [...ground.ends.values()].flatMap(({ name, group, index, site, size, interfaces }) => {
    if (!size) return [];
    const near = passing.get(name) ?? [];
    const own = drafts.filter(({ end }) => end === name);
    return [
      {
        name,
        group,
        index,
        site,
        size,
        interfaces,
        routes: routing.routes.get(name) ?? [],
        forwards: routing.forwarders.has(name),
        hosts: nameHosts(ground.terrain, name, near),
        services: own.map(({ id }) => id),
        firewall: deriveFirewall(name, near),
        packages: [
          ...new Set(own.flatMap(({ role, params, runtime }) => role.packages?.(params, runtime) ?? [])),
        ].sort(),
        ...(own.some(({ runtime }) => runtime !== undefined) && { runsContainers: true as const }),
      },
    ];
  });
}

function serviceOf(draft: Draft, reached: Reached | undefined, ground: Ground): Service {
  const { id, name, end, managed, role, runtime, params, offers, implied, path } = draft;
  const place = ground.ends.get(end);
  const addresses = place?.interfaces.map(({ network, address }) => ({ network, address })) ?? [];
  return {
    id,
    name,
    ...(managed ? { managed: { site: place?.site ?? usualSite, addresses } } : { machine: end }),
    role: role.name,
    ...(runtime && { runtime }),
    params,
    offers,
    uses: reached?.uses ?? [],
    provisionable: role.resources !== undefined,
    implied,
    path,
  };
}
