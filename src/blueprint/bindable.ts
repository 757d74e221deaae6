import type { Attachment, Bindings } from '../model/bindings.ts';
import type { Blueprint, Machine } from '../model/blueprint.ts';
import type { Sentence } from '../model/sentence.ts';
import { apartOnLan, nobodyCanCall, overlapsTunnel } from '../text/bindings.ts';
import { contains, overlap, parseAddress, parseSubnet, type Subnet } from './subnet.ts';

/** What of a blueprint cannot hold where it was observed to stand: each in a sentence that says what to do. */
export function contradictions(blueprint: Blueprint, bindings: Bindings): readonly Sentence[] {
  return [
    ...blueprint.flows.flatMap(({ id, to, path }) => {
      const network = path.at(-1)?.network ?? '';
      return attachment(bindings, to.machine, network)?.onlyCalls ? [nobodyCanCall(id, to.machine ?? '', network)] : [];
    }),
    ...blueprint.machines.flatMap((machine) => farNextHops(blueprint, bindings, machine)),
    ...blueprint.machines.flatMap((machine) => overlaps(blueprint, bindings, machine)),
  ];
}

const attachment = (bindings: Bindings, machine: string | undefined, network: string): Attachment | undefined =>
  bindings.machines[machine ?? '']?.attachments[network];

const around = ({ address, prefix }: Attachment): Subnet | undefined => parseSubnet(`${address}/${String(prefix)}`);

/** A packet can be handed only to somebody on the same switch. */
function farNextHops(blueprint: Blueprint, bindings: Bindings, { name, routes }: Machine): readonly Sentence[] {
  return routes.flatMap(({ via, device: network }) => {
    const next = blueprint.machines.find(({ interfaces }) => interfaces.some(({ address }) => address === via));
    const [here, there] = [attachment(bindings, name, network), attachment(bindings, next?.name, network)];
    if (via === undefined || here === undefined || there === undefined) return [];
    const subnet = around(here);
    const isNear = subnet !== undefined && contains(subnet, parseAddress(there.address) ?? 0);
    return isNear ? [] : [apartOnLan(network, [name, here.address], [next?.name ?? '', there.address])];
  });
}

/** The tunnel's addresses would hide the machine's own neighbours. */
function overlaps(blueprint: Blueprint, bindings: Bindings, { name }: Machine): readonly Sentence[] {
  const own = Object.values(bindings.machines[name]?.attachments ?? {});
  const tunnels = blueprint.networks.filter(({ kind }) => kind === 'openvpn');
  return tunnels.flatMap((tunnel) => {
    const subnet = parseSubnet(tunnel.subnet);
    const hit = own.find((each) => {
      const beside = around(each);
      return beside !== undefined && subnet !== undefined && overlap(subnet, beside);
    });
    return hit ? [overlapsTunnel(tunnel.name, tunnel.subnet, name, `${hit.address}/${String(hit.prefix)}`)] : [];
  });
}
