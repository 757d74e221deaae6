import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureLayers } from '../../../src/providers/local/root/images.ts';
import { must } from '../../../src/providers/local/root/programs.ts';
import type { VirtualBoxComputer } from './computer.ts';

/*
 * A box for the stand-in, made as a box is to be made (user `vagrant` with the well-known key, sudo, sshd), out of the
 * layers that local machines are made of. Its disk is a list of read-only folders, which is what the stand-in imports.
 */

/** Vagrant's own public key, known to all the world: every box has it until somebody replaces it. */
const insecureKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key';

const files: Readonly<Record<string, string>> = {
  'home/vagrant/.ssh/authorized_keys': `${insecureKey}\n`,
  'etc/sudoers.d/vagrant': 'vagrant ALL=(ALL) NOPASSWD:ALL\n',
  'etc/hostname': 'box\n',
  'etc/hosts': '127.0.0.1 localhost\n127.0.1.1 box\n',
  // VirtualBox's NAT would say so by DHCP.
  'etc/systemd/network/10-eth0.network':
    '[Match]\nName=eth0\n\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\nLinkLocalAddressing=no\n',
};

const script = String.raw`
set -eu
mkdir -p "$1/upper" "$1/work" "$1/root"
root=$1/root
mount -t overlay overlay -o "lowerdir=$3,upperdir=$1/upper,workdir=$1/work" "$root"
chroot "$root" useradd --create-home --shell /bin/bash vagrant
cp -a "$2/." "$root/"
chroot "$root" chown -R vagrant:vagrant /home/vagrant
chmod 700 "$root/home/vagrant/.ssh"
chmod 440 "$root/etc/sudoers.d/vagrant"
rm -f "$root/etc/systemd/system/systemd-user-sessions.service" "$root/usr/sbin/policy-rc.d"
chroot "$root" ssh-keygen -A
chroot "$root" systemctl --quiet enable ssh systemd-networkd
`;

/** Makes the box on a computer; `packages` are in it already. @returns the path of the `.box` file */
export const makeBox = async (
  { folder, amongDisks }: VirtualBoxComputer,
  name: string,
  packages: readonly string[] = [],
): Promise<string> => {
  const signal = new AbortController().signal;
  const set = [...new Set([...packages, 'sudo'])].sort();
  const layers = (await ensureLayers([set], { signal, onLine: () => undefined, onBuild: () => undefined }))(set);
  const added = join(folder, name, 'added');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(added, path)), { recursive: true });
    await writeFile(join(added, path), content);
  }
  const disk = join(folder, 'disks', name);
  await must([...amongDisks, 'unshare', '--mount', '--', 'sh', '-c', script, 'sh', disk, added, layers.join(':')]);
  return pack(join(folder, name), [join(disk, 'upper'), ...layers]);
};

const pack = async (folder: string, layers: readonly string[]): Promise<string> => {
  const content = {
    'metadata.json': '{"provider":"virtualbox"}\n',
    'box.ovf': '<?xml version="1.0"?>\n<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"/>\n',
    'box-disk001.vmdk': `${layers.join('\n')}\n`,
    Vagrantfile: 'Vagrant.configure("2") { |config| config.vm.base_mac = "080027000001" }\n',
    // What makes a download of it one that can stop in the middle.
    padding: randomBytes(1 << 20).toString('latin1'),
  };
  const box = join(folder, 'box');
  await mkdir(box, { recursive: true });
  for (const [file, text] of Object.entries(content)) await writeFile(join(box, file), text);
  const archive = `${folder}.box`;
  await must(['tar', '-C', box, '-czf', archive, ...Object.keys(content)]);
  return archive;
};
