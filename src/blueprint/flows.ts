import type { Flow, FlowDestination, FlowHop, Use } from '../model/blueprint.ts';
import type { SourcePath } from '../model/topology.ts';
import { standsHere } from '../text/blueprint.ts';
import { ambiguousWay, noWay } from '../text/flows.ts';
import type { Reference } from '../kit/role.ts';
import { resolveNeed, type Directory, type Target } from './references.ts';
import type { Draft } from './services.ts';
import { addressIn, findWays, sharedNetwork, type Terrain, type Way } from './ways.ts';

/** A flow with the ends it passes: what routes and firewalls are derived from. */
export interface Trip {
  readonly flow: Flow;
  /** The end it starts at; absent for visitors and the world. */
  readonly from?: string;
  readonly way: Way;
  /** Where the flow's reason stands in the file. */
  readonly path: SourcePath;
}

/** What flows are worked out from. */
export interface Setting {
  readonly directory: Directory;
  readonly terrain: Terrain;
  /** The address of visitors and of this computer, by network. */
  readonly vantages: ReadonlyMap<string, string>;
  /** Where visitors have further addresses, CIDR, by network. */
  readonly crowds: ReadonlyMap<string, string>;
}

/** What a service's references lead to. */
export interface Reached {
  readonly uses: readonly Use[];
  readonly trips: readonly Trip[];
}

const nowhere: Reached = { uses: [], trips: [] };

const loopback = '127.0.0.1';

/** Follows every reference of a service to all instances that it means. */
export function reach(setting: Setting, source: Draft): Reached {
  const trips: Trip[] = [];
  const uses = source.needs.map(({ name, ...need }) => {
    const targets = resolveNeed(setting.directory, source, { name, ...need }).flatMap((target) => {
      const way = chooseWay(setting, source, target, need.of, [...source.path, name]);
      if (!way) return [];
      const trip = tripTo(setting, source, target, way, need.of.over, [...source.path, name]);
      trips.push(trip);
      const { address, port } = trip.flow.to;
      return [{ service: target.draft.id, flow: trip.flow.id, network: networkOf(trip, need.of.over), address, port }];
    });
    return { name, targets };
  });
  return { uses, trips };
}

const networkOf = ({ way, flow }: Trip, over: string | undefined): string =>
  way.at(-1)?.network ?? (flow.to.address === loopback ? 'lo' : (over ?? 'lo'));

function chooseWay(
  setting: Setting,
  source: Draft,
  target: Target,
  { over }: Reference,
  path: SourcePath,
): Way | undefined {
  const { terrain, directory } = setting;
  if (source.end === target.draft.end) return [];
  const ways = findWays(terrain, {
    from: source.end,
    to: target.draft.end,
    internet: target.port.public,
    ...(over !== undefined && { over }),
  });
  const [way, other] = ways;
  if (way && other)
    directory.problems.report(
      ambiguousWay(source.id, target.draft.id, describe(way), describe(other), distinct(way, other)),
      path,
    );
  if (!way) {
    const shared = sharedNetwork(terrain, source.end, target.draft.end);
    directory.problems.report(noWay(source.id, target.draft.id, over, shared, target.port.name), path, [
      { message: standsHere(target.draft.name), path: target.draft.path },
    ]);
  }
  return way;
}

const describe = (way: Way): string =>
  way.map(({ network, to }, index) => (index === way.length - 1 ? network : `${network} → ${to}`)).join(' → ');

/** Networks that only one of two ways crosses: naming one of them in `over` decides. */
const distinct = (a: Way, b: Way): readonly string[] => {
  const only = (one: Way, other: Way): string[] =>
    one.map(({ network }) => network).filter((network) => !other.some((hop) => hop.network === network));
  return [...only(a, b), ...only(b, a)];
};

function tripTo(
  setting: Setting,
  source: Draft,
  target: Target,
  way: Way,
  over: string | undefined,
  path: SourcePath,
): Trip {
  const first = way[0]?.network ?? over;
  const last = way.at(-1)?.network ?? over;
  const from = addressOf(setting.terrain, source.end, first);
  const suffix = over !== undefined && goesOtherWays(source, target, over) ? `/${over}` : '';
  const id = `${source.id}->${target.draft.id}:${target.port.name}${suffix}`;
  const flow: Flow = {
    id,
    from: source.managed
      ? { kind: 'managed', service: source.id, address: from }
      : { kind: 'service', service: source.id, machine: source.end, address: from },
    to: destination(target, addressOf(setting.terrain, target.draft.end, last)),
    protocol: target.port.protocol,
    path: hopsOf(way),
  };
  return { flow, from: source.end, way, path };
}

/** Whether the service uses the same one over another network too: then the two flows need two names. */
const goesOtherWays = (source: Draft, target: Target, over: string): boolean =>
  source.needs.some(({ of }) => of.service === target.draft.name && of.over !== over);

/** An end's address in a network; the loopback address if it has none there. */
export const addressOf = (terrain: Terrain, end: string, network: string | undefined): string =>
  (network === undefined ? undefined : addressIn(terrain, end, network)) ?? loopback;

/** How a flow names the port it goes to. */
export const destination = ({ draft, port }: Target, address: string): FlowDestination => ({
  service: draft.id,
  ...(!draft.managed && { machine: draft.end }),
  address,
  portName: port.name,
  port: port.port,
});

const hopsOf = (way: Way): readonly FlowHop[] =>
  way.map(({ network, to }, index) => (index === way.length - 1 ? { network } : { network, via: to }));

/** A tunnel's own packets: from a client's end to the server's, over what the tunnel runs on. */
export function reachServer(setting: Setting, source: Draft): Reached {
  const tunnel = setting.terrain.tunnels.get(source.name);
  if (!tunnel || tunnel.server === source.end) return nowhere;
  const ends = setting.directory.named.get(source.name) ?? [];
  const server = ends.find(({ end, implied }) => implied && end === tunnel.server);
  const port = server?.offers[0];
  if (!server || !port) return nowhere;
  const { over } = tunnel.spec;
  const path = ['networks', source.name];
  const question = { from: source.end, to: server.end, over, internet: true, without: source.name };
  const way = findWays(setting.terrain, question)[0];
  if (!way) return nowhere;
  const trip = tripTo(setting, source, { draft: server, port }, way, undefined, path);
  const target = {
    service: server.id,
    flow: trip.flow.id,
    network: over,
    address: trip.flow.to.address,
    port: port.port,
  };
  return { uses: [{ name: 'server', targets: [target] }], trips: [trip] };
}
