/** A Vagrant box, pinned: what a VM is made from. */
export interface Box {
  /** As `vagrant box add` takes it. */
  readonly name: string;
  /** Exactly that; absent: whichever there is, for a box of the user's own. */
  readonly version?: string;
}

/** Processors that VirtualBox runs VMs on, in Node's words; `arm64` from VirtualBox 7.1 on. */
export type BoxArchitecture = 'x64' | 'arm64';

/** The boxes of one system. */
export interface Boxes {
  readonly virtualbox: Readonly<Record<BoxArchitecture, Box>>;
  /** Others make those for libvirt; absent: nobody whom we know. */
  readonly libvirt?: Box;
}

/** Debian 12, as local machines are. */
export const debianBoxes: Boxes = {
  virtualbox: {
    x64: { name: 'bento/debian-12', version: '202502.21.0' },
    arm64: { name: 'bento/debian-12', version: '202502.21.0' },
  },
  libvirt: { name: 'debian/bookworm64', version: '12.20250126.1' },
};

/** Ubuntu 24.04. */
export const ubuntuBoxes: Boxes = {
  virtualbox: {
    x64: { name: 'bento/ubuntu-24.04', version: '202502.21.0' },
    arm64: { name: 'bento/ubuntu-24.04', version: '202502.21.0' },
  },
};
