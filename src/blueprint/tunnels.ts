import type { Link, OpenVpnSpec, SourcePath, Topology } from '../model/topology.ts';
import {
  notATunnelEnd,
  standsHere,
  tunnelClientIsServer,
  tunnelCycle,
  tunnelEndNotOnUnderlay,
  tunnelLink,
  tunnelServerIsMany,
} from '../text/blueprint.ts';
import type { End } from './ends.ts';
import type { Problems } from './problems.ts';

/** Who stands at the two sides of a tunnel network, machine by machine. */
export interface Tunnel {
  readonly spec: OpenVpnSpec;
  readonly server: string;
  readonly clients: readonly string[];
}

/** Resolves every tunnel's server and clients, and has a look at what it runs over. */
export function resolveTunnels(
  topology: Topology,
  ends: ReadonlyMap<string, End>,
  problems: Problems,
): ReadonlyMap<string, Tunnel> {
  const specs = topology.networks.filter((network) => network.kind === 'openvpn');
  const tunnels = new Map(specs.map((spec) => [spec.name, resolveTunnel(spec, ends, problems)] as const));
  for (const tunnel of tunnels.values()) checkUnderlay(tunnel, tunnels, ends, problems);
  for (const end of ends.values()) checkWishes(end, tunnels, problems);
  return tunnels;
}

function resolveTunnel(spec: OpenVpnSpec, ends: ReadonlyMap<string, End>, problems: Problems): Tunnel {
  const path = ['networks', spec.name];
  const servers = machinesCalled(spec.server, ends);
  if (servers.length > 1) problems.report(tunnelServerIsMany(spec.server, servers), [...path, 'server']);
  const server = servers[0] ?? '';
  const clients = spec.clients.flatMap((name, index) => {
    const machines = machinesCalled(name, ends);
    if (machines.includes(server)) problems.report(tunnelClientIsServer(name, spec.name), [...path, 'clients', index]);
    return machines.filter((machine) => machine !== server);
  });
  return { spec, server, clients: [...new Set(clients)] };
}

/** A machine by its own name, or all of a group. */
function machinesCalled(name: string, ends: ReadonlyMap<string, End>): readonly string[] {
  const machines = [...ends.values()].filter((end) => end.size !== undefined);
  const single = machines.filter((end) => end.name === name);
  return (single.length > 0 ? single : machines.filter((end) => end.group === name)).map((end) => end.name);
}

function checkUnderlay(
  tunnel: Tunnel,
  tunnels: ReadonlyMap<string, Tunnel>,
  ends: ReadonlyMap<string, End>,
  problems: Problems,
): void {
  const { name, over } = tunnel.spec;
  const path: SourcePath = ['networks', name, 'over'];
  const circle = circleFrom(name, tunnels);
  if (circle) {
    problems.report(tunnelCycle(circle), path);
    return;
  }
  for (const machine of [tunnel.server, ...tunnel.clients]) {
    const end = ends.get(machine);
    if (!end || standsOn(end, over, tunnels)) continue;
    problems.report(
      tunnelEndNotOnUnderlay(machine, name, over),
      ['networks', name, machine === tunnel.server ? 'server' : 'clients'],
      [{ message: standsHere(machine), path: end.path }],
    );
  }
}

function circleFrom(start: string, tunnels: ReadonlyMap<string, Tunnel>): readonly string[] | undefined {
  const walked = [start];
  for (let next = tunnels.get(start)?.spec.over; next !== undefined; next = tunnels.get(next)?.spec.over) {
    if (next === start) return [...walked, start];
    if (walked.includes(next)) return undefined;
    walked.push(next);
  }
  return undefined;
}

const isEnd = (machine: string, tunnel: Tunnel | undefined): boolean =>
  tunnel !== undefined && [tunnel.server, ...tunnel.clients].includes(machine);

const standsOn = (end: End, network: string, tunnels: ReadonlyMap<string, Tunnel>): boolean =>
  end.wishes.some((wish) => wish.network === network) || isEnd(end.name, tunnels.get(network));

function checkWishes(end: End, tunnels: ReadonlyMap<string, Tunnel>, problems: Problems): void {
  for (const wish of end.wishes) {
    const tunnel = tunnels.get(wish.network);
    if (tunnel && !isEnd(end.name, tunnel)) problems.report(notATunnelEnd(end.name, wish.network), wish.path);
    if (tunnel && Object.keys(wish.link).length > 0) problems.report(tunnelLink, [...wish.path, 'link']);
  }
}

/** A tunnel's ends have an address in it without asking for one. */
export function withTunnelWishes(
  ends: ReadonlyMap<string, End>,
  tunnels: ReadonlyMap<string, Tunnel>,
): ReadonlyMap<string, End> {
  const link: Link = {};
  return new Map(
    [...ends].map(([name, end]) => {
      const missing = [...tunnels.values()].filter(
        (tunnel) => isEnd(name, tunnel) && !end.wishes.some((wish) => wish.network === tunnel.spec.name),
      );
      const wishes = missing.map(({ spec }) => ({
        network: spec.name,
        address: 'auto',
        offset: 0,
        link,
        path: ['networks', spec.name],
      }));
      return [name, { ...end, wishes: [...end.wishes, ...wishes] }] as const;
    }),
  );
}
