import type { Blueprint, Flow, Machine, OpenVpn, Port, Service } from '../../model/blueprint.ts';
import { rank } from './rank.ts';

/** What the pictures show of a lab, before any of them decides on places. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  /** Networks in which something stands. */
  readonly lanes: readonly Lane[];
  readonly nodes: readonly SceneNode[];
  readonly links: readonly Link[];
}

export interface Lane {
  readonly network: string;
  readonly kind: 'lan' | 'internet';
  readonly subnet: string;
}

/** A machine, several that are alike, a managed service, or somebody who looks in from outside. */
export interface SceneNode {
  readonly id: string;
  readonly kind: 'machine' | 'managed' | 'visitors' | 'world';
  /** What shares a column: a group's machines. */
  readonly group: string;
  /** Machine names, first and last where there are many. */
  readonly names: readonly string[];
  readonly count: number;
  readonly site: string;
  readonly addresses: readonly { readonly network: string; readonly first: string; readonly last: string }[];
  readonly rows: readonly Row[];
  /** The network in which it is drawn. */
  readonly lane: string;
  /** From left to right: users stand before what they use. */
  readonly column: number;
}

/** A service with one of its ports, or an end of a tunnel. */
export interface Row {
  readonly id: string;
  readonly service: string;
  readonly role: string;
  readonly port?: Port;
  readonly tunnel: boolean;
}

export interface Spot {
  readonly node: string;
  readonly row: string;
}

/** Everybody who goes to one port over one network, or a whole tunnel. */
export interface Link {
  readonly id: string;
  readonly network: string;
  readonly from: readonly Spot[];
  readonly to: Spot;
  /** What is spoken: `mysql tcp/3306`. */
  readonly label: string;
  /** Of a tunnel: what it runs over and what it carries. */
  readonly tunnel?: { readonly over: string; readonly carries: readonly string[] };
}

/** Machines of a group are drawn one by one up to this many, then as a stack. */
const separately = 3;

export function sceneOf(blueprint: Blueprint): Scene {
  const cast = castOf(blueprint);
  const links = linksOf(blueprint, cast);
  const groups = new Set([...cast.nodes.values()].map(({ group }) => group));
  const columns = rank([...groups], [...edgesBetweenGroups(blueprint, cast)]);
  const nodes = [...cast.nodes.values()].map((node) => ({ ...node, column: columns.get(node.group) ?? 0 }));
  const lanes = blueprint.networks.flatMap(({ name, kind, subnet }) =>
    kind === 'openvpn' ? [] : [{ network: name, kind, subnet }],
  );
  const order = { internet: 0, lan: 1 };
  return {
    name: blueprint.name,
    title: blueprint.title,
    lanes: lanes.toSorted((a, b) => order[a.kind] - order[b.kind]),
    nodes,
    links,
  };
}

type Actor = Omit<SceneNode, 'column'>;
interface Cast {
  readonly nodes: ReadonlyMap<string, Actor>;
  /** The node that shows a machine or managed service. */
  readonly nodeOf: (name: string) => string;
  readonly services: ReadonlyMap<string, Service>;
}

function castOf(blueprint: Blueprint): Cast {
  const services = new Map(blueprint.services.map((service) => [service.id, service] as const));
  const stacks = new Map<string, Machine[]>();
  for (const machine of blueprint.machines) {
    const id = stackOf(machine, blueprint);
    stacks.set(id, [...(stacks.get(id) ?? []), machine]);
  }
  const machines = [...stacks].map(([id, members]) => machineNode(id, members, blueprint, services));
  const managed = blueprint.services.flatMap((service) => (service.managed ? [managedNode(service, blueprint)] : []));
  const outside = outsiders(blueprint);
  return {
    nodes: new Map([...outside, ...machines, ...managed].map((node) => [node.id, node] as const)),
    nodeOf: (name) => {
      const machine = blueprint.machines.find((candidate) => candidate.name === name);
      return machine ? stackOf(machine, blueprint) : name;
    },
    services,
  };
}

const signature = ({ interfaces, services, site }: Machine): string =>
  JSON.stringify([site, interfaces.map(({ network }) => network), services.map((id) => id.split('@')[0])]);

/** Machines of a group that look alike are one node if there are many of them. */
function stackOf(machine: Machine, blueprint: Blueprint): string {
  const alike = blueprint.machines.filter(({ group }) => group === machine.group);
  const isStack =
    alike.length > (talkAmongThemselves(alike, blueprint) ? 1 : separately) &&
    alike.every((other) => signature(other) === signature(machine));
  return isStack ? `${machine.group}*` : machine.name;
}

/** Whether machines of a group use one another: drawn one by one, their lines would cover everything else. */
function talkAmongThemselves(members: readonly Machine[], blueprint: Blueprint): boolean {
  const names = new Set(members.map(({ name }) => name));
  return blueprint.flows.some(
    ({ from, to, path }) =>
      path.length > 0 && from.kind === 'service' && names.has(from.machine) && names.has(to.machine ?? ''),
  );
}

function machineNode(id: string, members: readonly Machine[], blueprint: Blueprint, services: Cast['services']): Actor {
  const [first, last] = [members[0]!, members.at(-1)!];
  return {
    id,
    kind: 'machine',
    group: first.group,
    names: members.length > 1 ? [first.name, last.name] : [first.name],
    count: members.length,
    site: first.site,
    addresses: first.interfaces.map(({ network, address }, index) => ({
      network,
      first: address,
      last: last.interfaces[index]?.address ?? address,
    })),
    rows: first.services.flatMap((service) => rowsOf(services.get(service), blueprint)),
    lane: homeOf(
      first.interfaces.map(({ network }) => network),
      blueprint,
    ),
  };
}

function managedNode(service: Service, blueprint: Blueprint): Actor {
  const addresses = service.managed?.addresses ?? [];
  return {
    id: service.id,
    kind: 'managed',
    group: service.id,
    names: [service.name],
    count: 1,
    site: service.managed?.site ?? '',
    addresses: addresses.map(({ network, address }) => ({ network, first: address, last: address })),
    rows: rowsOf(service, blueprint),
    lane: homeOf(
      addresses.map(({ network }) => network),
      blueprint,
    ),
  };
}

/** Where it is drawn: in its first lan, else on the first internet network. */
function homeOf(networks: readonly string[], blueprint: Blueprint): string {
  const own = blueprint.networks.filter(({ name, kind }) => networks.includes(name) && kind !== 'openvpn');
  const home =
    own.find(({ kind }) => kind === 'lan') ?? own[0] ?? blueprint.networks.find(({ kind }) => kind !== 'openvpn');
  return home?.name ?? '';
}

function rowsOf(service: Service | undefined, blueprint: Blueprint): readonly Row[] {
  if (!service) return [];
  const { name, role, offers, implied } = service;
  if (implied && tunnelCalled(name, blueprint)) return [{ id: name, service: name, role, tunnel: true }];
  if (implied) return [];
  if (offers.length === 0) return [{ id: name, service: name, role, tunnel: false }];
  return offers.map((port) => ({ id: `${name}:${port.name}`, service: name, role, port, tunnel: false }));
}

const tunnelCalled = (name: string, blueprint: Blueprint): OpenVpn | undefined =>
  blueprint.networks.find((network): network is OpenVpn => network.kind === 'openvpn' && network.name === name);

/** Visitors, and anyone at all where a public port has no visitors of its own. */
function outsiders(blueprint: Blueprint): readonly Actor[] {
  const ids = new Map<string, Actor>();
  for (const flow of shownFlows(blueprint)) {
    const { from } = flow;
    if (from.kind !== 'visitors' && from.kind !== 'world') continue;
    const id = outsiderId(from);
    const addresses =
      from.kind === 'visitors' ? [{ network: from.network, first: from.address, last: from.address }] : [];
    const names = from.kind === 'visitors' ? [from.visitors] : [];
    const rows = [{ id: '', service: '', role: '', tunnel: false }];
    ids.set(id, { id, kind: from.kind, group: id, names, count: 1, site: '', addresses, rows, lane: from.network });
  }
  return [...ids.values()];
}

const outsiderId = (from: Extract<Flow['from'], { kind: 'visitors' | 'world' }>): string =>
  from.kind === 'visitors' ? `visitors:${from.visitors}` : `world:${from.network}`;

/** Without the tunnels' own packets, which are the tunnels, and without "anyone" where visitors are named or nothing is ours. */
function shownFlows(blueprint: Blueprint): readonly Flow[] {
  const services = new Map(blueprint.services.map((service) => [service.id, service] as const));
  const key = ({ to, path }: Flow): string => `${to.service} ${to.port} ${path[0]?.network}`;
  const visited = new Set(blueprint.flows.filter(({ from }) => from.kind === 'visitors').map(key));
  return blueprint.flows.filter((flow) => {
    if (flow.from.kind === 'world') return flow.to.machine !== undefined && !visited.has(key(flow));
    return flow.from.kind !== 'service' || services.get(flow.from.service)?.implied !== true;
  });
}

function* edgesBetweenGroups(blueprint: Blueprint, cast: Cast): Generator<readonly [string, string]> {
  const groupOf = (node: string): string => cast.nodes.get(node)?.group ?? node;
  for (const flow of shownFlows(blueprint)) {
    const gateways = flow.path.flatMap(({ via }) => via ?? []);
    const passed = [...gateways, flow.to.machine ?? flow.to.service].map((name) => groupOf(cast.nodeOf(name)));
    const from = groupOf(startOf(flow, cast).node);
    const steps = [
      ...passed.map((to, index) => [passed[index - 1] ?? from, to] as const),
      [from, passed.at(-1) ?? from] as const,
    ];
    yield* steps.filter(([before, after]) => before !== after);
  }
}

function startOf({ from }: Flow, cast: Cast): Spot {
  if (from.kind === 'visitors' || from.kind === 'world') return { node: outsiderId(from), row: '' };
  const node = cast.nodeOf(from.kind === 'service' ? from.machine : from.service);
  return { node, row: firstRow(cast, node, cast.services.get(from.service)?.name ?? '') };
}

const firstRow = (cast: Cast, node: string, service: string): string =>
  cast.nodes.get(node)?.rows.find((row) => row.service === service)?.id ?? '';

const spoken = ({ to, protocol }: Flow): string => `${to.portName} ${protocol}/${to.port}`;

function linksOf(blueprint: Blueprint, cast: Cast): readonly Link[] {
  const links = new Map<string, Link>();
  const carried = new Map<string, Set<string>>();
  for (const flow of shownFlows(blueprint)) {
    for (const leg of legsOf(flow, blueprint, cast)) {
      if (leg.tunnel)
        carried.set(
          leg.network,
          (carried.get(leg.network) ?? new Set()).add(`${flow.to.service} ${flow.protocol}/${flow.to.port}`),
        );
      else if (leg.from.node !== leg.to.node || leg.from.row !== leg.to.row)
        join(links, leg, leg.isLast ? spoken(flow) : `${spoken(flow)} → ${flow.to.machine ?? flow.to.service}`);
    }
  }
  return [...links.values(), ...tunnelLinks(blueprint, cast, carried)];
}

interface Leg {
  readonly network: string;
  readonly from: Spot;
  readonly to: Spot;
  readonly tunnel: boolean;
  readonly isLast: boolean;
}

/** A flow is drawn network by network; at a gateway it enters or leaves by the tunnel's row. */
function legsOf(flow: Flow, blueprint: Blueprint, cast: Cast): readonly Leg[] {
  const end: Spot = { node: cast.nodeOf(flow.to.machine ?? flow.to.service), row: targetRow(flow, cast) };
  let from = startOf(flow, cast);
  if (flow.path.length === 0) return [{ network: 'lo', from, to: end, tunnel: false, isLast: true }];
  return flow.path.map(({ network, via }, index) => {
    const isTunnel = tunnelCalled(network, blueprint) !== undefined;
    const next = flow.path[index + 1]?.network ?? '';
    const to = via === undefined ? end : { node: cast.nodeOf(via), row: isTunnel ? network : next };
    const leg = { network, from, to, tunnel: isTunnel, isLast: via === undefined };
    from = to;
    return leg;
  });
}

const targetRow = ({ to }: Flow, cast: Cast): string => `${cast.services.get(to.service)?.name ?? ''}:${to.portName}`;

function join(links: Map<string, Link>, { network, from, to }: Leg, label: string): void {
  const id = [to.node, to.row, network, label].join(' ');
  const link = links.get(id) ?? { id, network, from: [], to, label };
  const isNew = !link.from.some(({ node, row }) => node === from.node && row === from.row);
  links.set(id, isNew ? { ...link, from: [...link.from, from] } : link);
}

function tunnelLinks(
  blueprint: Blueprint,
  cast: Cast,
  carried: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Link[] {
  return blueprint.networks.flatMap((network) => {
    if (network.kind !== 'openvpn') return [];
    const { name, server, clients, over, port } = network;
    const nodes = [...new Set(clients.map(cast.nodeOf))].filter((node) => node !== cast.nodeOf(server));
    return [
      {
        id: `tunnel ${name}`,
        network: name,
        from: nodes.map((node) => ({ node, row: name })),
        to: { node: cast.nodeOf(server), row: name },
        label: `${name} udp/${port}`,
        tunnel: { over, carries: [...(carried.get(name) ?? [])] },
      },
    ];
  });
}
