import type { Explanation, Explanations } from './explanation.ts';

/** What can be wrong with this computer, its files and its programs. */
export const computerExplanations: Explanations = {
  'computer-lacks': {
    what: {
      en: 'Local machines need a few programs and kernel features that this computer lacks.',
      pt: 'Máquinas locais precisam de alguns programas e recursos do kernel que faltam neste computador.',
    },
    remedy: {
      en: '`doctor` lists them with the commands that mend them; `--setup` runs those.',
      pt: '`doctor` os lista com os comandos que resolvem; `--setup` os roda.',
    },
    example: 'bancada doctor\nbancada doctor --setup',
  },
  'no-image-file': {
    what: { en: 'There is no such file of images.', pt: 'Não existe esse arquivo de imagens.' },
    remedy: {
      en: 'Correct the path, or export one on a computer with a network.',
      pt: 'Corrija o caminho, ou exporte um num computador com rede.',
    },
    example: 'bancada image export survey -o images.tar',
  },
  'images-not-written': {
    what: {
      en: 'The file with the images could not be written to its end.',
      pt: 'O arquivo com as imagens não pôde ser escrito até o fim.',
    },
    remedy: {
      en: 'Most often its disk is full: choose another one.',
      pt: 'Quase sempre o disco está cheio: escolha outro.',
    },
    example: 'bancada image export survey -o /media/stick/images.tar',
  },
  'images-damaged': {
    what: {
      en: 'The file is not what `image export` wrote: it was cut short, or some of it has changed. Nothing was taken.',
      pt: 'O arquivo não é o que `image export` escreveu: foi cortado, ou algo mudou nele. Nada foi trazido.',
    },
    remedy: { en: 'Copy it again, or export it anew.', pt: 'Copie-o de novo, ou exporte outra vez.' },
  },
  'images-foreign': {
    what: {
      en: 'Images are made from this computer’s own release, by the recipe of this Bancada; those in the file are not.',
      pt: 'Imagens são feitas da mesma versão do sistema deste computador, pela receita desta Bancada; as do arquivo não são.',
    },
    remedy: {
      en: 'Export them where release, processor and version of Bancada are the same.',
      pt: 'Exporte-as onde sistema, processador e versão da Bancada sejam os mesmos.',
    },
  },
  'images-other-base': {
    what: {
      en: 'Images of packages stand on a base image, and were built for exactly its versions. The base here was built on another day, from other versions. Nothing was taken.',
      pt: 'Imagens de pacotes se apoiam numa imagem base, e foram construídas para exatamente as versões dela. A base daqui foi construída em outro dia, de outras versões. Nada foi trazido.',
    },
    remedy: {
      en: 'Build the images here, or let go of those that are here before the import; no lab may stand on them then.',
      pt: 'Construa as imagens aqui, ou abra mão das daqui antes de importar; nenhum lab pode se apoiar nelas.',
    },
    example: 'bancada image list -v\nbancada doctor survey --setup',
  },
  'setup-failed': {
    what: {
      en: 'A command that was to prepare this computer ended with an error.',
      pt: 'Um comando que prepararia este computador terminou com erro.',
    },
    remedy: {
      en: 'Run it by hand: it says what it lacks, most often the network or the disk.',
      pt: 'Rode-o à mão: ele diz o que falta, quase sempre a rede ou o disco.',
    },
  },
  'root-needed': {
    what: {
      en: 'Local machines are made by one small program that runs as root.',
      pt: 'Máquinas locais são feitas por um pequeno programa que roda como root.',
    },
    remedy: {
      en: 'Run Bancada as root, or as a user who may use sudo in this terminal.',
      pt: 'Rode a Bancada como root, ou como um usuário que possa usar sudo neste terminal.',
    },
    example: 'sudo -v',
  },
  'not-your-lab': {
    what: {
      en: 'The lab was made by another user of this computer.',
      pt: 'O lab foi criado por outro usuário deste computador.',
    },
    remedy: { en: 'Ask them, or use a lab of your own.', pt: 'Fale com ele, ou use um lab seu.' },
  },
  'nobodys-lab': {
    what: {
      en: 'The files that name the owner of a lab on this computer are gone or damaged. Nobody but root works on it, for it may be another user’s.',
      pt: 'Os arquivos que dizem de quem é um lab deste computador sumiram ou estão danificados. Só o root mexe nele, pois pode ser de outro usuário.',
    },
    remedy: {
      en: 'If it is yours, name yourself as its owner with the command that the message gives, and try again.',
      pt: 'Se ele é seu, diga que é o dono com o comando que a mensagem dá e tente de novo.',
    },
  },
  'kernel-limit': {
    what: {
      en: 'All machines share what the kernel has of some things, such as watches on files or neighbours on networks, and so many machines need more than there is.',
      pt: 'Todas as máquinas dividem o que o kernel tem de certas coisas, como observadores de arquivos ou vizinhos em redes, e tantas máquinas precisam de mais do que há.',
    },
    remedy: {
      en: 'Raise the limit, by `up --setup` or by hand, or end other labs. It is put back when the last lab is destroyed.',
      pt: 'Aumente o limite, com `up --setup` ou à mão, ou encerre outros labs. Ele volta ao que era quando o último lab for destruído.',
    },
    example: 'sudo sysctl -w fs.inotify.max_user_instances=1024',
  },
  'switch-failed': {
    what: {
      en: 'The process that holds the lab’s networks did not start.',
      pt: 'O processo que mantém as redes do lab não iniciou.',
    },
    remedy: {
      en: 'See what the computer lacks, then run `up` again.',
      pt: 'Veja o que falta no computador, e rode `up` de novo.',
    },
    example: 'bancada doctor',
  },
  'door-failed': {
    what: {
      en: 'The process that leads ports of this computer into the lab did not start.',
      pt: 'O processo que leva portas deste computador até o lab não iniciou.',
    },
    remedy: {
      en: 'Its log, which the message names, says why.',
      pt: 'O registro dele, que a mensagem indica, diz por quê.',
    },
  },
  'processes-left': {
    what: {
      en: 'Processes of the lab would not end, not even when killed; the kernel waits for something on their behalf.',
      pt: 'Processos do lab não terminam, nem quando mortos; o kernel espera algo por eles.',
    },
    remedy: {
      en: 'Run `destroy` again in a while; a restart of the computer ends them for sure.',
      pt: 'Rode `destroy` de novo daqui a pouco; reiniciar o computador os encerra com certeza.',
    },
  },
  'state-damaged': {
    what: {
      en: 'A file below `.bancada/` is not what Bancada wrote.',
      pt: 'Um arquivo em `.bancada/` não é o que a Bancada escreveu.',
    },
    remedy: {
      en: 'Do as the hint says. Where it says nothing else, destroy the lab, which works without that file, and bring it up again.',
      pt: 'Faça o que a dica diz. Se ela não disser outra coisa, destrua o lab, o que funciona sem esse arquivo, e ponha-o no ar de novo.',
    },
    example: 'bancada destroy survey\nbancada up survey',
  },
  'state-newer': {
    what: { en: 'A newer Bancada brought this lab up.', pt: 'Uma Bancada mais nova pôs este lab no ar.' },
    remedy: { en: 'Use that one.', pt: 'Use-a.' },
  },
  'state-copied': {
    what: {
      en: 'This project was copied while a lab of it was up, with the folder that leads to the lab’s machines. Two folders cannot have the same machines: one would destroy the other’s.',
      pt: 'Este projeto foi copiado com um lab dele no ar, junto com a pasta que leva às máquinas do lab. Duas pastas não podem ter as mesmas máquinas: uma destruiria as da outra.',
    },
    remedy: {
      en: 'Work on the lab from the folder it was brought up in, or remove the copy that the message names and bring up another lab here.',
      pt: 'Trabalhe no lab a partir da pasta em que ele subiu, ou apague a cópia que a mensagem indica e suba outro lab aqui.',
    },
  },
  'state-linked': {
    what: {
      en: 'The folder in which a lab’s state is kept, or something in it, is a symbolic link. A project that somebody else has made could so have files of yours overwritten or removed, so that Bancada follows none.',
      pt: 'A pasta em que fica o estado do lab, ou algo dentro dela, é um link simbólico. Um projeto feito por outra pessoa poderia assim sobrescrever ou apagar arquivos seus; por isso a Bancada não segue nenhum.',
    },
    remedy: {
      en: 'See where the link leads, and remove it. To keep the state on another disk, move the whole project there.',
      pt: 'Veja aonde o link leva e apague-o. Para guardar o estado em outro disco, mova o projeto inteiro para lá.',
    },
    example: 'ls -la .bancada',
  },
  'state-foreign': {
    what: { en: 'The lab’s state belongs to another user.', pt: 'O estado do lab pertence a outro usuário.' },
    remedy: { en: 'Run the command as that user.', pt: 'Rode o comando como esse usuário.' },
  },
  'state-unwritable': {
    what: {
      en: 'The folder in which a lab’s state is kept cannot be written to.',
      pt: 'Não é possível escrever na pasta em que fica o estado do lab.',
    },
    remedy: { en: 'Make it writable, or free some disk.', pt: 'Torne-a gravável, ou libere disco.' },
    example: 'ls -ld .bancada\ndf -h .',
  },
  'file-unreadable': {
    what: {
      en: 'A file is not yours to read, or is a folder.',
      pt: 'Um arquivo não pode ser lido por você, ou é uma pasta.',
    },
    remedy: { en: 'Correct the path or its permissions.', pt: 'Corrija o caminho ou as permissões.' },
  },
  'file-unwritable': {
    what: {
      en: 'A file cannot be written: its folder is not there or not yours, or the disk is full.',
      pt: 'Um arquivo não pode ser escrito: a pasta não existe ou não é sua, ou o disco está cheio.',
    },
    remedy: { en: 'Make the folder, or choose another place.', pt: 'Crie a pasta, ou escolha outro lugar.' },
  },
  'program-missing': {
    what: {
      en: 'A program that Bancada runs is not installed.',
      pt: 'Um programa que a Bancada usa não está instalado.',
    },
    remedy: { en: '`doctor` says in which package it comes.', pt: '`doctor` diz em que pacote ele vem.' },
    example: 'bancada doctor',
  },
  'program-not-permitted': {
    what: { en: 'A program may not be run by this user.', pt: 'Este usuário não pode rodar um programa.' },
    remedy: { en: 'Correct its permissions, or run as root.', pt: 'Corrija as permissões, ou rode como root.' },
  },
  'program-failed': {
    what: {
      en: 'A program that Bancada ran ended with an error; its output is shown.',
      pt: 'Um programa que a Bancada rodou terminou com erro; a saída é mostrada.',
    },
    remedy: {
      en: 'Mend what it complains of; -v shows all of its output.',
      pt: 'Corrija aquilo de que ele reclama; -v mostra toda a saída.',
    },
  },
  'program-killed': {
    what: {
      en: 'A program that Bancada ran was killed, perhaps because memory ran out.',
      pt: 'Um programa que a Bancada rodou foi morto, talvez por falta de memória.',
    },
    remedy: { en: 'Free memory, or make the machines smaller.', pt: 'Libere memória, ou diminua as máquinas.' },
  },
  'program-timeout': {
    what: {
      en: 'A program that Bancada ran did not end in time.',
      pt: 'Um programa que a Bancada rodou não terminou a tempo.',
    },
    remedy: {
      en: 'Try again when the computer is less busy.',
      pt: 'Tente de novo quando o computador estiver menos ocupado.',
    },
  },
};

/** What is a mistake of Bancada's own, whatever the code. */
export const bug: Explanation = {
  what: {
    en: 'A mistake in Bancada itself, not in what you wrote.',
    pt: 'Um defeito da própria Bancada, não do que você escreveu.',
  },
  remedy: { en: 'Please report it, with what -v prints.', pt: 'Por favor, relate-o com o que -v mostrar.' },
};

/** Codes of such mistakes. */
export const bugCodes: readonly string[] = [
  'bug',
  'machines-run',
  'no-host-key',
  'no-vantage',
  'question-broken',
  'question-not-put',
  'request-refused',
  'role-file',
  'root-program-failed',
  'secret-not-declared',
  'secret-not-shared',
  'secret-of-nothing',
  'sim-thread-failed',
  'template',
];
