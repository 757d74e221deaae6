import ipaddr from 'ipaddr.js';
import type { NetworkSpec, SourcePath, Topology } from '../model/topology.ts';
import {
  firstSubnetHere,
  noFreeSubnet,
  subnetHasHostBits,
  subnetsOverlap,
  subnetTooSmall,
  subnetUnusable,
} from '../text/blueprint.ts';
import type { End, Wish } from './ends.ts';
import type { Problems } from './problems.ts';
import {
  contains,
  formatAddress,
  formatSubnet,
  hostCount,
  overlap,
  parseAddress,
  parseSubnet,
  prefixFor,
  subnetOf,
  type Subnet,
} from './subnet.ts';

/**
 * Where automatic subnets come from. Lans: the range that VirtualBox allows without configuration.
 * Internet: the ranges set aside for documentation (RFC 5737), then the one for benchmarks (RFC 2544).
 */
const pools: Readonly<Record<NetworkSpec['kind'], readonly string[]>> = {
  lan: ['192.168.56.0/21'],
  internet: ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24', '198.18.0.0/15'],
  openvpn: ['10.8.0.0/16'],
};

/** The usual size of an automatic subnet. */
const usualPrefix = 24;

const unusableRanges = ['loopback', 'multicast', 'linkLocal', 'broadcast', 'unspecified'];

/** Every network's subnet: written ones as they are, the others from the first free place of their pool. */
export function assignSubnets(
  topology: Topology,
  ends: ReadonlyMap<string, End>,
  problems: Problems,
): ReadonlyMap<string, Subnet> {
  const written = readSubnets(topology, problems);
  reportOverlaps(written, problems);
  const subnets = new Map(written);
  for (const network of topology.networks) {
    if (network.subnet !== undefined) continue;
    const wishes = wishesIn(network.name, ends);
    const subnet = around(wishes) ?? firstFree(network.kind, needed(network, wishes), [...subnets.values()]);
    if (subnet) subnets.set(network.name, subnet);
    else problems.report(noFreeSubnet(network.name, needed(network, wishes)), ['networks', network.name]);
  }
  for (const network of topology.networks) reportTooSmall(network, subnets.get(network.name), ends, problems);
  if (subnets.size > written.size) reportOverlaps(subnets, problems);
  return subnets;
}

const subnetPath = (network: string): SourcePath => ['networks', network, 'subnet'];

/** How many hosts the network must have room for; lans and internets keep one for the host and the visitors. */
const needed = (network: NetworkSpec, wishes: readonly Wish[]): number =>
  wishes.length + (network.kind === 'openvpn' ? 0 : 1);

const wishesIn = (network: string, ends: ReadonlyMap<string, End>): readonly Wish[] =>
  [...ends.values()].flatMap((end) => end.wishes.filter((wish) => wish.network === network));

function readSubnets(topology: Topology, problems: Problems): ReadonlyMap<string, Subnet> {
  const subnets = new Map<string, Subnet>();
  for (const { name, subnet: text } of topology.networks) {
    if (text === undefined) continue;
    const subnet = parseSubnet(text)!;
    subnets.set(name, subnet);
    const canonical = formatSubnet(subnet);
    if (parseAddress(text.split('/')[0] ?? '') !== subnet.base)
      problems.report(subnetHasHostBits(text, canonical), subnetPath(name));
    const range = ipaddr.IPv4.parse(formatAddress(subnet.base)).range();
    if (subnet.prefix < 8 || unusableRanges.includes(range)) problems.report(subnetUnusable(text), subnetPath(name));
  }
  return subnets;
}

function reportOverlaps(subnets: ReadonlyMap<string, Subnet>, problems: Problems): void {
  const entries = [...subnets];
  entries.forEach(([name, subnet], index) => {
    const earlier = entries.slice(0, index).find(([, other]) => overlap(subnet, other));
    if (!earlier) return;
    problems.report(
      subnetsOverlap(name, formatSubnet(subnet), earlier[0], formatSubnet(earlier[1])),
      subnetPath(name),
      [{ message: firstSubnetHere(earlier[0]), path: subnetPath(earlier[0]) }],
    );
  });
}

function reportTooSmall(
  network: NetworkSpec,
  subnet: Subnet | undefined,
  ends: ReadonlyMap<string, End>,
  problems: Problems,
): void {
  if (!subnet) return;
  const hosts = needed(network, wishesIn(network.name, ends));
  if (hostCount(subnet) >= hosts && subnet.prefix <= 30) return;
  problems.report(
    subnetTooSmall(formatSubnet(subnet), hostCount(subnet), hosts, prefixFor(hosts)),
    subnetPath(network.name),
  );
}

/** A network without a subnet whose machines have written addresses is the usual subnet around the first of them. */
function around(wishes: readonly Wish[]): Subnet | undefined {
  const written = wishes.map((wish) => parseAddress(wish.address)).find((address) => address !== undefined);
  if (written === undefined) return undefined;
  return subnetOf(written, Math.min(usualPrefix, prefixFor(wishes.length + 1)));
}

function firstFree(kind: NetworkSpec['kind'], hosts: number, taken: readonly Subnet[]): Subnet | undefined {
  const prefix = Math.min(usualPrefix, prefixFor(hosts));
  for (const text of pools[kind]) {
    const pool = parseSubnet(text);
    if (!pool) continue;
    for (let base = pool.base; contains(pool, base); base += 2 ** (32 - prefix)) {
      const candidate = subnetOf(base, prefix);
      if (candidate.size > pool.size) break;
      if (!taken.some((other) => overlap(other, candidate))) return candidate;
    }
  }
  return undefined;
}
