import type { Sentence } from '../model/sentence.ts';

const installers: Readonly<Record<string, Sentence>> = {
  win32: {
    en: 'winget install Oracle.VirtualBox Hashicorp.Vagrant',
    pt: 'winget install Oracle.VirtualBox Hashicorp.Vagrant',
  },
  darwin: { en: 'brew install --cask virtualbox vagrant', pt: 'brew install --cask virtualbox vagrant' },
};

const installerOn = (system: string): Sentence =>
  installers[system] ?? { en: 'see docs/virtualbox.md', pt: 'veja docs/pt/virtualbox.md' };

/** What this computer has, or lacks, for VMs. */
export const vagrantFindings = {
  virtualBox: (version: string): Sentence => ({
    en: `VirtualBox ${version} is installed`,
    pt: `o VirtualBox ${version} está instalado`,
  }),
  noVirtualBox: (system: string): Sentence => ({
    en: `VirtualBox is not installed: ${installerOn(system).en}`,
    pt: `o VirtualBox não está instalado: ${installerOn(system).pt}`,
  }),
  olderVirtualBox: (needs: string): Sentence => ({
    en: `Apple silicon needs VirtualBox ${needs} or newer: brew upgrade --cask virtualbox`,
    pt: `o Apple silicon precisa do VirtualBox ${needs} ou mais novo: brew upgrade --cask virtualbox`,
  }),
  vagrant: (version: string): Sentence => ({
    en: `Vagrant ${version} is installed`,
    pt: `o Vagrant ${version} está instalado`,
  }),
  noVagrant: (system: string): Sentence => ({
    en: `Vagrant is not installed: ${installerOn(system).en}`,
    pt: `o Vagrant não está instalado: ${installerOn(system).pt}`,
  }),
  olderVagrant: (needs: string, virtualBox: string): Sentence => ({
    en: `VirtualBox ${virtualBox} needs Vagrant ${needs} or newer`,
    pt: `o VirtualBox ${virtualBox} precisa do Vagrant ${needs} ou mais novo`,
  }),
  libvirt: (version: string): Sentence => ({ en: `libvirt ${version} answers`, pt: `o libvirt ${version} responde` }),
  noLibvirt: {
    en: 'libvirt does not answer: its daemon is not there, or you are not in the group libvirt (log in again after you joined it)',
    pt: 'o libvirt não responde: falta o serviço dele, ou você não está no grupo libvirt (entre de novo depois de entrar no grupo)',
  },
  libvirtPlugin: { en: 'Vagrant has its plugin for libvirt', pt: 'o Vagrant tem o plugin para o libvirt' },
  noLibvirtPlugin: {
    en: 'Vagrant has no plugin for libvirt (vagrant-libvirt)',
    pt: 'falta ao Vagrant o plugin para o libvirt (vagrant-libvirt)',
  },
  noKvm: {
    en: 'this computer has no KVM: VMs are emulated, and a hundred times slower',
    pt: 'este computador não tem KVM: as VMs são emuladas, e cem vezes mais lentas',
  },
  driver: { en: 'VirtualBox’s kernel driver is loaded', pt: 'o driver de kernel do VirtualBox está carregado' },
  noDriver: {
    en: 'VirtualBox’s kernel driver is not loaded',
    pt: 'o driver de kernel do VirtualBox não está carregado',
  },
  virtualization: {
    en: 'the processor can virtualise (VT-x, AMD-V)',
    pt: 'o processador sabe virtualizar (VT-x, AMD-V)',
  },
  noVirtualization: {
    en: 'the processor shows neither VT-x nor AMD-V: turn it on in the firmware setup',
    pt: 'o processador não mostra VT-x nem AMD-V: ligue-o na configuração do firmware',
  },
  hyperV: {
    en: 'Hyper-V, or memory integrity, is on: VirtualBox is slow beside it, or fails (docs/virtualbox.md)',
    pt: 'o Hyper-V, ou a integridade da memória, está ligado: o VirtualBox fica lento ou falha (docs/pt/virtualbox.md)',
  },
  asRoot: {
    en: 'this is root: its VMs do not show in the VirtualBox window of the user who sits here',
    pt: 'este é o root: suas VMs não aparecem na janela do VirtualBox de quem está usando o computador',
  },
} as const satisfies Readonly<Record<string, Sentence | ((...values: never[]) => Sentence)>>;
