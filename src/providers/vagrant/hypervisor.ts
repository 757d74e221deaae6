import type { ProviderLab } from '../provider.ts';
import type { Stead } from './networks.ts';
import type { HostOnly, Vm } from './vm-info.ts';

/** What runs VMs on this computer: Vagrant's own names for them. */
export type HypervisorName = 'virtualbox' | 'libvirt';

/** Snapshots of one VM, by its id, as the hypervisor itself keeps them. The VM is off. */
export interface VmSnapshots {
  /** Of all of them, whoever took them. */
  names(id: string): Promise<readonly string[]>;
  take(id: string, name: string): Promise<void>;
  restore(id: string, name: string): Promise<void>;
  remove(id: string, name: string): Promise<void>;
}

/** What runs the VMs, as far as Bancada asks it itself: what is there, and to stop and remove it. Vagrant makes the VMs. */
export interface Hypervisor {
  readonly name: HypervisorName;
  /** VMs whose name fits, or whose id is one of these. Ones that go meanwhile are left out. */
  vms(fits: (name: string) => boolean, ids?: readonly string[]): Promise<readonly Vm[]>;
  /** Where the disks of new VMs are laid; it need not be there yet. */
  diskFolder(): Promise<string>;
  /** Networks of VMs that this computer is on, anybody's. */
  networks(): Promise<readonly HostOnly[]>;
  /** Before Vagrant lays a lab's networks. @throws LabError `network-shared` */
  beforeNetworks(lab: ProviderLab, steads: readonly Stead[]): Promise<void>;
  /** Removes the networks that came with a lab, by its id, and that no VM is on any more. */
  removeNetworks(id: string): Promise<void>;
  /** Presses the power button. */
  press(id: string): Promise<void>;
  /** Pulls the plug; fine if it is off. */
  cut(id: string): Promise<void>;
  /** Drops a state that was saved; fine if there is none. */
  forgetState(id: string): Promise<void>;
  /** Removes a VM that is off, with its disks. Fine if it is gone. */
  remove(id: string): Promise<void>;
  /** Absent where we do not know how. */
  readonly snapshots?: VmSnapshots;
}
