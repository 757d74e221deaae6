import type { Blueprint, Flow } from '../../model/blueprint.ts';
import { outsiderId, shownFlows, tunnelCalled, type Cast } from './cast.ts';
import type { Link, Spot } from './scene.ts';

/** Which group comes before which: users before what they use, gateways in between. */
export function* edgesBetweenGroups(blueprint: Blueprint, cast: Cast): Generator<readonly [string, string]> {
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

/** All arrows and tunnels, those to one port over one network taken together. */
export function linksOf(blueprint: Blueprint, cast: Cast): readonly Link[] {
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
