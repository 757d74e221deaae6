import type { Topology } from '../model/topology.ts';
import type { PlacedEnd } from './addresses.ts';
import { contains, firstHost, formatSubnet, parseAddress, subnetOf, type Subnet } from './subnet.ts';

/** No block is larger: 65536 visitors are enough to tell apart. */
const shortestPrefix = 16;
/** No block is smaller. */
const longestPrefix = 30;

/**
 * The largest block of a subnet in which no machine is, the highest one of several: room for visitors who must be told
 * apart by their addresses. `undefined` if there is none.
 */
export const freeBlock = (subnet: Subnet, taken: readonly number[]): Subnet | undefined => {
  const held = [firstHost(subnet), ...taken];
  for (let prefix = Math.max(subnet.prefix + 1, shortestPrefix); prefix <= longestPrefix; prefix++) {
    const size = 2 ** (32 - prefix);
    // Each machine spoils one block at most, so that one of these is free or none of this size is.
    for (let nth = 1; nth <= Math.min(subnet.size / size, held.length + 1); nth++) {
      const block = subnetOf(subnet.base + subnet.size - nth * size, prefix);
      if (!held.some((address) => contains(block, address))) return block;
    }
  }
  return undefined;
};

/** Where visitors have their addresses, CIDR, by network; of networks from which somebody visits. */
export const crowdsOf = (
  topology: Topology,
  subnets: ReadonlyMap<string, Subnet>,
  ends: ReadonlyMap<string, PlacedEnd>,
): ReadonlyMap<string, string> => {
  const visited = new Set(topology.visitors.map(({ from }) => from));
  const interfaces = [...ends.values()].flatMap((end) => end.interfaces);
  return new Map(
    topology.networks.flatMap(({ name, kind }) => {
      const subnet = subnets.get(name);
      if (!subnet || kind === 'openvpn' || !visited.has(name)) return [];
      const taken = interfaces.flatMap(({ network, address }) =>
        network === name ? (parseAddress(address) ?? []) : [],
      );
      const block = freeBlock(subnet, taken);
      return block ? [[name, formatSubnet(block)] as const] : [];
    }),
  );
};
