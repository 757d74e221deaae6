import ipaddr from 'ipaddr.js';
import type { Resource } from '../../src/kit/resource.ts';
import { service } from '../../src/kit/resources/service.ts';
import { dropIn } from '../../src/kit/resources/unit.ts';
import type { RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import type { Blueprint, OpenVpn } from '../../src/model/blueprint.ts';

/** A subnet as OpenVPN writes it. */
export interface Subnet {
  readonly subnet: string;
  readonly mask: string;
}

/** The network that a tunnel's end belongs to. */
export function tunnelOf({ blueprint, params }: Pick<RoleContext<TunnelEnd>, 'blueprint' | 'params'>): OpenVpn {
  const network = blueprint.networks.find(({ name }) => name === params.network);
  if (network?.kind !== 'openvpn') throw new Error(`${params.network} is not a tunnel`);
  return network;
}

/** A machine's address inside the tunnel. */
export function addressInside(blueprint: Blueprint, network: string, machine: string): string {
  const interfaces = blueprint.machines.find(({ name }) => name === machine)?.interfaces ?? [];
  const inside = interfaces.find((each) => each.network === network);
  if (inside === undefined) throw new Error(`${machine} has no address in ${network}`);
  return inside.address;
}

/** `192.168.56.0/24` as network and mask. */
export function subnetOf(cidr: string): Subnet {
  const [, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  return {
    subnet: ipaddr.IPv4.networkAddressFromCIDR(cidr).toString(),
    mask: ipaddr.IPv4.subnetMaskFromPrefixLength(prefix).toString(),
  };
}

/** Where the machine sends through the tunnel; the gateway is only a name for the other side. */
export const routesOf = ({ machine }: RoleContext<TunnelEnd>, device: string, gateway: string) =>
  machine.routes
    .filter((route) => route.by === 'tunnel' && route.device === device)
    .map(({ destination }) => ({ ...subnetOf(destination), gateway }));

/** The daemon on its current configuration, back within a second if it dies. */
export function daemon(unit: string, config: Resource): readonly Resource[] {
  const restart = dropIn(unit, 'restart', '[Service]\nRestart=always\nRestartSec=1\n');
  return [restart, service({ unit, restartOn: [config, restart] })];
}
