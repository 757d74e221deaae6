import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageSources } from './sources.ts';

/*
 * A box for libvirt: a whole Debian with a kernel of its own, made as boxes are to be made (user `vagrant` with the
 * well-known key, sudo, sshd, DHCP on the first card). It is booted by its kernel: no boot loader, no partitions.
 */

/** What a VM needs that a container does not, and what boxes have. */
const machine = [
  ...['linux-image-amd64', 'systemd-sysv', 'dbus', 'udev', 'kmod', 'initramfs-tools', 'e2fsprogs'],
  ...['openssh-server', 'sudo', 'procps', 'iproute2', 'iputils-ping', 'nftables', 'python3', 'ca-certificates'],
];

/** Vagrant's own public key, known to all the world: every box has it until somebody replaces it. */
const insecureKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key';

const files: Readonly<Record<string, string>> = {
  'home/vagrant/.ssh/authorized_keys': `${insecureKey}\n`,
  'etc/sudoers.d/vagrant': 'vagrant ALL=(ALL) NOPASSWD:ALL\n',
  'etc/hostname': 'box\n',
  'etc/hosts': '127.0.0.1 localhost\n127.0.1.1 box\n',
  'etc/fstab': '/dev/vda / ext4 defaults,noatime 0 1\n',
  'etc/systemd/network/80-dhcp.network':
    '[Match]\nName=e*\n\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n\n[Link]\nRequiredForOnline=no\n',
};

const settle = String.raw`
set -eu
chroot "$1" useradd --create-home --shell /bin/bash vagrant
cp -a "$2/." "$1/"
chroot "$1" chown -R vagrant:vagrant /home/vagrant
chmod 700 "$1/home/vagrant/.ssh"; chmod 440 "$1/etc/sudoers.d/vagrant"
rm -f "$1/etc/resolv.conf" "$1"/etc/apt/apt.conf.d/99mmdebstrap
chroot "$1" systemctl --quiet enable ssh systemd-networkd
`;

// Emulated in any case: a KVM below another hypervisor's may be there and not work.
const vagrantfile = `Vagrant.configure("2") do |config|
  config.vm.boot_timeout = 3000
  config.vm.provider(:libvirt) do |libvirt|
    libvirt.driver = "qemu"
    libvirt.kernel = File.expand_path("vmlinuz", __dir__)
    libvirt.initrd = File.expand_path("initrd.img", __dir__)
    libvirt.cmd_line = "root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet"
  end
end
`;

/** Makes the box in a folder; `packages` are in it already. @returns the path of the `.box` file */
export const makeVmBox = async (folder: string, packages: readonly string[]): Promise<string> => {
  const [root, added, box] = [join(folder, 'root'), join(folder, 'added'), join(folder, 'box')];
  const say = { stdout: 'ignore', stderr: 'inherit' } as const;
  const { codename, files: sources } = await packageSources(folder);
  const include = [...new Set([...machine, ...packages])].join(',');
  const options = [
    '--variant=minbase',
    '--mode=root',
    `--include=${include}`,
    '--aptopt=Apt::Install-Recommends "false"',
  ];
  await execa('mmdebstrap', ['--quiet', ...options, codename, root, ...sources], say);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(added, path, '..'), { recursive: true });
    await writeFile(join(added, path), content);
  }
  await execa('sh', ['-c', settle, 'sh', root, added], say);
  await mkdir(box);
  const boot = await readdir(join(root, 'boot'));
  for (const name of ['vmlinuz', 'initrd.img']) {
    const found = boot.find((file) => file.startsWith(`${name}-`));
    if (found === undefined) throw new Error(`the box has no ${name}: ${boot.join(' ')}`);
    await execa('cp', [join(root, 'boot', found), join(box, name)]);
  }
  const raw = join(folder, 'disk.raw');
  await execa('mkfs.ext4', ['-q', '-F', '-O', '^has_journal', '-d', root, raw, '4G'], say);
  await execa('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, join(box, 'box.img')], say);
  await rm(root, { recursive: true });
  await rm(raw);
  await writeFile(join(box, 'metadata.json'), '{"provider":"libvirt","format":"qcow2","virtual_size":4}\n');
  await writeFile(join(box, 'Vagrantfile'), vagrantfile);
  const archive = join(folder, 'test.box');
  await execa('tar', ['-C', box, '-cf', archive, ...(await readdir(box))]);
  await rm(box, { recursive: true });
  return archive;
};
