import type { Sentence } from '../../model/sentence.ts';
import type { Explanations } from './explanation.ts';

const goOn: Sentence = {
  en: 'Mend the cause and run the same command again: it goes on where it stopped.',
  pt: 'Corrija a causa e rode o mesmo comando de novo: ele continua de onde parou.',
};

/** What can go wrong with a lab and its machines. */
export const labExplanations: Explanations = {
  'set-needs-up': {
    what: {
      en: 'While a lab runs, `set` changes how its services work; machines, networks and ports take an `up`.',
      pt: 'Com o lab no ar, `set` muda como os serviços trabalham; máquinas, redes e portas pedem um `up`.',
    },
    remedy: {
      en: 'Write the value into the topology file and bring it up.',
      pt: 'Escreva o valor no arquivo da topologia e use up.',
    },
    example: 'bancada up survey',
  },
  usage: {
    what: { en: 'The command line was not understood.', pt: 'A linha de comando não foi entendida.' },
    remedy: { en: 'Each verb tells what it takes.', pt: 'Cada verbo diz o que aceita.' },
    example: 'bancada --help\nbancada up --help',
  },
  'which-lab': {
    what: { en: 'Several labs could be meant.', pt: 'Vários labs poderiam ser o indicado.' },
    remedy: { en: 'Name one of them, or give a file.', pt: 'Indique um deles, ou um arquivo.' },
    example: 'bancada list\nbancada up survey\nbancada up ./mine.yaml',
  },
  'unknown-lab': {
    what: {
      en: 'A lab’s name is that of a file in `topology/`, and there is none of this name.',
      pt: 'O nome de um lab é o de um arquivo em `topology/`, e não há nenhum com este nome.',
    },
    remedy: {
      en: 'Correct it, or give a path that ends in .yaml.',
      pt: 'Corrija, ou indique um caminho que termine em .yaml.',
    },
    example: 'bancada list\nbancada validate ./mine.yaml',
  },
  'no-such-file': {
    what: { en: 'There is no such topology file.', pt: 'Não existe esse arquivo de topologia.' },
    remedy: { en: 'Correct the path, or let `new` write one.', pt: 'Corrija o caminho, ou deixe `new` escrever um.' },
    example: 'bancada new shop',
  },
  'bad-lab-name': {
    what: {
      en: 'A lab’s name becomes host names, folders and devices, so it is narrow.',
      pt: 'O nome de um lab vira nomes de máquina, pastas e dispositivos, por isso é restrito.',
    },
    remedy: {
      en: 'Begin with a lower-case letter, then at most 14 lower-case letters, digits or hyphens.',
      pt: 'Comece com uma letra minúscula, depois no máximo 14 letras minúsculas, dígitos ou hifens.',
    },
    example: 'bancada new shop',
  },
  'unknown-code': {
    what: { en: 'Nothing has this code.', pt: 'Nada tem este código.' },
    remedy: { en: '`explain` alone lists all codes.', pt: '`explain` sozinho lista todos os códigos.' },
    example: 'bancada explain',
  },
  'file-there': {
    what: { en: '`new` writes no file over another.', pt: '`new` não escreve por cima de outro arquivo.' },
    remedy: {
      en: 'Choose another name, or remove that file yourself.',
      pt: 'Escolha outro nome, ou remova esse arquivo você mesmo.',
    },
  },
  'bad-topology': {
    what: {
      en: 'The topology has mistakes, each shown at its place.',
      pt: 'A topologia tem erros, cada um mostrado no seu lugar.',
    },
    remedy: {
      en: 'Mend them; `validate` shows them again without running anything. `explain` knows the code at the end of each.',
      pt: 'Corrija-os; `validate` mostra de novo sem executar nada. `explain` conhece o código no fim de cada um.',
    },
    example: 'bancada validate survey\nbancada explain unknown-key',
  },
  'only-sketched': {
    what: {
      en: 'Some services are only sketched: they can be drawn and checked, but nobody has written how they are made.',
      pt: 'Alguns serviços são só esboços: podem ser desenhados e conferidos, mas ninguém escreveu como são feitos.',
    },
    remedy: {
      en: 'Use a role that can be made, or write one: ansible-free-provision/README.md.',
      pt: 'Use um papel que possa ser feito, ou escreva um: ansible-free-provision/README.md.',
    },
    example: 'bancada graph kazumi\nbancada show kazumi',
  },
  'lab-not-up': {
    what: {
      en: 'The lab was never brought up here, or it was destroyed.',
      pt: 'O lab nunca foi posto no ar aqui, ou foi destruído.',
    },
    remedy: { en: 'Bring it up.', pt: 'Ponha-o no ar.' },
    example: 'bancada up survey',
  },
  'lab-elsewhere': {
    what: {
      en: 'This computer knows of no such lab, but the cloud account or a computer of hosts.yaml holds one of that name and of your user name. It may have been begun on another computer, and be in use there.',
      pt: 'Este computador não conhece esse lab, mas a conta na nuvem ou um computador de hosts.yaml tem um com esse nome e o seu nome de usuário. Ele pode ter sido iniciado em outro computador, e estar em uso lá.',
    },
    remedy: {
      en: 'Give its id, which the message tells, where you mean that one; `list --cloud` shows what it holds.',
      pt: 'Indique o id dele, que a mensagem diz, se é esse mesmo; `list --cloud` mostra o que ele tem.',
    },
    example: 'bancada list --cloud\nbancada destroy k3x9q2ab --yes',
  },
  'lab-busy': {
    what: {
      en: 'Another command is changing this lab, and two at once would disturb each other. A command that died does not hold it.',
      pt: 'Outro comando está mudando este lab, e dois ao mesmo tempo se atrapalhariam. Um comando que morreu não o segura.',
    },
    remedy: { en: 'Wait for it, or end it with Ctrl-C.', pt: 'Espere por ele, ou encerre-o com Ctrl-C.' },
    example: 'bancada status survey',
  },
  'not-confirmed': {
    what: {
      en: 'Something would be lost, changed or opened for good, and nobody agreed to it. Nothing was done.',
      pt: 'Algo se perderia, mudaria ou se abriria de vez, e ninguém concordou. Nada foi feito.',
    },
    remedy: {
      en: 'Answer y, or give the flag that the hint names.',
      pt: 'Responda s, ou use a opção que a dica indica.',
    },
    example: 'bancada destroy survey --yes',
  },
  interrupted: {
    what: {
      en: 'Somebody pressed Ctrl-C, or ended the program. What was made stays.',
      pt: 'Alguém apertou Ctrl-C, ou encerrou o programa. O que foi feito fica.',
    },
    remedy: { en: 'Run the command again, or destroy the lab.', pt: 'Rode o comando de novo, ou destrua o lab.' },
    example: 'bancada up survey\nbancada destroy survey',
  },
  'lab-cannot-bind': {
    what: {
      en: 'The machines are there, but what was found out about them contradicts the topology.',
      pt: 'As máquinas existem, mas o que se descobriu delas contradiz a topologia.',
    },
    remedy: goOn,
  },
  'costs-too-much': {
    what: { en: 'What the lab may cost is more than was allowed.', pt: 'O que o lab pode custar passa do permitido.' },
    remedy: { en: 'Allow more, or let it end by itself sooner.', pt: 'Permita mais, ou faça-o terminar antes.' },
  },
  'no-port': {
    what: { en: 'The target of `forward` names no port.', pt: 'O destino de `forward` não indica porta.' },
    remedy: {
      en: 'Give machine:port, or a service that offers one.',
      pt: 'Indique máquina:porta, ou um serviço que ofereça uma.',
    },
    example: 'bancada forward survey db:3306\nbancada forward survey mariadb',
  },
  'port-taken': {
    what: {
      en: 'Another program of this computer listens on that port.',
      pt: 'Outro programa deste computador escuta nessa porta.',
    },
    remedy: { en: 'End it, or take another port.', pt: 'Encerre-o, ou use outra porta.' },
    example: 'ss -ltnp',
  },
  'change-failed': {
    what: {
      en: 'A change on a machine ended with an error; its command and output are shown.',
      pt: 'Uma mudança numa máquina terminou com erro; o comando e a saída são mostrados.',
    },
    remedy: goOn,
    example: 'bancada plan survey\nbancada ssh survey app1\nbancada logs survey app1',
  },
  'operation-failed': {
    what: { en: 'A command on a machine ended with an error.', pt: 'Um comando numa máquina terminou com erro.' },
    remedy: goOn,
    example: 'bancada logs survey app1',
  },
  'machines-failed': {
    what: {
      en: 'Several machines could not be made as described; each says why.',
      pt: 'Várias máquinas não ficaram como descritas; cada uma diz por quê.',
    },
    remedy: goOn,
  },
  'still-different': {
    what: {
      en: 'A machine was changed and looked at again, and is still not as described: something on it changes it back.',
      pt: 'Uma máquina foi mudada e olhada de novo, e ainda não está como descrita: algo nela desfaz a mudança.',
    },
    remedy: {
      en: 'Look for who writes that file, or starts and stops that service.',
      pt: 'Procure quem escreve esse arquivo, ou liga e para esse serviço.',
    },
    example: 'bancada plan survey\nbancada logs survey app1 --since 5m',
  },
  'resource-clash': {
    what: {
      en: 'Two services of one machine want the same file or unit, each its own.',
      pt: 'Dois serviços de uma máquina querem o mesmo arquivo ou unidade, cada um o seu.',
    },
    remedy: { en: 'Put one of them on another machine.', pt: 'Ponha um deles em outra máquina.' },
  },
  'not-ready': {
    what: {
      en: 'Everything is set up, but a service does not answer within the time given.',
      pt: 'Tudo está preparado, mas um serviço não responde no tempo dado.',
    },
    remedy: {
      en: 'Its journal says why; a slow computer may need more time.',
      pt: 'O diário dele diz por quê; um computador lento pode precisar de mais tempo.',
    },
    example: 'bancada status survey\nbancada logs survey --service survey\nbancada up survey --timeout 5m',
  },
  'journal-unreadable': {
    what: {
      en: 'journalctl on a machine ended with an error; `--since` may be something that it does not understand.',
      pt: 'O journalctl de uma máquina terminou com erro; `--since` pode ser algo que ele não entende.',
    },
    remedy: {
      en: 'Write a time as 10m, today, or 2026-01-31 08:00.',
      pt: 'Escreva o tempo como 10m, today, ou 2026-01-31 08:00.',
    },
  },
  'machine-not-reached': {
    what: {
      en: 'A check needs to look from a machine that cannot be entered, so that nothing can be said.',
      pt: 'Uma verificação precisa olhar de uma máquina em que não se entra, então nada se pode dizer.',
    },
    remedy: { en: 'Bring the machine back.', pt: 'Traga a máquina de volta.' },
    example: 'bancada status survey\nbancada start survey app1',
  },
  'machine-failed': {
    what: {
      en: 'A machine did not start, or ended while it started.',
      pt: 'Uma máquina não iniciou, ou terminou enquanto iniciava.',
    },
    remedy: {
      en: 'See what the computer lacks, and what the machine itself said.',
      pt: 'Veja o que falta no computador, e o que a própria máquina disse.',
    },
    example: 'bancada doctor\nbancada up survey -v',
  },
  'ssh-key-refused': {
    what: {
      en: 'The machine does not know the lab’s key: it is another machine, or somebody changed its authorized_keys, or the lab’s secrets are lost.',
      pt: 'A máquina não conhece a chave do lab: é outra máquina, alguém mudou o authorized_keys, ou os segredos do lab se perderam.',
    },
    remedy: { en: 'Destroy the lab and bring it up again.', pt: 'Destrua o lab e ponha-o no ar de novo.' },
  },
  'ssh-host-key': {
    what: {
      en: 'The machine shows another host key than the one it was made with. Somebody may stand in between.',
      pt: 'A máquina mostra uma chave de host diferente daquela com que foi criada. Pode haver alguém no meio.',
    },
    remedy: {
      en: 'If you did not expect it, destroy the lab and bring it up again.',
      pt: 'Se você não esperava por isso, destrua o lab e ponha-o no ar de novo.',
    },
  },
  'ssh-forbidden': {
    what: {
      en: 'The way into the machine belongs to another user of this computer.',
      pt: 'O acesso à máquina pertence a outro usuário deste computador.',
    },
    remedy: {
      en: 'Run the command as the user who made the lab.',
      pt: 'Rode o comando como o usuário que criou o lab.',
    },
  },
  ...Object.fromEntries(
    ['ssh-refused', 'ssh-unreachable', 'ssh-timeout', 'ssh-lost', 'ssh-channel', 'ssh-failed'].map((code) => [
      code,
      {
        what: {
          en: 'A machine does not answer by SSH: it is stopped, still starting, overloaded, or went away meanwhile.',
          pt: 'Uma máquina não responde por SSH: está parada, iniciando, sobrecarregada, ou sumiu no meio.',
        },
        remedy: {
          en: 'See what it is doing; `up` brings it back.',
          pt: 'Veja o que ela está fazendo; `up` a traz de volta.',
        },
        example: 'bancada status survey\nbancada up survey',
      },
    ]),
  ),
  'no-remote-program': {
    what: {
      en: 'On the machine, python3 could not be started as root.',
      pt: 'Na máquina, não foi possível iniciar python3 como root.',
    },
    remedy: {
      en: 'The machine needs python3, and a user who is not root needs sudo without a password.',
      pt: 'A máquina precisa de python3, e um usuário que não é root precisa de sudo sem senha.',
    },
  },
};
