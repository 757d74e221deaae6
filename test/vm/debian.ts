import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageSources } from './sources.ts';

/** What is to be on a Debian beyond what each of these has: a kernel, systemd, sshd, sudo, DHCP on the first card. */
export interface Wanted {
  readonly packages: readonly string[];
  /** Has this key for SSH, and sudo without a password. */
  readonly user: string;
  readonly publicKey: string;
  readonly hostname: string;
  /** Further files by their path below the root, owned by root. */
  readonly files?: Readonly<Record<string, string>>;
  /** The size of its disk, of which only what is written takes room. */
  readonly gigabytes: number;
}

/** A whole Debian with a kernel of its own, booted by its kernel: no boot loader, no partitions. Paths of files. */
export interface DebianDisk {
  readonly kernel: string;
  readonly initrd: string;
  /** In the qcow2 format. */
  readonly disk: string;
}

/** What the kernel is to be told, so that it finds its disk. */
export const commandLine = 'root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet';

/** What a computer of its own needs that a container does not. */
const basis = [
  ...['linux-image-amd64', 'systemd-sysv', 'dbus', 'udev', 'kmod', 'initramfs-tools', 'e2fsprogs'],
  ...['openssh-server', 'sudo', 'procps', 'iproute2', 'iputils-ping', 'ca-certificates'],
];

const files = ({ user, publicKey, hostname, files: further }: Wanted): Readonly<Record<string, string>> => ({
  [`home/${user}/.ssh/authorized_keys`]: `${publicKey}\n`,
  [`etc/sudoers.d/${user}`]: `${user} ALL=(ALL) NOPASSWD:ALL\n`,
  'etc/hostname': `${hostname}\n`,
  'etc/hosts': `127.0.0.1 localhost\n127.0.1.1 ${hostname}\n`,
  'etc/fstab': '/dev/vda / ext4 defaults,noatime 0 1\n',
  'etc/systemd/network/80-dhcp.network':
    '[Match]\nName=e*\n\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n\n[Link]\nRequiredForOnline=no\n',
  ...further,
});

const settle = String.raw`
set -eu
chroot "$1" useradd --create-home --shell /bin/bash "$3"
rm -f "$1/etc/resolv.conf" "$1"/etc/apt/apt.conf.d/99mmdebstrap
cp -a "$2/." "$1/"
chroot "$1" chown -R "$3:$3" "/home/$3"
chmod 700 "$1/home/$3/.ssh"; chmod 440 "$1/etc/sudoers.d/$3"
chroot "$1" systemctl --quiet enable ssh systemd-networkd
`;

const say = { stdout: 'ignore', stderr: 'inherit' } as const;

/** Makes one in a folder, from this computer's own package sources. */
export const makeDebian = async (folder: string, wanted: Wanted): Promise<DebianDisk> => {
  const [root, added] = [join(folder, 'root'), join(folder, 'added')];
  const { codename, files: sources } = await packageSources(folder);
  const include = [...new Set([...basis, ...wanted.packages])].join(',');
  const options = ['--variant=minbase', '--mode=root', `--include=${include}`];
  const lean = '--aptopt=Apt::Install-Recommends "false"';
  await execa('mmdebstrap', ['--quiet', ...options, lean, codename, root, ...sources], say);
  for (const [path, content] of Object.entries(files(wanted))) {
    await mkdir(join(added, path, '..'), { recursive: true });
    await writeFile(join(added, path), content);
  }
  await execa('sh', ['-c', settle, 'sh', root, added, wanted.user], say);
  const [kernel, initrd, disk] = [join(folder, 'vmlinuz'), join(folder, 'initrd.img'), join(folder, 'disk.qcow2')];
  const boot = await readdir(join(root, 'boot'));
  for (const [name, file] of [
    ['vmlinuz', kernel],
    ['initrd.img', initrd],
  ] as const) {
    const found = boot.find((each) => each.startsWith(`${name}-`));
    if (found === undefined) throw new Error(`Debian's package of the kernel has no ${name}: ${boot.join(' ')}`);
    await execa('cp', [join(root, 'boot', found), file]);
  }
  const raw = join(folder, 'disk.raw');
  await execa('mkfs.ext4', ['-q', '-F', '-O', '^has_journal', '-d', root, raw, `${String(wanted.gigabytes)}G`], say);
  await execa('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, disk], say);
  for (const path of [root, added, raw]) await rm(path, { recursive: true });
  return { kernel, initrd, disk };
};
