import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

/** What keeps VirtualBox and Vagrant from doing their work, and what to do about it. */
export const vagrantErrors = {
  noVirtualBox: {
    message: { en: 'VirtualBox is not installed', pt: 'o VirtualBox não está instalado' },
    hint: {
      en: 'install it as docs/virtualbox.md says; `bancada doctor --on vms` looks again',
      pt: 'instale-o como diz docs/pt/virtualbox.md; `bancada doctor --on vms` confere de novo',
    },
  },
  noLibvirt: {
    message: {
      en: 'libvirt does not answer, or Vagrant has no plugin for it',
      pt: 'o libvirt não responde, ou falta ao Vagrant o plugin para ele',
    },
    hint: {
      en: 'Debian, Ubuntu: sudo apt install vagrant-libvirt libvirt-daemon-system, be in the group libvirt; docs/virtualbox.md says more',
      pt: 'Debian, Ubuntu: sudo apt install vagrant-libvirt libvirt-daemon-system, esteja no grupo libvirt; docs/pt/virtualbox.md diz mais',
    },
  },
  versionsDoNotFit: {
    message: {
      en: 'this Vagrant does not know this version of VirtualBox',
      pt: 'este Vagrant não conhece esta versão do VirtualBox',
    },
    hint: {
      en: 'VirtualBox 7.1 needs Vagrant 2.4.2 or newer, 7.2 needs 2.4.9: update Vagrant',
      pt: 'o VirtualBox 7.1 precisa do Vagrant 2.4.2 ou mais novo, o 7.2 do 2.4.9: atualize o Vagrant',
    },
  },
  noDriver: {
    message: {
      en: 'VirtualBox’s kernel driver is not loaded',
      pt: 'o driver de kernel do VirtualBox não está carregado',
    },
    hint: {
      en: 'Linux: sudo /sbin/vboxconfig (with Secure Boot, sign the modules); macOS: allow it in System Settings, Privacy & Security, and restart',
      pt: 'Linux: sudo /sbin/vboxconfig (com Secure Boot, assine os módulos); macOS: permita-o em Ajustes do Sistema, Privacidade e Segurança, e reinicie',
    },
  },
  virtualizationTaken: {
    message: {
      en: 'another hypervisor holds the processor’s virtualisation',
      pt: 'outro hipervisor ocupa a virtualização do processador',
    },
    hint: {
      en: 'Windows: turn Hyper-V and memory integrity off (bcdedit /set hypervisorlaunchtype off, then restart); Linux: end KVM’s machines',
      pt: 'Windows: desligue o Hyper-V e a integridade da memória (bcdedit /set hypervisorlaunchtype off e reinicie); Linux: encerre as máquinas do KVM',
    },
  },
  virtualizationOff: {
    message: {
      en: 'the processor’s virtualisation (VT-x, AMD-V) is off',
      pt: 'a virtualização do processador (VT-x, AMD-V) está desligada',
    },
    hint: {
      en: 'turn it on in the firmware (BIOS, UEFI) setup; until then, --on local runs the same lab',
      pt: 'ligue-a na configuração do firmware (BIOS, UEFI); até lá, --on local roda o mesmo lab',
    },
  },
  hostOnlyRange: {
    message: {
      en: 'VirtualBox does not let a host-only network have these addresses',
      pt: 'o VirtualBox não permite estes endereços em uma rede host-only',
    },
    hint: {
      en: 'give the lan a subnet of 192.168.56.0/21, or put the line "* 0.0.0.0/0" into /etc/vbox/networks.conf',
      pt: 'dê à lan uma sub-rede de 192.168.56.0/21, ou ponha a linha "* 0.0.0.0/0" em /etc/vbox/networks.conf',
    },
  },
  networkCollision: {
    message: {
      en: 'a network of the lab has the addresses of one that this computer is on already',
      pt: 'uma rede do lab tem os endereços de outra em que este computador já está',
    },
    hint: { en: 'give the lan another subnet', pt: 'dê à lan outra sub-rede' },
  },
  boxArchitecture: {
    message: {
      en: 'the box is for another processor than this computer’s',
      pt: 'a box é para outro processador que não o deste computador',
    },
    hint: {
      en: 'Apple silicon needs VirtualBox 7.1, Vagrant 2.4.2 and an arm64 box: --box <name>',
      pt: 'Apple silicon precisa do VirtualBox 7.1, do Vagrant 2.4.2 e de uma box arm64: --box <nome>',
    },
  },
  boxMissing: {
    message: { en: 'the box cannot be found', pt: 'a box não foi encontrada' },
    hint: {
      en: 'see whether this computer is online, or give one that `vagrant box list` shows: --box <name>',
      pt: 'veja se este computador está na rede, ou indique uma que `vagrant box list` mostra: --box <nome>',
    },
  },
  boxDownload: {
    message: { en: 'the box could not be downloaded', pt: 'não foi possível baixar a box' },
    hint: {
      en: 'run it again: the download goes on where it stopped',
      pt: 'execute de novo: o download continua de onde parou',
    },
  },
  portCollision: (port: string | undefined): Words => ({
    message: {
      en: `port ${port ?? '?'} of this computer is taken`,
      pt: `a porta ${port ?? '?'} deste computador está ocupada`,
    },
    hint: {
      en: 'run it again: another port is tried; or end the program that has it',
      pt: 'execute de novo: outra porta é tentada; ou encerre o programa que a usa',
    },
  }),
  nameTaken: {
    message: { en: 'there is another VM of that name', pt: 'já existe outra VM com esse nome' },
    hint: {
      en: 'remove its folder in VirtualBox’s machine folder if no VM is registered by that name, and run it again',
      pt: 'apague a pasta dela na pasta de máquinas do VirtualBox se nenhuma VM com esse nome estiver registrada, e execute de novo',
    },
  },
  gone: {
    message: { en: 'the VM is not there any more', pt: 'a VM não existe mais' },
    hint: { en: 'bancada up makes it again', pt: 'bancada up a cria de novo' },
  },
  notRunning: {
    message: { en: 'the VM does not run', pt: 'a VM não está rodando' },
    hint: { en: 'bancada up starts it', pt: 'bancada up a inicia' },
  },
  locked: {
    message: {
      en: 'another program is at work on the VM, or on Vagrant’s files',
      pt: 'outro programa está usando a VM, ou os arquivos do Vagrant',
    },
    hint: {
      en: 'wait until it is done; close the VM’s settings in VirtualBox’s window; then run it again',
      pt: 'espere que termine; feche as configurações da VM na janela do VirtualBox; depois execute de novo',
    },
  },
  noAnswer: {
    message: { en: 'the VM boots, but does not answer', pt: 'a VM inicia, mas não responde' },
    hint: {
      en: 'look at its screen in VirtualBox’s window; run it again to wait longer',
      pt: 'olhe a tela dela na janela do VirtualBox; execute de novo para esperar mais',
    },
  },
  badState: {
    message: { en: 'the VM went off while it booted', pt: 'a VM desligou enquanto iniciava' },
    hint: {
      en: 'start it in VirtualBox’s window to see why; it often lacks virtualisation or memory',
      pt: 'inicie-a na janela do VirtualBox para ver o motivo; costuma faltar virtualização ou memória',
    },
  },
  noMemory: {
    message: {
      en: 'this computer has too little free memory for the VM',
      pt: 'falta memória livre neste computador para a VM',
    },
    hint: {
      en: 'close other programs, give the machines a smaller size, or run it --on local',
      pt: 'feche outros programas, dê às máquinas um tamanho menor, ou rode com --on local',
    },
  },
  diskFull: {
    message: { en: 'the disk of this computer is full', pt: 'o disco deste computador está cheio' },
    hint: {
      en: 'free some GiB: `vagrant box prune`, `bancada destroy` for labs that are done; then run it again',
      pt: 'libere alguns GiB: `vagrant box prune`, `bancada destroy` para labs encerrados; depois execute de novo',
    },
  },
  keyRefused: {
    message: {
      en: 'the VM accepts neither the lab’s key nor Vagrant’s',
      pt: 'a VM não aceita nem a chave do lab nem a do Vagrant',
    },
    hint: {
      en: 'the box is not made for Vagrant, or its keys were changed: bancada destroy, then up',
      pt: 'a box não foi feita para o Vagrant, ou suas chaves mudaram: bancada destroy e depois up',
    },
  },
  unknown: (program: string, said: string): Words => ({
    message: { en: `${program} failed: ${said}`, pt: `${program} falhou: ${said}` },
    hint: {
      en: 'run it again with -v to see all that it said',
      pt: 'execute de novo com -v para ver tudo o que ele disse',
    },
  }),
} as const satisfies Readonly<Record<string, Words | ((...values: never[]) => Words)>>;

/** What is said about VMs. */
export const vagrantTexts = {
  boots: (name: string): Sentence => ({ en: `${name} boots`, pt: `${name} inicia` }),
  setsUp: (name: string): Sentence => ({
    en: `${name}: keys, name, networks`,
    pt: `${name}: chaves, nome, redes`,
  }),
  asRoot: {
    en: 'these VMs are root’s: they do not show in the VirtualBox window of the user who sits here',
    pt: 'estas VMs são do root: não aparecem na janela do VirtualBox de quem está usando o computador',
  },
  clonesLeft: (names: readonly string[]): Sentence => ({
    en: `an earlier Vagrant was cut off while it cloned, and several VMs may be its clone, so none is removed: ${names.join(', ')}; if no other Vagrant is at work, VBoxManage unregistervm NAME --delete removes one`,
    pt: `um Vagrant anterior foi interrompido enquanto clonava, e várias VMs podem ser o clone dele, então nenhuma é removida: ${names.join(', ')}; se nenhum outro Vagrant está em ação, VBoxManage unregistervm NOME --delete remove uma`,
  }),
  otherVagrant: {
    en: 'another Vagrant is at work on these machines',
    pt: 'outro Vagrant está trabalhando nestas máquinas',
  },
  takesSnapshot: (machine: string): Sentence => ({
    en: `VirtualBox keeps ${machine} as it is`,
    pt: `o VirtualBox guarda ${machine} como está`,
  }),
  putsBack: (machine: string): Sentence => ({
    en: `VirtualBox puts ${machine} back`,
    pt: `o VirtualBox traz ${machine} de volta`,
  }),
  dropsSnapshot: (machine: string): Sentence => ({
    en: `VirtualBox merges the disks of ${machine}`,
    pt: `o VirtualBox junta os discos de ${machine}`,
  }),
  stops: (name: string): Sentence => ({ en: `${name} shuts down`, pt: `${name} desliga` }),
  destroys: { en: 'removing the VMs', pt: 'removendo as VMs' },
  different: (what: readonly Sentence[]): Sentence => ({
    en: `not as described: ${what.map(({ en }) => en).join(', ')}`,
    pt: `diferente do descrito: ${what.map(({ pt }) => pt).join(', ')}`,
  }),
  size: { en: 'processors or memory', pt: 'processadores ou memória' },
  cards: { en: 'network cards', pt: 'placas de rede' },
  ending: { en: 'it is shutting down', pt: 'está sendo desligada' },
  given: { en: 'it is to be set up anew', pt: 'deve ser configurada de novo' },
  inState: (state: string): Sentence => ({
    en: `its hypervisor says it is ${state}`,
    pt: `o hipervisor diz que está ${state}`,
  }),
  noPort: (name: string): Sentence => ({
    en: `${name} has no port by which it is managed`,
    pt: `${name} não tem porta por onde ser administrada`,
  }),
  noPortHint: { en: 'bancada up gives it one', pt: 'bancada up lhe dá uma' },
  noVantage: (network: string): Sentence => ({
    en: `this computer has no place on network ${network}`,
    pt: `este computador não tem lugar na rede ${network}`,
  }),
  noBox: (system: string) => ({
    message: {
      en: `no box of ${system} is known for libvirt`,
      pt: `nenhuma box de ${system} é conhecida para o libvirt`,
    },
    hint: {
      en: 'use --system debian-12, name a box of your own with --box, or use VirtualBox',
      pt: 'use --system debian-12, indique uma box sua com --box, ou use o VirtualBox',
    },
  }),
  noKey: (folder: string): Sentence => ({
    en: `Vagrant’s well-known key is not in ${folder}`,
    pt: `a chave conhecida do Vagrant não está em ${folder}`,
  }),
  noKeyHint: { en: '`vagrant status` makes it again', pt: '`vagrant status` a cria de novo' },
  setupFailed: (name: string): Sentence => ({
    en: `${name} could not be given its keys and networks`,
    pt: `não foi possível dar a ${name} suas chaves e redes`,
  }),
  setupFailedHint: {
    en: 'a box needs Debian 12 or Ubuntu with systemd, and sudo without a password for its user vagrant',
    pt: 'uma box precisa de Debian 12 ou Ubuntu com systemd, e sudo sem senha para o usuário vagrant',
  },
  sharedNetwork: (labs: readonly string[], subnet: string): Words => ({
    message: {
      en: `VMs of ${labs.join(', ')} are on ${subnet} too`,
      pt: `VMs de ${labs.join(', ')} também estão em ${subnet}`,
    },
    hint: {
      en: 'VirtualBox makes one network of both: take the other lab down, or give this one another subnet',
      pt: 'o VirtualBox faz das duas uma rede só: desligue o outro lab, ou dê a este outra sub-rede',
    },
  }),
} as const satisfies Readonly<
  Record<string, Sentence | Words | ((...values: never[]) => Sentence) | ((...values: never[]) => Words)>
>;
