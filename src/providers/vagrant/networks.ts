import type { Blueprint, Network } from '../../model/blueprint.ts';
import type { Attachment, Bindings, MachineBinding } from '../../model/bindings.ts';
import { contains, overlap, parseAddress, parseSubnet, type Subnet } from '../../blueprint/subnet.ts';
import type { HypervisorName } from './hypervisor.ts';
import type { HostOnly, Vm } from './vm-info.ts';

/** How a machine's network card is made, and what the machine is to have on it. */
export interface Card {
  readonly network: string;
  /** Inside the machine; it is named after the network. */
  readonly device: string;
  readonly address: string;
  readonly prefix: number;
  readonly mac: string;
}

/** The network that machines stand on which VirtualBox lays between them and this computer, in place of the `internet`. */
export interface Stead {
  readonly network: string;
  /** CIDR. */
  readonly subnet: string;
}

/** The addresses that VirtualBox lets host-only networks have everywhere: 192.168.56.0/21, here by /24. */
const allowed: readonly string[] = [63, 62, 61, 60, 59, 58, 57, 56].map((third) => `192.168.${String(third)}.0/24`);

type Known = Pick<Blueprint, 'networks' | 'machines'>;

const isOn = ({ machines }: Known, network: string): readonly string[] =>
  machines.filter(({ interfaces }) => interfaces.some((each) => each.network === network)).map(({ name }) => name);

/** Whether a network is all ours to lay: none of its machines is made elsewhere. */
const isAllOurs = (blueprint: Known, own: readonly string[], network: string): boolean =>
  isOn(blueprint, network).every((machine) => own.includes(machine));

/** The `internet` networks that are laid otherwise than the blueprint says: those whose machines are all ours. */
const laidElsewhere = (blueprint: Known, own: readonly string[]): readonly string[] =>
  blueprint.networks
    .filter(
      ({ kind, name }) => kind === 'internet' && isOn(blueprint, name).length > 0 && isAllOurs(blueprint, own, name),
    )
    .map(({ name }) => name);

/** Whether it is known where each of those lies. */
export const areLaid = (blueprint: Known, own: readonly string[], steads: readonly Stead[]): boolean =>
  laidElsewhere(blueprint, own).every((name) => steads.some(({ network }) => network === name));

/** Where they lie, by what VMs are on: for who has lost the records. `there`: networks of VMs that this computer is on. */
export const steadsUnder = (
  blueprint: Known,
  vms: readonly Pick<Vm, 'adapters'>[],
  there: readonly HostOnly[],
): readonly Stead[] => {
  const adapters = vms.flatMap((vm) => vm.adapters);
  const cards = blueprint.machines.flatMap(({ interfaces }) => interfaces);
  return blueprint.networks.flatMap(({ kind, name }): readonly Stead[] => {
    const macs = cards.filter(({ network }) => network === name).map(({ mac }) => mac);
    const laid = adapters.find(({ mac, network }) => network !== undefined && macs.includes(mac))?.network;
    const address = there.find((each) => each.name === laid)?.address;
    const subnet = allowed.find((cidr) => hostAddress(cidr) === address);
    return kind !== 'internet' || subnet === undefined ? [] : [{ network: name, subnet }];
  });
};

/**
 * Where `internet` networks lie, which VirtualBox would not let have the addresses of the blueprint. Those that were
 * laid before stay; for others the first one that nobody uses. `taken`: addresses of host-only networks that are there.
 */
export const steadsOf = (
  blueprint: Known,
  own: readonly string[],
  { before, taken }: { readonly before: readonly Stead[]; readonly taken: readonly string[] },
): readonly Stead[] => {
  const inUse = blueprint.networks.flatMap(({ kind, subnet }) =>
    kind === 'openvpn' ? [] : (parseSubnet(subnet) ?? []),
  );
  const steads: Stead[] = [];
  for (const name of laidElsewhere(blueprint, own)) {
    const kept = before.find(({ network }) => network === name);
    const subnet =
      kept?.subnet ?? firstFree([...inUse, ...steads.flatMap((each) => parseSubnet(each.subnet) ?? [])], taken);
    if (subnet !== undefined) steads.push({ network: name, subnet });
  }
  return steads;
};

const firstFree = (inUse: readonly Subnet[], taken: readonly string[]): string | undefined =>
  allowed.find((cidr) => {
    const subnet = parseSubnet(cidr);
    if (subnet === undefined || inUse.some((other) => overlap(subnet, other))) return false;
    return !taken.some((address) => contains(subnet, parseAddress(address) ?? 0));
  });

/** The first address of a subnet: this computer's own on a host-only network. */
const hostAddress = (subnet: string): string =>
  subnet.replace(/\d+\/\d+$/, (last) => String(Number.parseInt(last, 10) + 1));

const prefixOf = (subnet: string): number => Number(subnet.split('/')[1]);

/** The network cards of a machine beyond the first one, which is the NAT by which it is managed. */
export const cardsOf = (blueprint: Known, steads: readonly Stead[], machine: string): readonly Card[] => {
  const interfaces = blueprint.machines.find(({ name }) => name === machine)?.interfaces ?? [];
  return interfaces.flatMap(({ network, device, address, prefix, mac }): readonly Card[] => {
    const kind = blueprint.networks.find(({ name }) => name === network)?.kind;
    if (mac === undefined || kind === 'openvpn') return [];
    if (kind === 'lan') return [{ network, device, address, prefix, mac }];
    const stead = steads.find((each) => each.network === network);
    if (stead === undefined) return [];
    const host = 10 + isOn(blueprint, network).indexOf(machine);
    const moved = stead.subnet.replace(/\d+\/\d+$/, String(host));
    return [{ network, device, address: moved, prefix: prefixOf(stead.subnet), mac }];
  });
};

/** CIDR of the networks that the lab's VMs lay on this computer, and that a machine is not on. */
export const foreignTo = (
  blueprint: Known,
  own: readonly string[],
  steads: readonly Stead[],
  machine: string,
): readonly string[] => {
  const laid = own.flatMap((name) => cardsOf(blueprint, steads, name)).map(({ network }) => network);
  const mine = cardsOf(blueprint, steads, machine).map(({ network }) => network);
  const subnetOf = ({ kind, name, subnet }: Network): string =>
    kind === 'lan' ? subnet : (steads.find(({ network }) => network === name)?.subnet ?? subnet);
  return blueprint.networks
    .filter(({ kind, name }) => kind !== 'openvpn' && laid.includes(name) && !mine.includes(name))
    .map(subnetOf);
};

/** Where a VM's SSH server is met. */
export interface SshPlace {
  readonly host: string;
  readonly port: number;
}

/** VirtualBox's NAT: the machine's own address behind it, and as whom this computer comes in. */
const virtualBoxNat = { address: '10.0.2.15', prefix: 24, gateway: '10.0.2.2' } as const;

/** A VM that is met by a port of this computer is behind VirtualBox's NAT; else its address is on libvirt's own network. */
const natOf = ({ host }: SshPlace) =>
  host === '127.0.0.1' ? virtualBoxNat : { address: host, prefix: 24, gateway: host.replace(/\d+$/, '1') };

/**
 * By `internet` network: its own card on it, or else the NAT; `undefined` where it is not known yet how that is met.
 * Who is behind a NAT calls out from anywhere, and is called by nobody.
 */
const attachmentsOf = (
  blueprint: Known,
  steads: readonly Stead[],
  machine: string,
  nat: Pick<Attachment, 'device' | 'address' | 'prefix'> | undefined,
): MachineBinding['attachments'] | undefined => {
  const cards = cardsOf(blueprint, steads, machine);
  const interfaces = blueprint.machines.find(({ name }) => name === machine)?.interfaces ?? [];
  const internet = interfaces
    .map(({ network }) => network)
    .filter((network) => blueprint.networks.find(({ name }) => name === network)?.kind === 'internet');
  const found = internet.flatMap((network): readonly (readonly [string, Attachment])[] => {
    const card = cards.find((each) => each.network === network);
    if (card !== undefined) {
      const { device, address, prefix } = card;
      return [[network, { device, address, prefix }]];
    }
    return nat === undefined ? [] : [[network, { ...nat, seenAs: [], onlyCalls: true }]];
  });
  return found.length < internet.length ? undefined : Object.fromEntries(found);
};

/**
 * Where the others will find a machine that does not run yet; `undefined` where its hypervisor has yet to give it an
 * address. What its device will be called, behind which the NAT is, concerns nobody else.
 */
export const expectedOf = (
  blueprint: Known,
  steads: readonly Stead[],
  { machine, hypervisor }: { readonly machine: string; readonly hypervisor: HypervisorName },
): MachineBinding | undefined => {
  const { address, prefix } = virtualBoxNat;
  const nat = hypervisor === 'virtualbox' ? { device: 'nat', address, prefix } : undefined;
  const attachments = attachmentsOf(blueprint, steads, machine, nat);
  return attachments && { attachments };
};

/** What is known of a machine that runs: where its SSH server is met, and its addresses that are not the blueprint's. */
export const bindingOf = (
  blueprint: Known,
  steads: readonly Stead[],
  { machine, ssh, natDevice }: { readonly machine: string; readonly ssh: SshPlace; readonly natDevice: string },
): MachineBinding => {
  const { address, prefix, gateway } = natOf(ssh);
  return {
    ssh: { ...ssh, user: 'root' },
    management: { port: 22, from: [`${gateway}/32`] },
    attachments: attachmentsOf(blueprint, steads, machine, { device: natDevice, address, prefix }) ?? {},
  };
};

/** As whom visitors at this computer are seen: by its own address on the networks that were laid in another's place. */
export const visitorsOf = (steads: readonly Stead[]): Bindings['visitors'] =>
  Object.fromEntries(steads.map(({ network, subnet }) => [network, [`${hostAddress(subnet)}/32`]]));

/** This computer's own address on a network, if it is on it. */
export const hereOn = (network: Network | undefined, steads: readonly Stead[]): string | undefined => {
  if (network === undefined || network.kind === 'openvpn') return undefined;
  if (network.kind === 'lan') return network.vantage;
  const stead = steads.find((each) => each.network === network.name);
  return stead && hostAddress(stead.subnet);
};
