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
