import { rename, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { commandLine, makeDebian } from './debian.ts';

/* A box for libvirt, made as boxes are to be made: user `vagrant` with the well-known key, sudo, sshd, DHCP. */

/** What boxes have, and a bare Debian does not. */
const packages = ['nftables', 'python3'];

/** Vagrant's own public key, known to all the world: every box has it until somebody replaces it. */
const insecureKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key';

// Emulated in any case: a KVM below another hypervisor's may be there and not work.
const vagrantfile = `Vagrant.configure("2") do |config|
  config.vm.boot_timeout = 3000
  config.vm.provider(:libvirt) do |libvirt|
    libvirt.driver = "qemu"
    libvirt.kernel = File.expand_path("vmlinuz", __dir__)
    libvirt.initrd = File.expand_path("initrd.img", __dir__)
    libvirt.cmd_line = "${commandLine}"
  end
end
`;

/** Makes the box in a folder; `further` packages are in it already. @returns the path of the `.box` file */
export const makeVmBox = async (folder: string, further: readonly string[]): Promise<string> => {
  const box = join(folder, 'box');
  const { kernel, initrd, disk } = await makeDebian(folder, {
    packages: [...packages, ...further],
    user: 'vagrant',
    publicKey: insecureKey,
    hostname: 'box',
    gigabytes: 4,
  });
  await mkdir(box);
  await rename(kernel, join(box, 'vmlinuz'));
  await rename(initrd, join(box, 'initrd.img'));
  await rename(disk, join(box, 'box.img'));
  await writeFile(join(box, 'metadata.json'), '{"provider":"libvirt","format":"qcow2","virtual_size":4}\n');
  await writeFile(join(box, 'Vagrantfile'), vagrantfile);
  const archive = join(folder, 'test.box');
  await execa('tar', ['-C', box, '-cf', archive, ...(await readdir(box))]);
  await rm(box, { recursive: true });
  return archive;
};
