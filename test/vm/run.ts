import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { bancadaAt, type Said, type Standing } from '../support/bancada.ts';
import { pair } from '../support/small-labs.ts';
import { makeVmBox } from './box.ts';
import { startLibvirt } from './computer.ts';
import { needPrograms, scratchFolder, timed } from './told.ts';

/*
 * npm run test:vm: a lab of two real virtual machines, by Vagrant and libvirt, with qemu's own emulation where
 * there is no KVM. Slow (half an hour where all is emulated), and run as root; nothing of it stays on this computer.
 * BANCADA_VM_BOX: a box that an earlier run has made; BANCADA_VM_FOLDER: where to keep one.
 */

const needs = ['mmdebstrap', 'mkfs.ext4', 'qemu-img', 'qemu-system-x86_64', 'libvirtd', 'virsh', 'vagrant', 'iptables'];

const must = (said: Said, code = 0): Said => {
  if (said.code !== code)
    throw new Error(`ended with ${String(said.code)}:\n${said.stdout.slice(-6000)}${said.stderr}`);
  return said;
};

await needPrograms(
  'test:vm',
  needs,
  'mmdebstrap qemu-utils qemu-system-x86 libvirt-daemon-system vagrant-libvirt iptables',
);

const folder = await scratchFolder('vm', process.env['BANCADA_VM_FOLDER']);
const directory = join(folder, 'project');
await mkdir(join(directory, 'topology'), { recursive: true });
await writeFile(join(directory, 'topology', 'pair.yaml'), pair);
const shown = (await bancadaAt({ directory }, 'show', 'pair', '--json')).json<{
  readonly machines: readonly { readonly packages: readonly string[] }[];
}>();
const packages = [...new Set(shown.machines.flatMap((machine) => machine.packages))].sort();
const box = process.env['BANCADA_VM_BOX'] ?? (await timed('the box', () => makeVmBox(folder, packages)));
await using computer = await startLibvirt(folder);
const environment = { ...computer.environment, XDG_STATE_HOME: join(directory, 'state'), BANCADA_BOX: 'bancada-vm' };
// Who enters another computer's files stands at their root.
const through = [...computer.inside, 'env', '-C', directory] as const;
const standing: Standing = { directory, environment, through };
const bancada = (verb: string, ...words: readonly string[]) => bancadaAt(standing, verb, 'pair', ...words);
const [program, ...words] = computer.inside;
const inside = (...argv: readonly string[]) => execa(program, [...words, ...argv], { env: environment, reject: false });
await timed('vagrant box add', () => inside('vagrant', 'box', 'add', '--name', 'bancada-vm', box));
must(await timed('doctor', () => bancada('doctor', '--on', 'vms')));
const up = must(await timed('up: two VMs, provisioned and checked', () => bancada('up', '--on', 'vms')));
console.log(up.stdout.trim().split('\n').slice(-6).join('\n'));
must(await timed('plan: nothing to change', () => bancada('plan', '--check')));
must(await timed('up, again', () => bancada('up', '--no-check')));
must(await timed('status', () => bancada('status')));
must(await timed('destroy', () => bancada('destroy', '--yes')));
const { stdout: left } = await inside(
  'sh',
  '-c',
  'virsh -c qemu:///system list --all --name; virsh -c qemu:///system net-list --all --name; ls /var/lib/libvirt/images',
);
const ours = left.split('\n').filter((line) => line.startsWith('bancada-') && !line.startsWith('bancada-vm_'));
if (ours.length > 0) throw new Error(`left behind: ${ours.join(' ')}`);
console.log('nothing is left');
