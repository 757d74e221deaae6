import type { Blueprint, Flow, Machine, OpenVpn, Service } from '../../model/blueprint.ts';
import type { Row, SceneNode } from './scene.ts';

/** Machines of a group are drawn one by one up to this many, then as a stack. */
const separately = 3;

/** A node before it has a column. */
export type Actor = Omit<SceneNode, 'column'>;
/** Who is in the picture. */
export interface Cast {
  readonly nodes: ReadonlyMap<string, Actor>;
  /** The node that shows a machine or managed service. */
  readonly nodeOf: (name: string) => string;
  readonly services: ReadonlyMap<string, Service>;
}

/** Everybody in the picture: outsiders, machines or stacks of them, managed services. */
export function castOf(blueprint: Blueprint): Cast {
  const services = new Map(blueprint.services.map((service) => [service.id, service] as const));
  const shownBy = stacksOf(blueprint);
  const stacks = grouped(blueprint.machines, ({ name }) => shownBy.get(name) ?? name);
  const machines = [...stacks].map(([id, members]) => machineNode(id, members, blueprint, services));
  const managed = blueprint.services.flatMap((service) => (service.managed ? [managedNode(service, blueprint)] : []));
  const outside = outsiders(blueprint);
  return {
    nodes: new Map([...outside, ...machines, ...managed].map((node) => [node.id, node] as const)),
    nodeOf: (name) => shownBy.get(name) ?? name,
    services,
  };
}

const signature = ({ interfaces, services, site }: Machine): string =>
  JSON.stringify([site, interfaces.map(({ network }) => network), services.map((id) => id.split('@')[0])]);

function grouped(
  machines: readonly Machine[],
  by: (machine: Machine) => string,
): ReadonlyMap<string, readonly Machine[]> {
  const groups = new Map<string, Machine[]>();
  for (const machine of machines) {
    const group = groups.get(by(machine)) ?? [];
    groups.set(by(machine), group);
    group.push(machine);
  }
  return groups;
}

/** The node that shows each machine: those of a group that look alike are one if there are many of them. */
function stacksOf(blueprint: Blueprint): ReadonlyMap<string, string> {
  const groups = grouped(blueprint.machines, ({ group }) => group);
  return new Map(
    [...groups].flatMap(([group, members]) => {
      const isStack =
        members.length > (talkAmongThemselves(members, blueprint) ? 1 : separately) &&
        new Set(members.map(signature)).size === 1;
      return members.map(({ name }) => [name, isStack ? `${group}*` : name] as const);
    }),
  );
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

/** The tunnel of that name. */
export const tunnelCalled = (name: string, blueprint: Blueprint): OpenVpn | undefined =>
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

/** The node of those who look in from outside. */
export const outsiderId = (from: Extract<Flow['from'], { kind: 'visitors' | 'world' }>): string =>
  from.kind === 'visitors' ? `visitors:${from.visitors}` : `world:${from.network}`;

/** Without the tunnels' own packets, which are the tunnels, and without "anyone" where visitors are named or nothing is ours. */
export function shownFlows(blueprint: Blueprint): readonly Flow[] {
  const services = new Map(blueprint.services.map((service) => [service.id, service] as const));
  const key = ({ to, path }: Flow): string => `${to.service} ${to.port} ${path[0]?.network}`;
  const visited = new Set(blueprint.flows.filter(({ from }) => from.kind === 'visitors').map(key));
  return blueprint.flows.filter((flow) => {
    if (flow.from.kind === 'world') return flow.to.machine !== undefined && !visited.has(key(flow));
    return flow.from.kind !== 'service' || services.get(flow.from.service)?.implied !== true;
  });
}
