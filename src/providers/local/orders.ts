import type { Blueprint, Interface, Machine, Visitors } from '../../model/blueprint.ts';
import { LabError } from '../../errors/lab-error.ts';
import { localTexts } from '../../text/local.ts';
import type { LimitRaise, PlannedLab, ProviderLab } from '../provider.ts';
import { limitKeys } from './protocol.ts';
import type {
  CreateRequest,
  InterfaceOrder,
  MachineIdentity,
  MachineOrder,
  NetworkOrder,
  PrepareRequest,
  Publication,
  Request,
} from './protocol.ts';

const prefixOf = (subnet: string): number => Number(subnet.split('/')[1]);

const crowdOrder = (crowd: string): NonNullable<NetworkOrder['crowd']> => ({
  base: crowd.split('/')[0] ?? '',
  prefix: prefixOf(crowd),
});

/** The switches of a blueprint; tunnels are made inside the machines. */
export const networkOrders = ({ networks }: Blueprint): NetworkOrder[] =>
  networks.flatMap((network) =>
    network.kind === 'openvpn'
      ? []
      : [
          {
            name: network.name,
            vantage: network.vantage,
            prefix: prefixOf(network.subnet),
            ...(network.crowd !== undefined && { crowd: crowdOrder(network.crowd) }),
          },
        ],
  );

const interfaceOrder = ({ network, device, address, prefix, mac, link }: Interface): InterfaceOrder[] =>
  mac === undefined ? [] : [{ network, device, address, prefix, mac, link }];

/** What a machine of a blueprint is to be. */
export const machineOrder = ({ name, size, packages, interfaces, runsContainers }: Machine): MachineOrder => ({
  name,
  size: { cpus: size.cpus, memoryMiB: size.memoryMiB, diskGiB: size.diskGiB },
  packages: [...packages],
  interfaces: interfaces.flatMap(interfaceOrder),
  ...(runsContainers && { containers: true as const }),
});

/** Where visitors are led: to each of the services they visit, at its address on their network. A port asked for is the first one's. */
const publicationsFor = (
  { machines, services }: Blueprint,
  { name, network, to, port, listen }: Visitors,
): Publication[] =>
  to
    .flatMap((id) => {
      const machineName = services.find((service) => service.id === id)?.machine;
      const machine = machines.find((each) => each.name === machineName);
      return machine?.interfaces.find((each) => each.network === network)?.address ?? [];
    })
    .map((address, index) => ({
      visitors: name,
      address,
      port,
      ...(listen === undefined || index > 0 ? {} : { listen }),
    }));

/** The loopback ports that a blueprint asks for, and where they lead. */
export const publications = (blueprint: Blueprint): Publication[] =>
  blueprint.visitors.flatMap((visitors) => publicationsFor(blueprint, visitors));

/** Limits of the kernel's that are to be raised; the program that runs as root knows which may be. */
export const raiseRequest = (limits: readonly LimitRaise[]): Request => ({
  operation: 'raise',
  limits: limits.flatMap(({ key, value }) => {
    const known = limitKeys.find((each) => each === key);
    return known === undefined ? [] : [{ key: known, value }];
  }),
});

/** What of a lab can be made before it: the images of its machines. */
export const prepareRequest = ({ blueprint, own }: PlannedLab): PrepareRequest => ({
  operation: 'prepare',
  packages: blueprint.machines.filter(({ name }) => own.includes(name)).map(({ packages }) => [...packages]),
});

const identityOf = ({ authorizedKey, hostKeys }: ProviderLab, machine: string): MachineIdentity => {
  const hostKey = hostKeys[machine];
  if (hostKey === undefined)
    throw new LabError({ code: 'no-host-key', fault: 'bug', message: localTexts.noHostKey(machine) });
  return { authorizedKey, hostKey: { privateKey: hostKey.privateKey.reveal(), publicKey: hostKey.publicKey } };
};

/**
 * What the root program is asked to make. It carries private keys: it is a line on a pipe, never an argument.
 * `only`: these machines.
 */
export const createRequest = (lab: ProviderLab, only?: readonly string[]): CreateRequest => ({
  operation: 'create',
  lab: { id: lab.identity.id, name: lab.identity.name, folder: lab.identity.folder },
  networks: networkOrders(lab.blueprint),
  machines: lab.blueprint.machines
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((machine) => ({ ...machineOrder(machine), identity: identityOf(lab, machine.name) })),
  published: publications(lab.blueprint),
});
