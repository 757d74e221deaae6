import { LabError, type Fault } from '../../errors/lab-error.ts';
import { vagrantErrors as text } from '../../text/vagrant.ts';
import type { Sentence } from '../../model/sentence.ts';

/** What a program that failed has left. */
export interface Failure {
  readonly program: 'vagrant' | 'VBoxManage' | 'virsh';
  readonly command: string;
  /** Vagrant's own name for it: `Vagrant::Errors::BoxNotFound`. */
  readonly type?: string;
  readonly text: string;
}

interface Rule {
  readonly code: string;
  readonly fault: Fault;
  /** In the text, or in Vagrant's name for the failure. */
  readonly signs: RegExp;
  readonly says: (found: RegExpExecArray) => { readonly message: Sentence; readonly hint: Sentence };
}

const rule = (code: string, fault: Fault, signs: RegExp, says: Rule['says'] | ReturnType<Rule['says']>): Rule => ({
  code,
  fault,
  signs,
  says: typeof says === 'function' ? says : () => says,
});

/** The first that fits wins: what is said for certain comes before what may have many causes. */
const rules: readonly Rule[] = [
  rule(
    'virtualbox-missing',
    'environment',
    /VirtualBoxNotDetected|VBoxManageNotFound|could not detect VirtualBox|VBoxManage" command or one of its dependencies/,
    text.noVirtualBox,
  ),
  rule(
    'libvirt-missing',
    'environment',
    /failed to connect to the hypervisor|Failed to connect socket to|Error while connecting to Libvirt|provider 'libvirt' could not be found/i,
    text.noLibvirt,
  ),
  rule(
    'versions-do-not-fit',
    'environment',
    /VirtualBoxInvalidVersion|only supports the following versions|supports the following versions:|VirtualBoxBrokenVersion|requires a later version|version of VirtualBox that is not supported/i,
    text.versionsDoNotFit,
  ),
  rule(
    'virtualbox-driver',
    'environment',
    /VirtualBoxKernelModuleNotLoaded|vboxdrv|kernel module is not loaded|VERR_VM_DRIVER|kernel driver not installed|rc=-1908|\/dev\/vboxnetctl/i,
    text.noDriver,
  ),
  rule(
    'virtualization-taken',
    'environment',
    /VERR_VMX_IN_VMX_ROOT_MODE|VERR_SVM_IN_USE|being used by another hypervisor|VERR_NEM_|Hyper-V|NEMR3Init/i,
    text.virtualizationTaken,
  ),
  rule(
    'virtualization-off',
    'environment',
    /VERR_VMX_NO_VMX|VERR_SVM_NO_SVM|VERR_VMX_MSR_|VERR_SVM_DISABLED|VT-x is (not available|disabled)|AMD-V is (not available|disabled)|VT-x\/AMD-V hardware acceleration is not available/i,
    text.virtualizationOff,
  ),
  rule(
    'host-only-range',
    'environment',
    /VirtualBoxInvalidHostSubnet|IP address configured for the host-only network is not within|not within the\s+allowed ranges|E_ACCESSDENIED[^]*HostNetworkInterface/i,
    text.hostOnlyRange,
  ),
  rule(
    'network-collision',
    'environment',
    /NetworkCollision|host only network with the IP[^]*collide|would\s+collide with (a|an already existing) |Network is already in use by interface|NetworkNameAndAddressMismatch/i,
    text.networkCollision,
  ),
  rule(
    'box-other-architecture',
    'environment',
    /BoxArchitecture|box_architecture|architecture[^]*(not available|could not be found|not match)|VERR_PLATFORM_ARCH|Cannot run (x86|ARM)|wrong platform architecture/i,
    text.boxArchitecture,
  ),
  rule(
    'box-missing',
    'environment',
    /BoxNotFound|BoxAddShortNotFound|BoxMetadataDownload|BoxAddNoMatching|The box '?"?([^\s'"]+)'?"?[^]*could not be found|No version matching/i,
    text.boxMissing,
  ),
  rule(
    'disk-full',
    'environment',
    /VERR_DISK_FULL|No space left on device|ENOSPC|not enough (free )?disk space/i,
    text.diskFull,
  ),
  rule(
    'box-download',
    'operation',
    /DownloaderError|DownloaderChecksum|An error occurred while downloading the remote file|Could not resolve host|Connection timed out after/i,
    text.boxDownload,
  ),
  rule(
    'port-collision',
    'operation',
    /ForwardPortCollision|ForwardPortAutolistEmpty|forwarded port to (\d+)\s+is already in use|would collide with some other application/i,
    (found) => text.portCollision(found[1]),
  ),
  rule(
    'vm-name-taken',
    'operation',
    /VirtualBoxNameExists|VERR_ALREADY_EXISTS|Machine settings file '[^']*' already exists/i,
    text.nameTaken,
  ),
  rule(
    'vm-gone',
    'operation',
    /VBOX_E_OBJECT_NOT_FOUND|Could not find a registered machine|failed to get (domain|network) '|Domain not found|Network not found/i,
    text.gone,
  ),
  rule(
    'vm-not-running',
    'operation',
    /is not currently running|domain is not running|network '[^']*' is not active/i,
    text.notRunning,
  ),
  rule(
    'vm-locked',
    'busy',
    /VBOX_E_INVALID_OBJECT_STATE|already locked (for a session|by a session)|MachineLocked|another process is already executing|cannot acquire state change lock|VERR_LOCK|environment lock/i,
    text.locked,
  ),
  rule(
    'vm-not-answering',
    'operation',
    /VMBootTimeout|Timed out while waiting for the machine to boot/i,
    text.noAnswer,
  ),
  rule('vm-did-not-boot', 'operation', /VMBootBadState|The guest machine entered an invalid state/i, text.badState),
  rule('not-enough-memory', 'environment', /VERR_NO_MEMORY|VERR_NO_LOW_MEMORY|Out of memory condition/i, text.noMemory),
  rule('vagrant-key-refused', 'operation', /SSHAuthenticationFailed|SSH authentication failed/i, text.keyRefused),
];

/** Turns what Vagrant or VBoxManage ended with into our words: the one place where that is done. */
export const explain = ({ program, command, type = '', text: said }: Failure): LabError => {
  const context = { command: `${program} ${command}`, output: said.trim().split('\n').slice(-20).join('\n') };
  for (const { code, fault, signs, says } of rules) {
    const found = signs.exec(type) ?? signs.exec(said);
    if (found !== null) return new LabError({ code, fault, ...says(found), context });
  }
  const [first = ''] = said.trim().split('\n');
  return new LabError({ code: 'vagrant-failed', fault: 'operation', ...text.unknown(program, first), context });
};
