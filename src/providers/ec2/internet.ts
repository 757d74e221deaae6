import { contains, parseAddress, parseSubnet } from '../../blueprint/subnet.ts';
import { DialError, type Vantage } from '../../ports/vantage.ts';

/** RFC 1918. */
const privateSubnets = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((cidr) => parseSubnet(cidr) ?? []);

/**
 * This computer as a place on the internet. It may be on lans of the lab too, and reach what is on them; from the internet
 * nobody gets to a private address.
 */
export const fromInternet = (here: Vantage): Vantage => ({
  name: here.name,
  dial: async (host, port, options) => {
    const address = parseAddress(host);
    if (address !== undefined && privateSubnets.some((subnet) => contains(subnet, address)))
      throw new DialError('unreachable', `${host}:${String(port)}: private, so nobody on the internet gets there`);
    return here.dial(host, port, options);
  },
});
