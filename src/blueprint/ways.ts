import type { NetworkSpec } from '../model/topology.ts';
import type { PlacedEnd } from './addresses.ts';
import type { Tunnel } from './tunnels.ts';

/** One network crossed, and the end that is reached by it. */
export interface Hop {
  readonly network: string;
  readonly to: string;
}
/** The networks that a flow crosses, in order. Empty within one machine. */
export type Way = readonly Hop[];

/** Who stands where: what ways are looked for in. */
export interface Terrain {
  readonly kinds: ReadonlyMap<string, NetworkSpec['kind']>;
  readonly ends: ReadonlyMap<string, PlacedEnd>;
  readonly tunnels: ReadonlyMap<string, Tunnel>;
  /** Names of the ends attached to each network. */
  readonly attached: ReadonlyMap<string, readonly string[]>;
  /** Names of the ends of tunnels, which may carry packets on. */
  readonly carriers: ReadonlySet<string>;
}

/** Which ways are looked for. */
export interface WayQuestion {
  readonly from: string;
  readonly to: string;
  /** A network that the way must cross. */
  readonly over?: string;
  /** Whether the internet may be crossed without being named in `over`. */
  readonly internet: boolean;
  /** A tunnel that may not be used: its own packets cannot travel in it. */
  readonly without?: string;
}

/**
 * What crossing a network costs: any number of lans is better than a tunnel, any number of tunnels better than the internet.
 * No way has a thousand hops.
 */
const costs: Readonly<Record<NetworkSpec['kind'], number>> = { lan: 1, openvpn: 1_000, internet: 1_000_000 };

interface Walk {
  readonly way: Way;
  readonly at: string;
  readonly cost: number;
}

/**
 * The cheapest ways between two ends: none if they cannot meet, several if they tie. Only a tunnel's ends carry packets on,
 * and only between the tunnel and something else; the internet is crossed alone.
 */
export function findWays(terrain: Terrain, question: WayQuestion): readonly Way[] {
  const arrives = ({ at, way }: Walk): boolean =>
    at === question.to && (!question.over || way.some(({ network }) => network === question.over));
  const visits = new Map<string, { cost: number; times: number }>();
  let frontier: readonly Walk[] = [{ way: [], at: question.from, cost: 0 }];
  while (frontier.length > 0) {
    const cheapest = Math.min(...frontier.map(({ cost }) => cost));
    const reached = frontier.filter(({ cost }) => cost === cheapest);
    // Whoever goes on from here pays more than those who have arrived.
    const found = reached.filter(arrives);
    if (found.length > 0) return found.map(({ way }) => way);
    const onward = reached.filter((walk) => walk.at !== question.to && worthwhile(walk, question, visits));
    frontier = [
      ...frontier.filter(({ cost }) => cost > cheapest),
      ...onward.flatMap((walk) => continuations(terrain, question, walk)),
    ];
  }
  return [];
}

/** A place is left twice at most for the same price: that is enough to see a tie, and keeps meshes of tunnels cheap. */
function worthwhile(walk: Walk, { over }: WayQuestion, visits: Map<string, { cost: number; times: number }>): boolean {
  const last = walk.way.at(-1)?.network ?? '';
  const key = `${walk.at} ${last} ${walk.way.some(({ network }) => network === over)}`;
  const seen = visits.get(key);
  if (seen && (seen.cost < walk.cost || seen.times >= 2)) return false;
  visits.set(key, { cost: walk.cost, times: (seen?.times ?? 0) + 1 });
  return true;
}

function continuations(terrain: Terrain, question: WayQuestion, walk: Walk): readonly Walk[] {
  const isNew = (name: string): boolean => name !== question.from && walk.way.every(({ to }) => to !== name);
  const end = terrain.ends.get(walk.at);
  return (end?.interfaces ?? []).flatMap(({ network }) => {
    if (network === question.without || !mayLeaveBy(terrain, question, walk, network)) return [];
    const cost = walk.cost + costs[kindOf(terrain, network)];
    return neighbours(terrain, question, walk, network)
      .filter(isNew)
      .map((to) => ({ way: [...walk.way, { network, to }], at: to, cost }));
  });
}

const kindOf = (terrain: Terrain, network: string): NetworkSpec['kind'] => terrain.kinds.get(network) ?? 'internet';

function mayLeaveBy(terrain: Terrain, question: WayQuestion, walk: Walk, network: string): boolean {
  const kind = kindOf(terrain, network);
  const last = walk.way.at(-1)?.network;
  if (kind === 'internet') return last === undefined && (question.internet || question.over === network);
  if (last === undefined) return true;
  if (last === network) return terrain.tunnels.get(network)?.server === walk.at;
  return kind === 'openvpn' || kindOf(terrain, last) === 'openvpn';
}

/** Whom a packet can be handed to: the destination itself, or else a machine that may carry it on. */
function neighbours(
  terrain: Terrain,
  { to, over }: WayQuestion,
  { at, way }: Walk,
  network: string,
): readonly string[] {
  const tunnel = terrain.tunnels.get(network);
  if (tunnel) return at === tunnel.server ? tunnel.clients : [tunnel.server];
  const isThere = addressIn(terrain, to, network) !== undefined;
  // Who carries it on from here would be dearer, and is not looked for.
  const arrives = isThere && (over === undefined || [...way, { network }].some((hop) => hop.network === over));
  if (arrives) return [to];
  if (kindOf(terrain, network) === 'internet') return isThere ? [to] : [];
  return (terrain.attached.get(network) ?? []).filter((name) => name === to || terrain.carriers.has(name));
}

/** The network that two ends share and that is best between them, internet included; `undefined` if they share none. */
export function sharedNetwork(terrain: Terrain, from: string, to: string): string | undefined {
  let best: string | undefined;
  for (const { network } of terrain.ends.get(from)?.interfaces ?? [])
    if (addressIn(terrain, to, network) !== undefined && (best === undefined || cheaper(terrain, network, best)))
      best = network;
  return best;
}

const cheaper = (terrain: Terrain, network: string, other: string): boolean =>
  costs[kindOf(terrain, network)] < costs[kindOf(terrain, other)];

/** The address of an end in a network. */
export const addressIn = (terrain: Terrain, end: string, network: string): string | undefined =>
  terrain.ends.get(end)?.interfaces.find((candidate) => candidate.network === network)?.address;

/** Builds the terrain of the placed ends. */
export function surveyTerrain(
  networks: readonly NetworkSpec[],
  ends: ReadonlyMap<string, PlacedEnd>,
  tunnels: ReadonlyMap<string, Tunnel>,
): Terrain {
  const attached = networks.map(({ name }) => {
    const there = [...ends.values()].filter(({ interfaces }) => interfaces.some(({ network }) => network === name));
    return [name, there.map((end) => end.name)] as const;
  });
  const carriers = new Set([...tunnels.values()].flatMap(({ server, clients }) => [server, ...clients]));
  const kinds = new Map(networks.map(({ name, kind }) => [name, kind] as const));
  return { kinds, ends, tunnels, attached: new Map(attached), carriers };
}
