import { expect, test } from 'vitest';
import { explain } from '../../../src/providers/vagrant/errors.ts';

/* The texts are Vagrant's own (its en.yml), and VirtualBox's as its users report them. */
const vbox = (text: string): string => `VBoxManage: error: ${text}`;

const cases: readonly (readonly [code: string, text: string, type?: string])[] = [
  ['virtualbox-missing', 'Vagrant could not detect VirtualBox! Make sure VirtualBox is properly installed.'],
  [
    'versions-do-not-fit',
    'Vagrant has detected that you have a version of VirtualBox installed\nthat is not supported by this version of Vagrant.',
    'Vagrant::Errors::VirtualBoxInvalidVersion',
  ],
  [
    'virtualbox-driver',
    vbox('The virtual machine has terminated unexpectedly: kernel driver not installed (rc=-1908)'),
  ],
  ['virtualbox-driver', vbox('failed to open /dev/vboxnetctl: No such file or directory')],
  ['virtualization-taken', vbox('VT-x is being used by another hypervisor (VERR_VMX_IN_VMX_ROOT_MODE).')],
  ['virtualization-taken', vbox('Call to NEMR0InitVMPart2 failed: VERR_NEM_INIT_FAILED')],
  ['virtualization-off', vbox('VT-x is not available (VERR_VMX_NO_VMX)')],
  ['virtualization-off', vbox('AMD-V is disabled in the BIOS (or by the host OS) (VERR_SVM_DISABLED)')],
  [
    'host-only-range',
    'The IP address configured for the host-only network is not within the\nallowed ranges. Please update the address used to be within the allowed\nranges and run the command again.',
  ],
  [
    'network-collision',
    'The specified host network collides with a non-hostonly network!\nThis will cause your specified IP to be inaccessible.',
    'Vagrant::Errors::NetworkCollision',
  ],
  [
    'vm-name-taken',
    "The name of your virtual machine couldn't be set because VirtualBox\nis reporting another VM with that name already exists. VERR_ALREADY_EXISTS",
  ],
  ['vm-locked', vbox("The machine 'bancada-x' is already locked for a session (or being unlocked)")],
  [
    'vm-locked',
    "An action 'up' was attempted on the machine 'survey-lb',\nbut another process is already executing an action on the machine.",
    'Vagrant::Errors::MachineLocked',
  ],
  ['box-missing', "The box 'bento/debian-12' could not be found or\ncould not be accessed in the remote catalog."],
  [
    'box-other-architecture',
    "The box you're attempting to add doesn't support the architecture.\n\nRequested architecture: arm64 (not available)",
    'Vagrant::Errors::BoxAddNoArchitectureSupport',
  ],
  [
    'box-other-architecture',
    vbox(
      'Cannot run the machine because its platform architecture x86 is not supported on ARM: VERR_PLATFORM_ARCH_NOT_SUPPORTED',
    ),
  ],
  [
    'box-download',
    'An error occurred while downloading the remote file. The error\nmessage, if any, is reproduced below.\n\nConnection reset by peer',
  ],
  [
    'port-collision',
    'Vagrant cannot forward the specified ports on this VM, since they\nwould collide with some other application that is already listening\non these ports. The forwarded port to 2222 is already in use\non the host machine.',
  ],
  ['disk-full', vbox('Failed to clone the medium: VERR_DISK_FULL')],
  ['disk-full', 'No space left on device @ io_write - /root/.vagrant.d/tmp/box'],
  [
    'vm-gone',
    vbox(
      "Could not find a registered machine named 'x'\nVBoxManage: error: Details: code VBOX_E_OBJECT_NOT_FOUND (0x80bb0001)",
    ),
  ],
  ['vm-not-running', vbox("Machine 'x' is not currently running.")],
  ['vm-gone', "error: failed to get domain 'bancada-abcd1234-survey-lb'"],
  ['vm-not-running', 'error: Requested operation is not valid: domain is not running'],
  [
    'libvirt-missing',
    "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
  ],
  [
    'vm-not-answering',
    'Timed out while waiting for the machine to boot. This means that\nVagrant was unable to communicate with the guest machine.',
  ],
  ['vm-did-not-boot', 'The guest machine entered an invalid state while waiting for it\nto boot.'],
  [
    'not-enough-memory',
    vbox('Out of memory condition when allocating memory with low physical backing. (VERR_NO_LOW_MEMORY).'),
  ],
  ['vagrant-failed', 'something that nobody has seen before'],
];

test.each(cases.map(([code, text, type]) => ({ code, text, type })))('$code: $text', ({ code, text, type }) => {
  const error = explain({ program: 'vagrant', command: 'up', text, ...(type !== undefined && { type }) });
  expect(error.code).toBe(code);
  expect(error.hint?.en).not.toBe('');
  expect(error.context['output']).toContain(text.split('\n')[0]);
});
