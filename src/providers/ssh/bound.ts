import type { Attachment, Bindings, MachineBinding } from '../../model/bindings.ts';
import type { Blueprint, Machine } from '../../model/blueprint.ts';
import { LabError } from '../../errors/lab-error.ts';
import { formatSubnet, parseAddress, parseSubnet } from '../../blueprint/subnet.ts';
import { existingText } from '../../text/existing.ts';
import type { Host } from './hosts.ts';
import type { OwnAddress, Probe } from './probe.ts';

/** A host that was looked at. */
export interface Seen {
  readonly host: Host;
  readonly hostKey: string;
  readonly probe: Probe;
}

const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === 'localhost' || address === '::1';

/** The address by which the others meet a host, if that is another than its own: behind a one-to-one translator, as in a cloud. */
const metAt = ({ address }: Host, own: string): string | undefined =>
  parseAddress(address) === undefined || isLoopback(address) || address === own ? undefined : address;

/**
 * How a machine of the lab stands on its host: each network is where the user says, else where the host's own address is.
 * @throws LabError `host-no-such-address`
 */
export const bindingOf = (blueprint: Blueprint, machine: Machine, { host, hostKey, probe }: Seen): MachineBinding => {
  const tunnels = blueprint.networks.filter(({ kind }) => kind === 'openvpn').map(({ name }) => name);
  const attached = machine.interfaces.map(({ network }) => network).filter((network) => !tunnels.includes(network));
  const usual = ownOf(probe, host.address) ?? ownOf(probe, probe.connection?.to ?? '') ?? probe.addresses[0];
  const attachments = attached.flatMap((network): readonly (readonly [string, Attachment])[] => {
    const said = host.networks[network];
    const own = said === undefined ? usual : (ownOf(probe, said) ?? noSuchAddress(host, said, network, probe));
    if (own === undefined) return [];
    const met = said === undefined ? metAt(host, own.address) : undefined;
    return [
      [network, { ...own, ...(met !== undefined && { metAt: met, seenAs: [`${met}/32`, `${own.address}/32`] }) }],
    ];
  });
  return {
    ssh: { host: host.address, port: host.port, user: host.user, hostKey },
    management: { port: probe.connection?.port ?? 22, from: [] },
    attachments: Object.fromEntries(attachments),
  };
};

const ownOf = ({ addresses }: Probe, wanted: string): OwnAddress | undefined =>
  addresses.find(({ address }) => address === wanted);

const noSuchAddress = ({ machine }: Host, address: string, network: string, { addresses }: Probe): never => {
  const there = addresses.map((each) => `${each.address} (${each.device})`);
  throw new LabError({
    code: 'host-no-such-address',
    fault: 'usage',
    ...existingText.noSuchAddress(machine, address, network, there),
  });
};

/**
 * As whom visitors are seen: on a lan everybody of its subnets, and this computer as the machines see it; on the internet anyone.
 */
export const visitorsOf = (
  blueprint: Blueprint,
  machines: Bindings['machines'],
  seen: readonly Seen[],
): Bindings['visitors'] => {
  const operators = [...new Set(seen.flatMap(({ probe }) => probe.connection?.from ?? []))].filter(
    (address) => parseAddress(address) !== undefined,
  );
  const networks = blueprint.networks.flatMap((network): readonly (readonly [string, readonly string[]])[] => {
    if (network.kind === 'openvpn') return [];
    const attachments = Object.values(machines).flatMap((each) => each.attachments[network.name] ?? []);
    if (attachments.length === 0) return [];
    if (network.kind === 'internet') return [[network.name, []]];
    const subnets = attachments.flatMap(({ address, prefix }) => parseSubnet(`${address}/${String(prefix)}`) ?? []);
    const outside = operators.filter(
      (address) =>
        !subnets.some(
          ({ base, size }) => (parseAddress(address) ?? 0) >= base && (parseAddress(address) ?? 0) < base + size,
        ),
    );
    return [[network.name, [...new Set(subnets.map(formatSubnet)), ...outside.map((address) => `${address}/32`)]]];
  });
  return Object.fromEntries(networks);
};

/** Whether this computer itself stands where visitors are: not if it reaches hosts by forwarded ports only. */
export const canVisit = (hosts: readonly Host[]): boolean => hosts.some(({ address }) => !isLoopback(address));
