import { contains, parseAddress, parseSubnet } from '../blueprint/subnet.ts';
import type { Blueprint, Flow, Machine, Protocol } from '../model/blueprint.ts';
import type { Place } from './place.ts';
import { placeOfSource, placesOf } from './place.ts';

/** What must be closed: a port of a machine, at these of its addresses, to a place. */
export interface Cell {
  readonly from: Place;
  readonly to: Machine;
  readonly port: number;
  readonly protocol: Protocol;
  readonly addresses: readonly string[];
}

/**
 * Every place against every port that any service of the lab listens on, at every address of every other machine, but for
 * the declared flows. All ports on all machines: what must not be there is asked for too. UDP only where a refusal is
 * heard: between machines on one network, at addresses that they have themselves. A translator on the way keeps quiet, and
 * what comes back another way is thrown away by the firewalls there.
 */
export const closedCells = (blueprint: Blueprint): readonly Cell[] => {
  const ports = servicePorts(blueprint);
  return placesOf(blueprint)
    .flatMap((from) =>
      blueprint.machines
        .filter(({ name }) => name !== from.name)
        .flatMap((to) =>
          ports.map((port) => ({ from, to, ...port, addresses: closedAddresses(blueprint, from, to, port) })),
        ),
    )
    .filter(({ addresses }) => addresses.length > 0);
};

type ServicePort = Pick<Cell, 'port' | 'protocol'>;

const servicePorts = ({ services }: Blueprint): readonly ServicePort[] => {
  const offers = services.filter(({ machine }) => machine !== undefined).flatMap((service) => service.offers);
  const ports = offers.map(({ port, protocol }) => [`${protocol} ${String(port)}`, { port, protocol }] as const);
  return [...new Map(ports).values()].sort((a, b) => a.port - b.port);
};

/** The flows that begin at a place; of TCP if nothing else is said. */
export const flowsFrom = (blueprint: Blueprint, place: Place, spoken: Protocol = 'tcp'): readonly Flow[] =>
  blueprint.flows.filter(({ from, protocol }) => protocol === spoken && begins(blueprint, from, place));

// What anyone on a network may do, the machines on it may do too.
const begins = (blueprint: Blueprint, from: Flow['from'], place: Place): boolean =>
  placeOfSource(blueprint, from)?.name === place.name ||
  (from.kind === 'world' && place.kind === 'machine' && isOn(place.machine, from.network)) ||
  (from.kind === 'visitors' && from.anyOf !== undefined && isAmong(from.anyOf, place));

/** Whether a place is let in with all others of these addresses. Where visitors are, this computer is, whatever network they visit. */
const isAmong = (cidrs: readonly string[], place: Place): boolean => {
  if (place.kind === 'network' || cidrs.length === 0) return true;
  const subnets = cidrs.flatMap((cidr) => parseSubnet(cidr) ?? []);
  return place.machine.interfaces.some(({ address }) =>
    subnets.some((subnet) => contains(subnet, parseAddress(address) ?? 0)),
  );
};

const isOn = ({ interfaces }: Machine, network: string): boolean => interfaces.some((each) => each.network === network);

/** Where a machine can be met: by each address once, and not where a translator lets nobody in. */
export const reachable = ({
  interfaces,
}: Machine): readonly { readonly network: string; readonly address: string; readonly translated: boolean }[] => {
  const met = interfaces
    .filter(({ onlyCalls }) => onlyCalls !== true)
    .map(({ network, address, metAt }) => ({ network, address: metAt ?? address, translated: metAt !== undefined }));
  return met.filter(({ address }, index) => met.findIndex((each) => each.address === address) === index);
};

const closedAddresses = (
  blueprint: Blueprint,
  from: Place,
  to: Machine,
  { port, protocol }: ServicePort,
): readonly string[] => {
  const allowed = flowsFrom(blueprint, from, protocol).filter(
    (flow) => flow.to.machine === to.name && flow.to.port === port,
  );
  const internets = blueprint.networks.filter(({ kind }) => kind === 'internet').map(({ name }) => name);
  const isHeard = (network: string): boolean => from.kind === 'machine' && isOn(from.machine, network);
  const arrivesElsewhere = (network: string): boolean =>
    internets.includes(network) || (from.kind === 'machine' ? isOn(from.machine, network) : from.network === network);
  return (
    reachable(to)
      .filter(({ network, translated }) => protocol === 'tcp' || (isHeard(network) && !translated))
      .filter(({ address }) => !allowed.some((flow) => flow.to.address === address))
      // Linux answers for all its addresses on every device: where a flow is allowed, another address of the same machine
      // that lies no nearer is reached by the very same rule, and nothing more is open for it.
      .filter(({ network }) => allowed.length === 0 || arrivesElsewhere(network))
      .map(({ address }) => address)
  );
};
