import type { Attachment, Bindings } from '../model/bindings.ts';
import type {
  Blueprint,
  FirewallRule,
  Flow,
  FlowSource,
  Machine,
  Network,
  Route,
  Service,
} from '../model/blueprint.ts';
import { formatSubnet, parseSubnet } from './subnet.ts';

/**
 * The blueprint with what was observed in the place of what was planned: devices, addresses, next hops, who is seen as whom,
 * and the way in for management. Pure; where nothing was observed, nothing changes.
 */
export function bind(blueprint: Blueprint, bindings: Bindings): Blueprint {
  const world = new World(blueprint, bindings);
  const flows = blueprint.flows.map((flow) => boundFlow(world, flow));
  return {
    ...blueprint,
    networks: blueprint.networks.map((network) => boundNetwork(world, network)),
    machines: blueprint.machines.map((machine) => boundMachine(world, machine)),
    services: blueprint.services.map((service) => boundService(service, flows)),
    flows,
  };
}

/** What was planned, and what came of it. */
class World {
  readonly blueprint: Blueprint;
  readonly bindings: Bindings;

  constructor(blueprint: Blueprint, bindings: Bindings) {
    this.blueprint = blueprint;
    this.bindings = bindings;
  }

  attachment(machine: string | undefined, network: string): Attachment | undefined {
    return this.bindings.machines[machine ?? '']?.attachments[network];
  }

  device(machine: string, network: string): string {
    return this.attachment(machine, network)?.device ?? network;
  }

  /** Whose planned address that is, and in which network. */
  holder(address: string): { readonly machine: string; readonly network: string } | undefined {
    for (const { name, interfaces } of this.blueprint.machines) {
      const found = interfaces.find((each) => each.address === address);
      if (found) return { machine: name, network: found.network };
    }
    return undefined;
  }

  /** A planned address, as its machine itself has it. */
  own(address: string): string {
    const holder = this.holder(address);
    return (holder && this.attachment(holder.machine, holder.network)?.address) ?? address;
  }

  /** A planned address, as the others dial it. */
  met(address: string): string {
    const holder = this.holder(address);
    const attachment = holder && this.attachment(holder.machine, holder.network);
    return attachment?.metAt ?? attachment?.address ?? address;
  }

  /** As whom the sender at a planned address is seen: CIDRs; none: anyone. */
  seen(address: string): readonly string[] {
    const holder = this.holder(address);
    const attachment = holder && this.attachment(holder.machine, holder.network);
    return attachment?.seenAs ?? [`${attachment?.address ?? address}/32`];
  }

  flow(id: string): Flow | undefined {
    return this.blueprint.flows.find((flow) => flow.id === id);
  }
}

/** A host's own CIDR as an address; `fallback` for anything wider. */
const single = (cidrs: readonly string[], fallback: string): string => {
  const [only, another] = cidrs;
  return only?.endsWith('/32') && another === undefined ? only.slice(0, -'/32'.length) : fallback;
};

function boundFlow(world: World, flow: Flow): Flow {
  // Within one machine nothing is translated.
  const address = flow.path.length === 0 ? world.own(flow.to.address) : world.met(flow.to.address);
  return { ...flow, from: boundSource(world, flow.from), to: { ...flow.to, address } };
}

function boundSource(world: World, from: FlowSource): FlowSource {
  if (from.kind === 'service') return { ...from, address: single(world.seen(from.address), world.own(from.address)) };
  if (from.kind !== 'visitors') return from;
  const seen = world.bindings.visitors[from.network];
  if (seen === undefined) return from;
  const only = single(seen, '');
  return only === '' ? { ...from, anyOf: seen } : { ...from, address: only };
}

const boundService = (service: Service, flows: readonly Flow[]): Service => ({
  ...service,
  uses: service.uses.map((use) => ({
    ...use,
    targets: use.targets.map((target) => ({
      ...target,
      address: flows.find(({ id }) => id === target.flow)?.to.address ?? target.address,
    })),
  })),
});

function boundNetwork(world: World, network: Network): Network {
  if (network.kind === 'openvpn') {
    const behind = Object.entries(network.behind).map(
      ([client, subnets]) => [client, subnets.flatMap((subnet) => membersOf(world, subnet, endsOf(network)))] as const,
    );
    return { ...network, behind: Object.fromEntries(behind) };
  }
  const around = attachmentsTo(world, network.name).flatMap(({ address, prefix }) => {
    const subnet = parseSubnet(`${address}/${String(prefix)}`);
    return subnet ? [formatSubnet(subnet)] : [];
  });
  const [subnet, other] = [...new Set(around)];
  return subnet === undefined || other !== undefined ? network : { ...network, subnet };
}

const attachmentsTo = (world: World, network: string): readonly Attachment[] =>
  world.blueprint.machines.flatMap(({ name }) => world.attachment(name, network) ?? []);

const endsOf = (network: Network | undefined): readonly string[] =>
  network?.kind === 'openvpn' ? [network.server, ...network.clients] : [];

/**
 * What a planned subnet is in truth: itself, or each machine on it where these were bound to addresses of their own. `without`:
 * those by whom the way leads; they are met nearer, and what carries the way must not be sent along it.
 */
function membersOf(world: World, subnet: string, without: readonly string[]): readonly string[] {
  const network = world.blueprint.networks.find((each) => each.subnet === subnet);
  if (network === undefined || attachmentsTo(world, network.name).length === 0) return [subnet];
  return world.blueprint.machines.flatMap(({ name, interfaces }) => {
    const planned = interfaces.find((each) => each.network === network.name);
    return planned === undefined || without.includes(name) ? [] : [`${world.own(planned.address)}/32`];
  });
}

function boundMachine(world: World, machine: Machine): Machine {
  const { name, interfaces, routes, hosts, firewall } = machine;
  return {
    ...machine,
    interfaces: interfaces.map((each) => {
      const found = world.attachment(name, each.network);
      if (found === undefined) return each;
      const { device, address, prefix, metAt, onlyCalls } = found;
      return {
        ...each,
        device,
        address,
        prefix,
        ...(metAt !== undefined && { metAt }),
        ...(onlyCalls && { onlyCalls }),
      };
    }),
    routes: routes.flatMap((route) => boundRoutes(world, name, route)),
    hosts: Object.fromEntries(Object.entries(hosts).map(([host, address]) => [host, world.met(address)])),
    firewall: {
      input: [...managementRules(world, name), ...firewall.input.map((rule) => boundRule(world, name, rule))],
      forward: firewall.forward.map((rule) => boundRule(world, name, rule)),
    },
  };
}

function boundRoutes(world: World, machine: string, route: Route): readonly Route[] {
  const { destination, via, device } = route;
  const nextHop = via === undefined ? undefined : world.holder(via)?.machine;
  const tunnel = endsOf(world.blueprint.networks.find(({ name }) => name === device));
  const bound = {
    ...route,
    device: world.device(machine, device),
    ...(via !== undefined && { via: world.own(via) }),
  };
  return membersOf(world, destination, [machine, ...tunnel, ...(nextHop === undefined ? [] : [nextHop])]).map(
    (each) => ({ ...bound, destination: each }),
  );
}

/** First of all, so that whoever reads the rules sees how the machine is managed. */
function managementRules(world: World, machine: string): readonly FirewallRule[] {
  const management = world.bindings.machines[machine]?.management;
  if (management === undefined) return [];
  const { port, device, from } = management;
  return [{ flow: 'management', ...(device !== undefined && { inDevice: device }), from, protocol: 'tcp', port }];
}

function boundRule(world: World, machine: string, rule: FirewallRule): FirewallRule {
  const { inDevice, outDevice, to } = rule;
  return {
    ...rule,
    ...(inDevice !== undefined && { inDevice: world.device(machine, inDevice) }),
    ...(outDevice !== undefined && { outDevice: world.device(machine, outDevice) }),
    ...(to !== undefined && { to: world.own(to) }),
    from: boundSenders(world, rule),
  };
}

function boundSenders(world: World, { flow: id, from }: FirewallRule): readonly string[] {
  const source = world.flow(id)?.from;
  if (source?.kind === 'service') return world.seen(source.address);
  if (source?.kind === 'visitors') return world.bindings.visitors[source.network] ?? from;
  return from;
}
