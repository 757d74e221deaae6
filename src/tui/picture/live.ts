import type { Blueprint } from '../../model/blueprint.ts';
import type { ServiceStatus } from '../../model/status.ts';
import type { Link, Scene, SceneNode, Spot } from '../../report/graph/scene.ts';
import type { MachineStatus, StatusResult } from '../../verbs/results.ts';

/** What goes along an arrow or a tunnel at the moment. Absent: nobody can tell. */
export interface Flowing {
  /** Requests, or bytes. */
  readonly perSecond: number;
  readonly failedPerSecond: number;
  readonly unit: 'requests' | 'bytes';
}

/** What is known of the picture's parts now. */
export interface Live {
  /** The machines that a node stands for, with what is known of them. */
  readonly machinesOf: (node: SceneNode) => readonly (MachineStatus | undefined)[];
  /** A service on the machines that a node stands for. */
  readonly servicesOf: (node: SceneNode, service: string) => readonly (ServiceStatus | undefined)[];
  /** From one end of a link to its other end. */
  readonly along: (link: Link, from: Spot) => Flowing | undefined;
}

/** Lays the newest readings over a scene. */
export const liveOf = (scene: Scene, blueprint: Blueprint, status: StatusResult | undefined): Live => {
  const machines = new Map(status?.machines.map((each) => [each.machine.name, each]));
  const services = new Map(status?.machines.flatMap((each) => each.services.map((service) => [service.id, service])));
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  const namesOf = (node: SceneNode): readonly string[] =>
    node.kind !== 'machine'
      ? []
      : node.count === 1
        ? node.names
        : blueprint.machines.filter(({ group }) => group === node.group).map(({ name }) => name);
  const idsAt = ({ node: id, row }: Spot): readonly string[] => {
    const node = nodes.get(id);
    const service = node?.rows.find((each) => each.id === row)?.service;
    return node === undefined || service === undefined ? [] : namesOf(node).map((machine) => `${service}@${machine}`);
  };
  return {
    machinesOf: (node) => namesOf(node).map((machine) => machines.get(machine)),
    servicesOf: (node, service) => namesOf(node).map((machine) => services.get(`${service}@${machine}`)),
    along: (link, from) => {
      if (link.tunnel !== undefined) return throughTunnel(link.network, blueprint, machines);
      const targets = new Set(idsAt(link.to));
      const outside = nodes.get(from.node)?.kind !== 'machine';
      const traffic = (outside ? [...targets] : idsAt(from)).flatMap((id) => services.get(id)?.traffic ?? []);
      const shares = outside
        ? traffic
        : traffic.flatMap((each) => each.targets.filter(({ service }) => targets.has(service)));
      return shares.length === 0 ? undefined : { ...sumOf(shares), unit: 'requests' };
    },
  };
};

const sumOf = (
  shares: readonly { readonly perSecond: number; readonly failedPerSecond: number }[],
): Pick<Flowing, 'perSecond' | 'failedPerSecond'> => ({
  perSecond: shares.reduce((sum, each) => sum + each.perSecond, 0),
  failedPerSecond: shares.reduce((sum, each) => sum + each.failedPerSecond, 0),
});

/** As its server's device counts it, both ways. */
const throughTunnel = (
  name: string,
  { networks, machines: planned }: Blueprint,
  machines: ReadonlyMap<string, MachineStatus>,
): Flowing | undefined => {
  const network = networks.find((each) => each.name === name);
  if (network?.kind !== 'openvpn') return undefined;
  const device = planned
    .find((machine) => machine.name === network.server)
    ?.interfaces.find((each) => each.network === name)?.device;
  const counted = machines.get(network.server)?.load?.devices.find((each) => each.device === device);
  const [received, sent] = [counted?.receivedPerSecond ?? null, counted?.sentPerSecond ?? null];
  if (received === null || sent === null) return undefined;
  return { perSecond: received + sent, failedPerSecond: 0, unit: 'bytes' };
};
