import type { DirectionOrder, LimitKey, LinkProperty, MachineOrder, NetworkOrder } from './protocol.ts';
import type { ProcessIdentity } from '../../ports/computer.ts';
import type { Published } from '../provider.ts';

/** `lab.json`: whose lab it is. Written before anything else of it exists. */
export interface LabRecord {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  /** User id. */
  readonly owner: number;
  /** Loopback ports given last, so that a lab keeps its address over a stop. */
  readonly published: readonly Published[];
}

/** `image.json`, beside an image's root. */
export interface ImageRecord {
  /** What it takes of the disk. */
  readonly bytes: number;
  /** Every package that is installed in it, with its version. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it was built for; none: the base. Absent where that was not noted yet. */
  readonly packages?: readonly string[];
}

/** `switch.json`: the process that holds the lab's switches open. */
export interface SwitchRecord extends ProcessIdentity {
  readonly networks: readonly NetworkOrder[];
  /** What its links were asked for and this kernel cannot give. */
  readonly lacking: readonly LinkProperty[];
}

/** Of what stands in a lab's networks: the process that holds the switches which it was plugged into. */
interface Plugged {
  readonly plugged: ProcessIdentity;
}

/** `door.json`: the forwarder. */
export interface DoorRecord extends ProcessIdentity, Plugged {
  readonly published: readonly Published[];
}

/** `machine.json`: what a machine was made as. */
export interface MachineRecord {
  /** The computer's boot in which it was started; absent once it was stopped. */
  readonly boot?: string;
  readonly order: MachineOrder;
  /** Folders of its read-only layers, topmost first. */
  readonly layers: readonly string[];
}

/** `links.json`: what the links of a running machine were changed to. Written before it is done. */
export type LinksRecord = readonly {
  readonly network: string;
  readonly from?: DirectionOrder;
  readonly to?: DirectionOrder;
}[];

/** `limits.json`: limits of the kernel's that were raised for labs. Written before it is done. */
export type RaisedLimits = readonly {
  readonly key: LimitKey;
  readonly before: number;
  readonly raised: number;
  /** The user id of whom they were raised for, as long as no lab of theirs has come since. */
  readonly awaits?: number;
}[];

/** `run.json`: a machine's running. */
export interface RunRecord extends ProcessIdentity, Plugged {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Folder of the cgroup that counts its memory. */
  readonly memory: string;
  /** `markOfKeys` of those it was started with; an earlier version noted none. */
  readonly keys?: string;
  /** Whether it has booted and is held to its size; else whoever started it was stopped meanwhile. */
  readonly settled: boolean;
}
