import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * What the stand-in for VirtualBox knows: machines, disks, networks, in one JSON file, as VirtualBox keeps it in XML.
 */

/** A rule by which a port of this computer leads to one of the machine. */
export interface Forward {
  readonly name: string;
  readonly protocol: string;
  readonly hostIp: string;
  readonly hostPort: number;
  readonly guestIp: string;
  readonly guestPort: number;
}

/** One of the eight network cards. */
export interface Nic {
  type: 'none' | 'nat' | 'hostonly' | 'intnet';
  /** The host-only interface's or the internal network's name. */
  network: string;
  /** Twelve hexadecimal digits. */
  mac: string;
  cable: boolean;
  forwards: Forward[];
}

/** A machine's disk: read-only folders, topmost first, and on top one that it writes to. */
export interface Disk {
  readonly below: readonly string[];
  readonly upper: string;
}

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly disk: Disk;
}

export type VmState = 'poweroff' | 'running' | 'paused' | 'saved' | 'aborted';

export interface Vm {
  readonly id: string;
  name: string;
  state: VmState;
  /** Milliseconds since 1970 of the last change of `state`. */
  since: number;
  description: string;
  memoryMiB: number;
  cpus: number;
  /** Per cent. */
  cpuCap: number;
  readonly nics: Nic[];
  disk: Disk;
  snapshots: Snapshot[];
  folders: Record<string, string>;
  extra: Record<string, string>;
}

export interface HostOnly {
  readonly name: string;
  address: string;
  mask: string;
}

/** A complaint that the test has ordered for the next call of a subcommand. */
export interface Complaint {
  readonly command: string;
  readonly code: number;
  readonly text: string;
}

/**
 * What becomes of a call that a test has chosen: it fails; it fails for want of room; it is not begun; it is done, and its
 * caller does not hear of that.
 */
export type Fate = 'refuse' | 'full' | 'halt' | 'hold';

export interface State {
  version: string;
  readonly vms: Vm[];
  hostOnly: HostOnly[];
  complaints: Complaint[];
  /** The subcommand whose next call is done at once, and answered only after 5 s. */
  late?: string | undefined;
  readonly extra: Record<string, string>;
}

/** Reads what an earlier service left in a folder, or begins. */
export const readState = (folder: string): State => {
  try {
    return JSON.parse(readFileSync(join(folder, 'VirtualBox.json'), 'utf8')) as State;
  } catch {
    return { version: '7.0.20r163906', vms: [], hostOnly: [], complaints: [], extra: {} };
  }
};

export const writeState = (folder: string, state: State): void => {
  writeFileSync(join(folder, 'VirtualBox.json.new'), JSON.stringify(state, null, 1));
  renameSync(join(folder, 'VirtualBox.json.new'), join(folder, 'VirtualBox.json'));
};

/** VirtualBox's own range of hardware addresses. */
export const anyMac = (): string => `080027${randomUUID().replaceAll('-', '').slice(0, 6).toUpperCase()}`;

const nic = (type: Nic['type']): Nic => ({ type, network: '', mac: anyMac(), cable: true, forwards: [] });

/** A machine that is not running yet, with a network card of each kind that VirtualBox gives a new one. */
export const newVm = (name: string, disk: Disk): Vm => ({
  id: randomUUID(),
  name,
  state: 'poweroff',
  since: Date.now(),
  description: '',
  memoryMiB: 512,
  cpus: 1,
  cpuCap: 100,
  nics: [nic('nat'), ...Array.from({ length: 7 }, () => nic('none'))],
  disk,
  snapshots: [],
  folders: {},
  extra: {},
});
