import type { Explanations } from './explanation.ts';

/** What can go wrong with VMs. */
export const vmExplanations: Explanations = {
  'libvirt-missing': {
    what: {
      en: 'libvirt does not answer, or Vagrant lacks its plugin for it. It is used on a Linux without VirtualBox.',
      pt: 'O libvirt não responde, ou falta ao Vagrant o plugin para ele. Ele é usado em um Linux sem VirtualBox.',
    },
    remedy: {
      en: 'Install both, join the group libvirt, and log in again. `bancada doctor --on vms` looks.',
      pt: 'Instale os dois, entre no grupo libvirt e inicie a sessão de novo. `bancada doctor --on vms` confere.',
    },
    example: 'sudo apt install vagrant-libvirt libvirt-daemon-system\nsudo adduser "$USER" libvirt',
  },
  'virtualbox-missing': {
    what: {
      en: 'VMs are VirtualBox’s, and neither Vagrant nor Bancada found its program VBoxManage.',
      pt: 'VMs são do VirtualBox, e nem o Vagrant nem a Bancada encontraram o programa VBoxManage.',
    },
    remedy: {
      en: 'Install VirtualBox, open a new terminal, and look again; docs/virtualbox.md tells how on each system.',
      pt: 'Instale o VirtualBox, abra um novo terminal e confira de novo; docs/pt/virtualbox.md diz como em cada sistema.',
    },
    example: 'bancada up survey --on local',
  },
  'versions-do-not-fit': {
    what: {
      en: 'Each Vagrant knows the versions of VirtualBox up to its own time, and refuses newer ones.',
      pt: 'Cada Vagrant conhece as versões do VirtualBox até a sua época, e recusa as mais novas.',
    },
    remedy: {
      en: 'VirtualBox 7.1 needs Vagrant 2.4.2, VirtualBox 7.2 needs 2.4.9. Update Vagrant, or take an older VirtualBox.',
      pt: 'O VirtualBox 7.1 precisa do Vagrant 2.4.2, o 7.2 do 2.4.9. Atualize o Vagrant, ou use um VirtualBox mais antigo.',
    },
  },
  'virtualbox-driver': {
    what: {
      en: 'VirtualBox is there, but its part in the kernel is not: often after a kernel update, or because Secure Boot or macOS did not allow it.',
      pt: 'O VirtualBox está lá, mas sua parte no kernel não: muitas vezes após atualizar o kernel, ou porque o Secure Boot ou o macOS não a permitiu.',
    },
    remedy: {
      en: 'Linux: `sudo /sbin/vboxconfig`, and sign the modules where Secure Boot is on. macOS: allow Oracle’s extension in Privacy & Security and restart.',
      pt: 'Linux: `sudo /sbin/vboxconfig`, e assine os módulos com o Secure Boot ligado. macOS: permita a extensão da Oracle em Privacidade e Segurança e reinicie.',
    },
  },
  'virtualization-taken': {
    what: {
      en: 'Only one hypervisor can hold the processor’s virtualisation, and another one does: Hyper-V, WSL 2, memory integrity, or KVM.',
      pt: 'Só um hipervisor pode ocupar a virtualização do processador, e outro a ocupa: Hyper-V, WSL 2, integridade da memória ou KVM.',
    },
    remedy: {
      en: 'End the other one’s machines, or turn it off; or run the same lab without VMs.',
      pt: 'Encerre as máquinas do outro, ou desligue-o; ou rode o mesmo lab sem VMs.',
    },
    example: 'bancada up survey --on local',
  },
  'virtualization-off': {
    what: {
      en: 'The processor can virtualise, but its firmware has that turned off, or this computer is itself a VM that was not given it.',
      pt: 'O processador sabe virtualizar, mas o firmware desligou isso, ou este computador é ele próprio uma VM que não o recebeu.',
    },
    remedy: {
      en: 'Turn VT-x or AMD-V (SVM) on in the firmware setup; or run the same lab without VMs.',
      pt: 'Ligue VT-x ou AMD-V (SVM) na configuração do firmware; ou rode o mesmo lab sem VMs.',
    },
    example: 'bancada up survey --on local',
  },
  'host-only-range': {
    what: {
      en: 'From version 6.1.28 on VirtualBox allows host-only networks in 192.168.56.0/21 only, unless the computer’s owner says otherwise.',
      pt: 'Desde a versão 6.1.28 o VirtualBox só permite redes host-only em 192.168.56.0/21, salvo se o dono do computador disser outra coisa.',
    },
    remedy: {
      en: 'Give the lan a subnet from 192.168.56.0/24 to 192.168.63.0/24, or allow all in /etc/vbox/networks.conf: `* 0.0.0.0/0`.',
      pt: 'Dê à lan uma sub-rede de 192.168.56.0/24 a 192.168.63.0/24, ou permita todas em /etc/vbox/networks.conf: `* 0.0.0.0/0`.',
    },
  },
  'network-collision': {
    what: {
      en: 'This computer is on a network with the addresses of one of the lab’s: packets would go to the wrong one.',
      pt: 'Este computador está em uma rede com os endereços de uma do lab: os pacotes iriam para a errada.',
    },
    remedy: {
      en: 'Give the lan in the topology file another subnet.',
      pt: 'Dê outra sub-rede à lan no arquivo da topologia.',
    },
  },
  'network-shared': {
    what: {
      en: 'VirtualBox makes one network of two labs’ lans with the same subnet, and each would answer for the other’s addresses.',
      pt: 'O VirtualBox faz uma rede só das lans de dois labs com a mesma sub-rede, e um responderia pelos endereços do outro.',
    },
    remedy: {
      en: 'Take the other lab down first, or give one of them another subnet.',
      pt: 'Desligue antes o outro lab, ou dê outra sub-rede a um deles.',
    },
    example: 'bancada down weights',
  },
  'box-other-architecture': {
    what: {
      en: 'A box is made for one kind of processor, and Apple silicon is of another kind than most boxes.',
      pt: 'Uma box é feita para um tipo de processador, e o Apple silicon é de outro tipo que a maioria.',
    },
    remedy: {
      en: 'Take a box for this processor. Apple silicon also needs VirtualBox 7.1 and Vagrant 2.4.2.',
      pt: 'Use uma box para este processador. Apple silicon também precisa do VirtualBox 7.1 e do Vagrant 2.4.2.',
    },
    example: 'bancada up survey --on vms --box bento/ubuntu-24.04',
  },
  'box-missing': {
    what: {
      en: 'Vagrant has no box of that name and version, and found none to download.',
      pt: 'O Vagrant não tem uma box com esse nome e versão, e não achou nenhuma para baixar.',
    },
    remedy: {
      en: 'See whether this computer is online; `vagrant box list` shows those that are here.',
      pt: 'Veja se este computador está na rede; `vagrant box list` mostra as que estão aqui.',
    },
  },
  'box-download': {
    what: {
      en: 'The download of a box, some 600 MB, broke off.',
      pt: 'O download de uma box, uns 600 MB, foi interrompido.',
    },
    remedy: { en: 'Run it again; Vagrant keeps what it has.', pt: 'Execute de novo; o Vagrant guarda o que já tem.' },
  },
  'disk-full': {
    what: {
      en: 'VirtualBox or Vagrant could not write, for the disk is full. A box takes some 3 GiB, each VM 1 to 3 more.',
      pt: 'O VirtualBox ou o Vagrant não conseguiu escrever: o disco está cheio. Uma box ocupa uns 3 GiB, e cada VM de 1 a 3 mais.',
    },
    remedy: {
      en: 'Destroy labs that are done and remove old boxes.',
      pt: 'Destrua labs encerrados e remova boxes antigas.',
    },
    example: 'bancada list\nbancada destroy weights',
  },
  'port-collision': {
    what: {
      en: 'Vagrant leads a port of this computer to each VM’s SSH server, and another program has taken it.',
      pt: 'O Vagrant leva uma porta deste computador ao servidor SSH de cada VM, e outro programa a ocupou.',
    },
    remedy: { en: 'Run it again: another port is tried.', pt: 'Execute de novo: outra porta é tentada.' },
  },
  'vm-name-taken': {
    what: {
      en: 'There is a VM, or the folder of one that went, with the very name that the lab’s VM is to have.',
      pt: 'Há uma VM, ou a pasta de uma que se foi, com o mesmo nome que a VM do lab deve ter.',
    },
    remedy: {
      en: 'Remove the folder from VirtualBox’s machine folder if no VM of that name is shown in its window.',
      pt: 'Apague a pasta da pasta de máquinas do VirtualBox se nenhuma VM com esse nome aparecer na janela.',
    },
  },
  'vm-gone': {
    what: {
      en: 'The VM was removed while it was worked on, in VirtualBox’s window or by another program.',
      pt: 'A VM foi removida enquanto se trabalhava nela, na janela do VirtualBox ou por outro programa.',
    },
    remedy: { en: '`up` makes it anew.', pt: '`up` a cria de novo.' },
    example: 'bancada up survey',
  },
  'vm-not-running': {
    what: {
      en: 'The VM was turned off while it was worked on.',
      pt: 'A VM foi desligada enquanto se trabalhava nela.',
    },
    remedy: {
      en: '`up` starts it again and completes what was begun.',
      pt: '`up` a inicia de novo e completa o que foi começado.',
    },
    example: 'bancada up survey',
  },
  'vm-locked': {
    what: {
      en: 'VirtualBox and Vagrant let one program at a time work on a VM, and another one is at it.',
      pt: 'O VirtualBox e o Vagrant deixam um programa por vez trabalhar numa VM, e outro está nela.',
    },
    remedy: {
      en: 'Wait until the other Vagrant is done, or close the VM’s settings in VirtualBox’s window.',
      pt: 'Espere o outro Vagrant terminar, ou feche as configurações da VM na janela do VirtualBox.',
    },
  },
  'vm-not-answering': {
    what: {
      en: 'The VM was started and its SSH server has not answered for five minutes.',
      pt: 'A VM foi iniciada e seu servidor SSH não respondeu em cinco minutos.',
    },
    remedy: {
      en: 'Look at its screen in VirtualBox’s window. A slow computer may need a second run.',
      pt: 'Olhe a tela dela na janela do VirtualBox. Um computador lento pode precisar de uma segunda vez.',
    },
  },
  'vm-did-not-boot': {
    what: {
      en: 'The VM went off again while it booted, most often for lack of virtualisation or memory.',
      pt: 'A VM desligou de novo enquanto iniciava, quase sempre por falta de virtualização ou de memória.',
    },
    remedy: {
      en: '`doctor --on vms` looks for the first; starting it in VirtualBox’s window shows the second.',
      pt: '`doctor --on vms` procura a primeira; iniciá-la na janela do VirtualBox mostra a segunda.',
    },
  },
  'not-enough-memory': {
    what: {
      en: 'VirtualBox takes a VM’s memory at once, and this computer has not that much free. A VM takes at least 512 MiB.',
      pt: 'O VirtualBox toma a memória de uma VM de uma vez, e este computador não tem tanta livre. Uma VM ocupa ao menos 512 MiB.',
    },
    remedy: {
      en: 'Close other programs, give machines smaller sizes, or run the lab without VMs.',
      pt: 'Feche outros programas, dê tamanhos menores às máquinas, ou rode o lab sem VMs.',
    },
    example: 'bancada up survey --on local',
  },
  'vagrant-key-refused': {
    what: {
      en: 'Vagrant enters a VM by the lab’s key, or by the well-known one of boxes, and the VM accepts neither.',
      pt: 'O Vagrant entra numa VM pela chave do lab, ou pela chave conhecida das boxes, e a VM não aceita nenhuma.',
    },
    remedy: {
      en: 'The box is not made for Vagrant, or somebody changed its keys: destroy the lab and bring it up again.',
      pt: 'A box não foi feita para o Vagrant, ou alguém mudou suas chaves: destrua o lab e ponha-o no ar de novo.',
    },
  },
  'vagrant-key': {
    what: {
      en: 'A VM that was just made is entered by the key that every box has, which Vagrant keeps in its home folder; it is not there.',
      pt: 'Uma VM recém-criada é aberta pela chave que toda box tem, que o Vagrant guarda na pasta dele; ela não está lá.',
    },
    remedy: {
      en: 'Any use of Vagrant, such as `vagrant status`, makes it again.',
      pt: 'Qualquer uso do Vagrant, como `vagrant status`, a cria de novo.',
    },
  },
  'vm-setup-failed': {
    what: {
      en: 'A VM that was just made could not be given its keys, its name and its networks.',
      pt: 'Não foi possível dar a uma VM recém-criada suas chaves, seu nome e suas redes.',
    },
    remedy: {
      en: 'The output says which step failed. Boxes need Debian 12 or Ubuntu with systemd, and sudo without a password.',
      pt: 'A saída diz qual passo falhou. Boxes precisam de Debian 12 ou Ubuntu com systemd, e sudo sem senha.',
    },
  },
  'no-way-in': {
    what: {
      en: 'The VM has no port by which this computer reaches its SSH server: it is off, or was never set up.',
      pt: 'A VM não tem porta por onde este computador alcance seu servidor SSH: está desligada, ou nunca foi preparada.',
    },
    remedy: { en: '`up` starts it and sets it up.', pt: '`up` a inicia e a prepara.' },
    example: 'bancada up survey',
  },
  'vagrant-failed': {
    what: {
      en: 'Vagrant or VBoxManage ended in a way that Bancada does not know.',
      pt: 'O Vagrant ou o VBoxManage terminou de um modo que a Bancada não conhece.',
    },
    remedy: {
      en: 'With `-v` all that it said is shown; `vagrant up` by hand fails the same way and says more.',
      pt: 'Com `-v` aparece tudo o que ele disse; `vagrant up` à mão falha igual e diz mais.',
    },
  },
};
