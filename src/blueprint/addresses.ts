import { createHash } from 'node:crypto';
import type { Interface } from '../model/blueprint.ts';
import type { NetworkSpec, SourcePath, Topology } from '../model/topology.ts';
import { addressOutsideSubnet, addressReserved, addressTaken, subnetHere } from '../text/blueprint.ts';
import { firstUsedHere } from '../text/document.ts';
import type { End, Wish } from './ends.ts';
import type { Problems } from './problems.ts';
import { broadcast, contains, firstHost, formatAddress, formatSubnet, parseAddress, type Subnet } from './subnet.ts';
import type { Tunnel } from './tunnels.ts';

/** A machine or managed service with its addresses, in the order of the file. */
export interface PlacedEnd extends End {
  readonly interfaces: readonly Interface[];
}

/** One wish in one network, with who has it. */
interface Claim {
  readonly end: End;
  readonly wish: Wish;
}

/** Who holds an address, for the message about the second one. */
type Holders = Map<number, { readonly name: string; readonly path: SourcePath }>;

/** Gives every end its interfaces: written addresses first, then automatic ones around them, in the order of the file. */
export function placeEnds(
  topology: Topology,
  ends: ReadonlyMap<string, End>,
  tunnels: ReadonlyMap<string, Tunnel>,
  subnets: ReadonlyMap<string, Subnet>,
  problems: Problems,
): ReadonlyMap<string, PlacedEnd> {
  const addresses = new Map<Wish, number>();
  for (const network of topology.networks) {
    const subnet = subnets.get(network.name);
    if (!subnet) continue;
    const claims = inAllocationOrder(claimsOn(network.name, ends), tunnels.get(network.name));
    for (const [wish, address] of allocate(network, subnet, claims, problems)) addresses.set(wish, address);
  }
  return new Map(
    [...ends].map(
      ([name, end]) => [name, { ...end, interfaces: interfacesOf(topology, end, subnets, addresses) }] as const,
    ),
  );
}

const claimsOn = (network: string, ends: ReadonlyMap<string, End>): readonly Claim[] =>
  [...ends.values()].flatMap((end) =>
    end.wishes.filter((wish) => wish.network === network).map((wish) => ({ end, wish })),
  );

/** A tunnel's server comes first, so that it has the first address, as OpenVPN's own helper would give it. */
function inAllocationOrder(claims: readonly Claim[], tunnel: Tunnel | undefined): readonly Claim[] {
  if (!tunnel) return claims;
  const rank = (claim: Claim): number => (claim.end.name === tunnel.server ? 0 : 1);
  return claims.toSorted((a, b) => rank(a) - rank(b));
}

function allocate(
  network: NetworkSpec,
  subnet: Subnet,
  claims: readonly Claim[],
  problems: Problems,
): ReadonlyMap<Wish, number> {
  const holders: Holders = new Map();
  const allocated = new Map<Wish, number>();
  for (const claim of claims.filter(({ wish }) => wish.address !== 'auto')) {
    const address = writtenAddress(network, subnet, claim, holders, problems);
    if (address !== undefined) allocated.set(claim.wish, address);
  }
  let next = firstHost(subnet) + (network.kind === 'openvpn' ? 0 : 1);
  for (const { end, wish } of claims.filter((claim) => claim.wish.address === 'auto')) {
    while (holders.has(next)) next += 1;
    if (next >= broadcast(subnet)) break;
    holders.set(next, { name: end.name, path: wish.path });
    allocated.set(wish, next);
  }
  return allocated;
}

function writtenAddress(
  network: NetworkSpec,
  subnet: Subnet,
  { end, wish }: Claim,
  holders: Holders,
  problems: Problems,
): number | undefined {
  const address = parseAddress(wish.address)! + wish.offset;
  const text = formatAddress(address);
  if (!contains(subnet, address)) {
    problems.report(addressOutsideSubnet(text, end.name, network.name, formatSubnet(subnet)), wish.path, [
      { message: subnetHere, path: ['networks', network.name, 'subnet'] },
    ]);
    return undefined;
  }
  const use = reservedFor(network, subnet, address);
  if (use) {
    problems.report(addressReserved(text, end.name, use, formatAddress(firstHost(subnet) + 1)), wish.path);
    return undefined;
  }
  const holder = holders.get(address);
  if (holder) {
    problems.report(addressTaken(text, end.name, holder.name), wish.path, [
      { message: firstUsedHere, path: holder.path },
    ]);
    return undefined;
  }
  holders.set(address, { name: end.name, path: wish.path });
  return address;
}

function reservedFor(
  network: NetworkSpec,
  subnet: Subnet,
  address: number,
): 'network' | 'broadcast' | 'vantage' | undefined {
  if (address === subnet.base) return 'network';
  if (address === broadcast(subnet)) return 'broadcast';
  return network.kind !== 'openvpn' && address === firstHost(subnet) ? 'vantage' : undefined;
}

function interfacesOf(
  topology: Topology,
  end: End,
  subnets: ReadonlyMap<string, Subnet>,
  addresses: ReadonlyMap<Wish, number>,
): readonly Interface[] {
  return end.wishes.flatMap((wish) => {
    const network = topology.networks.find(({ name }) => name === wish.network);
    const address = addresses.get(wish);
    const prefix = subnets.get(wish.network)?.prefix;
    if (!network || address === undefined || prefix === undefined) return [];
    return [
      {
        network: wish.network,
        device: wish.network,
        address: formatAddress(address),
        prefix,
        link: { ...network.link, ...wish.link },
        ...(network.kind !== 'openvpn' && { mac: macAddress(topology.name, end.name, wish.network) }),
      },
    ];
  });
}

/** The same lab, machine and network always have the same address; 46 bits of a hash, unicast, locally administered. */
function macAddress(lab: string, machine: string, network: string): string {
  const [first = 0, ...rest] = createHash('sha256')
    .update(JSON.stringify([lab, machine, network]))
    .digest()
    .subarray(0, 6);
  return [(first & 0xfc) | 0x02, ...rest].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}
