import { join } from 'node:path';
import { architecture, currentUser, platform } from '../../ports/computer.ts';
import { accessOf, readText } from '../../ports/files.ts';
import type { Processes } from '../../ports/process.ts';
import { vagrantFindings as text } from '../../text/vagrant-findings.ts';
import type { Sentence } from '../../model/sentence.ts';
import type { Finding } from '../provider.ts';
import type { HypervisorName } from './hypervisor.ts';
import { vagrantHome } from './vagrant.ts';
import { vboxManageProgram } from './virtualbox.ts';

const timeoutMs = 20_000;

/** What of a computer decides what VMs need on it, in Node's words. */
export interface Kind {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
}

/** `7.0.20r163906`, `Vagrant 2.3.4` -> [7, 0, 20] */
export const versionIn = (printed: string): readonly number[] | undefined => {
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(printed) ?? [];
  return major === undefined ? undefined : [major, minor, patch].map(Number);
};

const isAtLeast = (version: readonly number[], least: readonly number[]): boolean => {
  const at = version.findIndex((part, index) => part !== least[index]);
  return at < 0 || (version[at] ?? 0) > (least[at] ?? 0);
};

/** The oldest Vagrant that knows a version of VirtualBox: by its `driver_map`, release by release. */
export const vagrantFor = (virtualBox: readonly number[]): readonly number[] => {
  if (isAtLeast(virtualBox, [7, 2, 0])) return [2, 4, 9];
  if (isAtLeast(virtualBox, [7, 1, 0])) return [2, 4, 2];
  return isAtLeast(virtualBox, [7, 0, 0]) ? [2, 3, 1] : [2, 2, 7];
};

const dotted = (version: readonly number[]): string => version.join('.');

const ask = async (processes: Processes, ...argv: readonly [string, ...string[]]): Promise<string | undefined> => {
  try {
    const { code, stdout } = await processes.run({ argv, timeoutMs, environment: { LC_ALL: 'C' } });
    return code === 0 ? stdout : undefined;
  } catch {
    return undefined; // not installed, or so broken that it does not start
  }
};

const finding = (code: string, status: Finding['status'], what: Sentence, ...fix: Finding['fix']): Finding => ({
  code,
  what,
  status,
  fix,
});

/** Debian's own package; elsewhere there is nothing that we could install without being asked. */
const vagrantFix = (system: NodeJS.Platform): Finding['fix'] =>
  system === 'linux'
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '--yes', '--no-install-recommends', 'vagrant'],
      ]
    : [];

/** The first that runs VMs on Apple silicon. */
const firstOnApple = [7, 1, 0] as const;

const programs = (
  { platform: system, architecture: processor }: Kind,
  box: readonly number[] | undefined,
  vagrant: readonly number[] | undefined,
): readonly Finding[] => {
  const needs = box && vagrantFor(box);
  const isTooOld = box !== undefined && system === 'darwin' && processor === 'arm64' && !isAtLeast(box, firstOnApple);
  const fits = needs === undefined || vagrant === undefined || isAtLeast(vagrant, needs);
  return [
    box === undefined
      ? finding('virtualbox', 'missing', text.noVirtualBox(system))
      : finding('virtualbox', 'good', text.virtualBox(dotted(box))),
    ...(isTooOld ? [finding('virtualbox-version', 'missing', text.olderVirtualBox(dotted(firstOnApple)))] : []),
    vagrant === undefined
      ? finding('vagrant', 'missing', text.noVagrant(system), ...vagrantFix(system))
      : finding('vagrant', 'good', text.vagrant(dotted(vagrant))),
    ...(fits ? [] : [finding('vagrant-version', 'missing', text.olderVagrant(dotted(needs), dotted(box ?? [])))]),
  ];
};

/** VirtualBox's modules, which a new kernel needs built anew. Linux tells in its list of devices. */
const driver = async ({ platform: system }: Kind): Promise<readonly Finding[]> => {
  if (system !== 'linux') return [];
  const misc = (await readText('/proc/misc').catch(() => '')) ?? '';
  return misc.includes('vboxdrv')
    ? [finding('vboxdrv', 'good', text.driver)]
    : [finding('vboxdrv', 'warning', text.noDriver, ['/sbin/vboxconfig'])];
};

const virtualization = async (processes: Processes, { platform: system }: Kind): Promise<readonly Finding[]> => {
  switch (system) {
    case 'linux': {
      const flags = (await readText('/proc/cpuinfo').catch(() => '')) ?? '';
      const has = /^(flags|Features)\s*:.*\b(vmx|svm)\b/m.test(flags) || !/^flags/m.test(flags);
      return [has ? finding('vt-x', 'good', text.virtualization) : finding('vt-x', 'warning', text.noVirtualization)];
    }
    case 'win32': {
      const present = await ask(processes, 'powershell.exe', '-NoProfile', '-Command', hypervisorQuestion);
      return present?.trim() === 'True' ? [finding('hyper-v', 'warning', text.hyperV)] : [];
    }
    default:
      return [];
  }
};

const hypervisorQuestion = '(Get-CimInstance Win32_ComputerSystem).HypervisorPresent';

/** VMs of root's do not show in the window of the user who sits before it. */
const user = ({ platform: system }: Kind): readonly Finding[] =>
  system !== 'win32' && currentUser().uid === 0 ? [finding('virtualbox-as-root', 'warning', text.asRoot)] : [];

/** libvirt's daemon, Vagrant's plugin for it, and the kernel's KVM. */
const libvirt = async (processes: Processes): Promise<readonly Finding[]> => {
  const home = vagrantHome();
  const lists = ['/usr/share/vagrant-plugins/plugins.d/vagrant-libvirt.json', join(home, 'plugins.json')];
  const [answer, kvm, ...plugins] = await Promise.all([
    ask(processes, 'virsh', '--connect', 'qemu:///system', 'version'),
    accessOf('/dev/kvm').catch(() => undefined),
    ...lists.map((path) => readText(path).catch(() => undefined)),
  ]);
  const version = /library: libvirt ([0-9.]+)/.exec(answer ?? '')?.[1];
  const isPlugged = plugins.some((text) => text?.includes('vagrant-libvirt'));
  return [
    version === undefined
      ? finding('libvirt', 'missing', text.noLibvirt, ...libvirtFix)
      : finding('libvirt', 'good', text.libvirt(version)),
    isPlugged
      ? finding('vagrant-libvirt', 'good', text.libvirtPlugin)
      : finding('vagrant-libvirt', 'missing', text.noLibvirtPlugin, ...libvirtFix),
    ...(kvm === undefined ? [finding('kvm', 'warning', text.noKvm)] : []),
  ];
};

const libvirtFix: Finding['fix'] = [
  ['apt-get', 'update'],
  ['apt-get', 'install', '--yes', 'vagrant-libvirt', 'libvirt-daemon-system', 'libvirt-clients', 'qemu-system-x86'],
];

const examineLibvirt = async (processes: Processes): Promise<readonly Finding[]> => {
  const [vagrant, found] = await Promise.all([ask(processes, 'vagrant', '--version'), libvirt(processes)]);
  const version = vagrant === undefined ? undefined : versionIn(vagrant);
  return [
    ...found,
    version === undefined
      ? finding('vagrant', 'missing', text.noVagrant('linux'), ...vagrantFix('linux'))
      : finding('vagrant', 'good', text.vagrant(dotted(version))),
  ];
};

/** What this computer has and lacks for VMs. Reads only. */
export const examine = async (
  processes: Processes,
  hypervisor: HypervisorName,
  kind: Kind = { platform, architecture },
): Promise<readonly Finding[]> => {
  if (hypervisor === 'libvirt') return examineLibvirt(processes);
  const [box, vagrant, loaded, accelerated] = await Promise.all([
    ask(processes, vboxManageProgram(), '--version'),
    ask(processes, 'vagrant', '--version'),
    driver(kind),
    virtualization(processes, kind),
  ]);
  const version = box === undefined ? undefined : versionIn(box);
  return [
    ...programs(kind, version, vagrant === undefined ? undefined : versionIn(vagrant)),
    ...(version === undefined ? [] : loaded),
    ...accelerated,
    ...user(kind),
  ];
};
