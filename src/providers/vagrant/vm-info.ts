import { formatAddress, parseAddress } from '../../blueprint/subnet.ts';

/** A VM, as its hypervisor tells of it: `VBoxManage showvminfo --machinereadable`, `virsh dumpxml`. */
export interface Vm {
  readonly id: string;
  readonly name: string;
  /** VirtualBox's word: `running`, `poweroff`, `saved`, `paused`, `aborted`, … */
  readonly state: string;
  /** Of `state`. */
  readonly since: Date;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly description: string;
  readonly adapters: readonly Adapter[];
  /** The files that are its disks: of those with snapshots, what was written since the last one. */
  readonly disks: readonly string[];
  /** Where it is met while it runs, if not by a forwarded port. */
  readonly address?: string;
}

/** A network card that is there. */
export interface Adapter {
  /** From 1. */
  readonly number: number;
  /** `nat`, `hostonly`, `hostonlynetwork`, `intnet`, `bridged`. */
  readonly type: string;
  /** `02:…`, lower case. */
  readonly mac: string;
  /** Of the host-only interface or network, if it is one. */
  readonly network?: string;
  /** Ports of this computer that lead in by it. */
  readonly forwards: readonly Forward[];
}

export interface Forward {
  readonly hostPort: number;
  readonly guestPort: number;
}

/** `key="value"` and `key=value`; what is quoted may go over several lines, and has `\"` and `\\` for `"` and `\`. */
const fieldPattern = /^(?:"([^"]+)"|([^"=\n]+))=(?:"((?:[^"\\]|\\.)*)"|(.*))$/gm;

const unescaped = (value: string): string => value.replace(/\\(["\\])/g, '$1');

/** Names in what `VBoxManage snapshot … list --machinereadable` printed; each level of the tree has a longer key. */
export const parseSnapshots = (text: string): readonly string[] =>
  [...text.matchAll(/^SnapshotName(?:-\d+)*="((?:[^"\\]|\\.)*)"$/gm)].map(([, name = '']) => unescaped(name));

const colons = (mac: string): string => (mac.toLowerCase().match(/../g) ?? []).join(':');

/** Reads what VBoxManage printed. A rule for a port stands behind the network card that it belongs to. */
export const parseVm = (text: string): Vm => {
  const fields = [...text.matchAll(fieldPattern)].map(
    ([, quotedKey, key, quoted, plain]) =>
      [quotedKey ?? key ?? '', quoted === undefined ? (plain?.trim() ?? '') : unescaped(quoted)] as const,
  );
  const field = (name: string): string => fields.find(([key]) => key === name)?.[1] ?? '';
  return {
    id: field('UUID'),
    name: field('name'),
    state: field('VMState'),
    since: new Date(`${field('VMStateChangeTime').replace(/(\.\d{3})\d*$/, '$1')}Z`),
    memoryMiB: Number(field('memory')),
    cpus: Number(field('cpus')),
    description: field('description'),
    adapters: adaptersOf(fields),
    disks: fields.flatMap(([key, value]) => (/-\d+-\d+$/.test(key) && diskPattern.test(value) ? [value] : [])),
  };
};

/** `"SATA Controller-0-0"="….vmdk"`; in other slots are `none`, an image of a CD, or the id of what is in the first one. */
const diskPattern = /\.(vdi|vmdk|vhdx?|qcow2?|hdd|img)$/i;

const adaptersOf = (fields: readonly (readonly [string, string])[]): readonly Adapter[] => {
  const value = (name: string): string | undefined => fields.find(([key]) => key === name)?.[1];
  const cards = fields.flatMap(([key, type], position) => {
    const number = /^nic(\d+)$/.exec(key)?.[1];
    return number === undefined || type === 'none' ? [] : [{ number, type, position }];
  });
  return cards.map(({ number, type, position }, index) => {
    const network = value(`hostonlyadapter${number}`) ?? value(`hostonly-network${number}`) ?? value(`intnet${number}`);
    const rules = fields.slice(position, cards[index + 1]?.position).flatMap(([key, rule]) => forwardOf(key, rule));
    const mac = colons(value(`macaddress${number}`) ?? '');
    return { number: Number(number), type, mac, forwards: rules, ...(network !== undefined && { network }) };
  });
};

/** `Forwarding(0)="ssh,tcp,127.0.0.1,2222,,22"` */
const forwardOf = (key: string, rule: string): readonly Forward[] => {
  if (!key.startsWith('Forwarding(')) return [];
  const [, , , hostPort, , guestPort] = rule.split(',');
  return [{ hostPort: Number(hostPort), guestPort: Number(guestPort) }];
};

/** A network between VMs and this computer. */
export interface HostOnly {
  readonly name: string;
  /** This computer's own on it. */
  readonly address: string;
}

/** The records in what `VBoxManage list` printed, by the name that each begins with; some have an empty line within. */
const recordsOf = (text: string): readonly string[] => text.split(/^(?=Name:)/m);

const valueIn = (record: string, key: string): string | undefined =>
  new RegExp(`^${key}:[^\\S\\n]+(\\S.*?)\\s*$`, 'm').exec(record)?.[1];

/** The host-only interfaces in what `VBoxManage list hostonlyifs` printed. */
export const parseHostOnly = (text: string): readonly HostOnly[] =>
  recordsOf(text).flatMap((record) => {
    const [name, address] = [valueIn(record, 'Name'), valueIn(record, 'IPAddress')];
    return name === undefined || address === undefined ? [] : [{ name, address }];
  });

/**
 * The host-only networks in what `VBoxManage list hostonlynets` printed: a Mac's, from VirtualBox 7 on. This computer has
 * their lowest address, or the next one where that is the network's own, as Vagrant reckons too.
 */
export const parseHostOnlyNetworks = (text: string): readonly HostOnly[] =>
  recordsOf(text).flatMap((record) => {
    const name = valueIn(record, 'Name');
    const lowest = parseAddress(valueIn(record, 'LowerIP') ?? '');
    const mask = parseAddress(valueIn(record, 'NetworkMask') ?? '');
    if (name === undefined || lowest === undefined || mask === undefined) return [];
    return [{ name, address: formatAddress((lowest & ~mask) === 0 ? lowest + 1 : lowest) }];
  });

/** Where VirtualBox lays VMs, in what `VBoxManage list systemproperties` printed. */
export const parseMachineFolder = (text: string): string | undefined => valueIn(text, 'Default machine folder');

/** The names and ids in what `VBoxManage list vms` printed. */
export const parseVmList = (text: string): readonly { readonly name: string; readonly id: string }[] =>
  [...text.matchAll(/^"(.*)" \{(.+)\}\s*$/gm)].map(([, name = '', id = '']) => ({ name, id }));
