/** A program that local machines need on this computer, and the Debian package it comes in. */
export interface Requirement {
  readonly program: string;
  readonly package: string;
}

/** The one list: `doctor` looks for these, `--setup` and the test suite install them. */
export const requirements: readonly Requirement[] = [
  { program: 'systemd-nspawn', package: 'systemd-container' },
  { program: 'mmdebstrap', package: 'mmdebstrap' },
  { program: 'ip', package: 'iproute2' },
  { program: 'nft', package: 'nftables' },
  { program: 'mkfs.ext4', package: 'e2fsprogs' },
  { program: 'losetup', package: 'mount' },
  { program: 'nsenter', package: 'util-linux' },
];

/** The kernel's limit that many machines at once come up against first: all that run as root share it. */
export const inotifyKey = 'fs.inotify.max_user_instances';
/** What a machine takes of it at most, as measured: its init, journal and bus three, each service one or two. */
export const inotifyEach = 6;
/** A value that leaves as much again as these machines need. */
export const inotifyFor = (machines: number): number => Math.max(1024, machines * inotifyEach * 2);
