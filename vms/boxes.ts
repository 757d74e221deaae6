/** A Vagrant box, pinned: what a VM is made from. */
export interface Box {
  /** As `vagrant box add` takes it. */
  readonly name: string;
  /** Exactly that; absent: whichever there is, for a box of the user's own. */
  readonly version?: string;
}

/** Processors that VirtualBox runs VMs on, in Node's words; `arm64` from VirtualBox 7.1 on. */
export type BoxArchitecture = 'x64' | 'arm64';

/** What VMs are made from where nobody says otherwise: Debian 12, as local machines and cloud machines are. */
export const usualBoxes: Readonly<Record<BoxArchitecture, Box>> = {
  x64: { name: 'bento/debian-12', version: '202502.21.0' },
  arm64: { name: 'bento/debian-12', version: '202502.21.0' },
};

/** The same for libvirt, for which the makers of the others have none. */
export const libvirtBox: Box = { name: 'debian/bookworm64', version: '12.20250126.1' };

/** Other boxes that are known to have what Bancada needs, pinned too: for `--box`. */
export const otherBoxes: readonly Box[] = [{ name: 'bento/ubuntu-24.04', version: '202502.21.0' }];
