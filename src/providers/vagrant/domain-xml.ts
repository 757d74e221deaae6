import type { Adapter, HostOnly, Vm } from './vm-info.ts';

/** What `virsh dumpxml` does not tell. */
export interface Circumstances {
  /** libvirt's word: `running`, `shut off`, `paused`, … */
  readonly state: string;
  readonly since: Date;
  readonly address: string | undefined;
}

/** The network by which Vagrant enters VMs of libvirt's, and by which they reach the world: all labs' machines are on it. */
export const managementNetwork = 'vagrant-libvirt';

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const element = (xml: string, name: string): string =>
  unescape(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1] ?? '');

const attribute = (xml: string, name: string, key: string): string =>
  unescape(new RegExp(`<${name}(?: [^>]*)? ${key}='([^']*)'`).exec(xml)?.[1] ?? '');

/** libvirt's words for what a VM is at, in VirtualBox's. */
const states: Readonly<Record<string, string>> = {
  running: 'running',
  'shut off': 'poweroff',
  paused: 'paused',
  'in shutdown': 'stopping',
  crashed: 'aborted',
  pmsuspended: 'paused',
};

/** Reads a domain, as libvirt writes it: its own XML, of which what is looked for has neither comments nor namespaces. */
export const parseDomain = (xml: string, { state, since, address }: Circumstances): Vm => ({
  id: element(xml, 'uuid'),
  name: element(xml, 'name'),
  state: states[state] ?? state,
  since,
  memoryMiB: Math.round(Number(element(xml, 'memory')) / 1024),
  cpus: Number(element(xml, 'vcpu')),
  description: element(xml, 'description'),
  adapters: [...xml.matchAll(/<interface [^]*?<\/interface>/g)].map(([card], index) => adapterOf(card, index)),
  disks: [...xml.matchAll(/<disk (?:[^>]* )?device='disk'[^]*?<\/disk>/g)].flatMap(
    ([disk]) => attribute(disk, 'source', 'file') || [],
  ),
  ...(address !== undefined && { address }),
});

const adapterOf = (card: string, index: number): Adapter => {
  const network = attribute(card, 'source', 'network');
  const type = network === managementNetwork ? 'nat' : 'hostonly';
  return { number: index + 1, type, mac: attribute(card, 'mac', 'address').toLowerCase(), network, forwards: [] };
};

/** Where a pool of disks lies, in what `virsh pool-dumpxml` printed. */
export const parsePool = (xml: string): string => element(xml, 'path');

/** A network that libvirt lays. */
export const parseNetwork = (xml: string): HostOnly => ({
  name: element(xml, 'name'),
  address: attribute(xml, 'ip', 'address'),
});

/** The address in what `virsh domifaddr` printed; of the card with that hardware address. */
export const addressIn = (printed: string, mac: string): string | undefined =>
  printed
    .split('\n')
    .find((line) => line.toLowerCase().includes(mac))
    ?.match(/ipv4\s+([0-9.]+)\//)?.[1];
