import ipaddr from 'ipaddr.js';

/** An IPv4 subnet in numbers, so that hosts can be counted. */
export interface Subnet {
  /** The network address as a 32-bit number. */
  readonly base: number;
  /** How many addresses it spans, network and broadcast included. */
  readonly size: number;
  /** Prefix length. */
  readonly prefix: number;
}

const toNumber = (address: ipaddr.IPv4): number => address.octets.reduce((sum, octet) => sum * 256 + octet, 0);

/** `192.168.56.10` as a number; `undefined` if it is not four plain decimal parts. */
export function parseAddress(text: string): number | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? toNumber(ipaddr.IPv4.parse(text)) : undefined;
}

/** The reverse of `parseAddress`. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** The subnet that an address with a prefix length lies in: host bits are dropped. `undefined` if the text is no IPv4 CIDR. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', prefix = ''] = text.split('/');
  const number = parseAddress(address);
  if (number === undefined || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32 || text.split('/').length !== 2)
    return undefined;
  return subnetOf(number, Number(prefix));
}

/** The subnet of that prefix length around an address. */
export function subnetOf(address: number, prefix: number): Subnet {
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(address / size) * size, size, prefix };
}

/** CIDR text, canonical. */
export const formatSubnet = (subnet: Subnet): string => `${formatAddress(subnet.base)}/${subnet.prefix}`;

/** How many machines fit: network and broadcast addresses are not for them. */
export const hostCount = (subnet: Subnet): number => Math.max(0, subnet.size - 2);

/** A subnet's first address after its own. */
export const firstHost = (subnet: Subnet): number => subnet.base + 1;
/** A subnet's last address, which is all of its hosts'. */
export const broadcast = (subnet: Subnet): number => subnet.base + subnet.size - 1;
/** Whether an address lies in a subnet. */
export const contains = (subnet: Subnet, address: number): boolean =>
  address >= subnet.base && address < subnet.base + subnet.size;
/** Whether two subnets have an address in common. */
export const overlap = (a: Subnet, b: Subnet): boolean => a.base < b.base + b.size && b.base < a.base + a.size;

/** The longest prefix whose subnet has room for that many hosts. */
export const prefixFor = (hosts: number): number => Math.min(30, 32 - Math.ceil(Math.log2(hosts + 2)));
