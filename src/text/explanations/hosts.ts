import type { Sentence } from '../../model/sentence.ts';
import type { Explanations } from './explanation.ts';

const untouched: Sentence = {
  en: 'Mend it and run up again; no computer was touched.',
  pt: 'Corrija e rode up de novo; nenhum computador foi tocado.',
};
const otherKeyFile: Sentence = {
  en: 'Name another file under `key:`, for one host or under `defaults:`.',
  pt: 'Indique outro arquivo em `key:`, para um host ou em `defaults:`.',
};
const asShown = (key: string): string => `hosts:\n  lb: { address: 192.168.1.10, ${key} }`;

/** What can go wrong with computers that are already there, and with `hosts.yaml`, which tells of them. */
export const hostExplanations: Explanations = {
  'no-hosts-file': {
    what: {
      en: 'On the target ssh, hosts.yaml says which computer each machine is, and there is no such file.',
      pt: 'No alvo ssh, o hosts.yaml diz qual computador é cada máquina, e não há esse arquivo.',
    },
    remedy: {
      en: 'Write it beside topology/, or name another one with `--hosts`.',
      pt: 'Escreva-o ao lado de topology/, ou indique outro com `--hosts`.',
    },
    example: asShown('user: admin, key: ~/.ssh/id_ed25519'),
  },
  'bad-hosts': {
    what: {
      en: 'hosts.yaml has mistakes, each shown at its place.',
      pt: 'O hosts.yaml tem erros, cada um no seu lugar.',
    },
    remedy: untouched,
  },
  'bad-host-address': {
    what: {
      en: '`address` is where the computer’s SSH server is met: an address or a host name, without user and port.',
      pt: '`address` é onde se encontra o servidor SSH do computador: um endereço ou nome, sem usuário nem porta.',
    },
    remedy: { en: 'Give the user and the port keys of their own.', pt: 'Dê ao usuário e à porta chaves próprias.' },
    example: asShown('user: admin, port: 2222'),
  },
  'bad-own-address': {
    what: {
      en: 'Under `networks` stand the IPv4 addresses that the computer itself has.',
      pt: 'Em `networks` ficam os endereços IPv4 que o próprio computador tem.',
    },
    remedy: { en: 'Look them up there with `ip address`.', pt: 'Veja-os lá com `ip address`.' },
    example: asShown('networks: { lan: 10.0.0.10 }'),
  },
  'bad-host-key': {
    what: {
      en: '`hostKey` is the public key by which the computer is known: its kind, and a long word.',
      pt: '`hostKey` é a chave pública pela qual o computador é conhecido: o tipo e uma palavra longa.',
    },
    remedy: {
      en: 'Copy it from /etc/ssh/ssh_host_ed25519_key.pub there, or leave it out and be asked.',
      pt: 'Copie-a de /etc/ssh/ssh_host_ed25519_key.pub lá, ou omita-a e seja perguntado.',
    },
  },
  'host-without-key': {
    what: {
      en: 'Nothing says with which private key the computer is entered.',
      pt: 'Nada diz com qual chave privada se entra no computador.',
    },
    remedy: otherKeyFile,
    example: 'defaults: { key: ~/.ssh/id_ed25519 }',
  },
  'key-absent': {
    what: { en: 'There is no such key file.', pt: 'Não existe esse arquivo de chave.' },
    remedy: otherKeyFile,
  },
  'key-open': {
    what: {
      en: 'Others on this computer may read the private key; whoever has it enters as you.',
      pt: 'Outros neste computador podem ler a chave privada; quem a tem entra como você.',
    },
    remedy: { en: 'Keep it to yourself.', pt: 'Guarde-a só para você.' },
    example: 'chmod 600 ~/.ssh/id_ed25519',
  },
  'key-unreadable': {
    what: {
      en: 'The file is no private key: perhaps the public half, which ends in .pub.',
      pt: 'O arquivo não é uma chave privada: talvez a metade pública, que termina em .pub.',
    },
    remedy: otherKeyFile,
  },
  'key-locked': {
    what: {
      en: 'The key is protected by a passphrase, and there is no SSH agent to open it.',
      pt: 'A chave é protegida por uma frase secreta, e não há um agente SSH para abri-la.',
    },
    remedy: {
      en: 'Give it to an agent, which asks for the passphrase once, or make a key for the lab alone.',
      pt: 'Entregue-a a um agente, que pede a frase secreta uma vez, ou crie uma só para o lab.',
    },
    example: 'eval "$(ssh-agent)"\nssh-add ~/.ssh/id_ed25519',
  },
  'host-twice': {
    what: {
      en: 'Two machines would be the same computer, and their services would take each other’s ports.',
      pt: 'Duas máquinas seriam o mesmo computador, e os serviços tomariam as portas um do outro.',
    },
    remedy: { en: 'Give each a computer of its own.', pt: 'Dê a cada uma um computador próprio.' },
  },
  'host-missing': {
    what: {
      en: 'A machine of the topology has no entry in hosts.yaml.',
      pt: 'Uma máquina da topologia não tem entrada no hosts.yaml.',
    },
    remedy: { en: 'Add one; it bears the machine’s name.', pt: 'Acrescente uma; ela leva o nome da máquina.' },
    example: asShown('user: admin'),
  },
  'host-not-trusted': {
    what: {
      en: 'A computer is met for the first time and nobody has agreed that its key is the right one.',
      pt: 'Um computador é visto pela primeira vez e ninguém confirmou que a chave dele é a certa.',
    },
    remedy: {
      en: 'Compare the fingerprint there, then answer y, or write `hostKey:` into hosts.yaml.',
      pt: 'Compare a impressão digital lá, depois responda s, ou escreva `hostKey:` no hosts.yaml.',
    },
  },
  'host-other-key': {
    what: {
      en: 'The computer shows another key than before: it was installed anew, it is another one, or somebody stands in between.',
      pt: 'O computador mostra outra chave: foi reinstalado, é outro, ou há alguém no meio.',
    },
    remedy: {
      en: 'If you know why, write its new key into hosts.yaml (`hostKey:`).',
      pt: 'Se você sabe por quê, escreva a chave nova no hosts.yaml (`hostKey:`).',
    },
  },
  'host-key-refused': {
    what: {
      en: 'The computer does not let this user in with this key.',
      pt: 'O computador não deixa este usuário entrar com esta chave.',
    },
    remedy: {
      en: 'Try by hand; cloud images want `admin` (Debian) or `ubuntu`.',
      pt: 'Tente à mão; imagens de nuvem querem `admin` (Debian) ou `ubuntu`.',
    },
  },
  'host-not-debian': {
    what: { en: 'Bancada sets up Debian and Ubuntu only.', pt: 'A Bancada só prepara Debian e Ubuntu.' },
    remedy: untouched,
  },
  'host-no-systemd': {
    what: {
      en: 'The lab’s services are units of systemd, which does not run on this computer.',
      pt: 'Os serviços do lab são unidades do systemd, que não roda neste computador.',
    },
    remedy: untouched,
  },
  'host-no-sudo': {
    what: {
      en: 'Installing needs root, and nobody is there to type a password.',
      pt: 'Instalar exige root, e não há quem digite uma senha.',
    },
    remedy: {
      en: 'Let the user become root without one, or enter as root.',
      pt: 'Deixe o usuário virar root sem ela, ou entre como root.',
    },
  },
  'host-no-program': {
    what: {
      en: 'A program is missing that must be there before anything can be installed.',
      pt: 'Falta um programa que precisa existir antes que algo possa ser instalado.',
    },
    remedy: { en: 'Install it there by hand.', pt: 'Instale-o lá à mão.' },
  },
  'host-taken': {
    what: {
      en: 'The computer carries the marker of another lab, or of another person’s.',
      pt: 'O computador carrega a marca de outro lab, ou do lab de outra pessoa.',
    },
    remedy: {
      en: 'Who made that lab destroys it; or take another computer.',
      pt: 'Quem criou esse lab o destrói; ou use outro computador.',
    },
  },
  'host-port-taken': {
    what: {
      en: 'Something on the computer already listens where a service of the lab would.',
      pt: 'Algo no computador já escuta onde um serviço do lab escutaria.',
    },
    remedy: {
      en: 'End it there, or give the service another port; no computer was touched.',
      pt: 'Encerre-o lá, ou dê outra porta ao serviço; nenhum computador foi tocado.',
    },
  },
  'host-no-such-address': {
    what: {
      en: 'hosts.yaml says an address under `networks` that the computer does not have.',
      pt: 'O hosts.yaml diz em `networks` um endereço que o computador não tem.',
    },
    remedy: { en: 'Write one of those that are shown.', pt: 'Escreva um dos que são mostrados.' },
  },
  'host-not-met': {
    what: {
      en: 'Nothing has agreed to this computer’s key yet.',
      pt: 'Ninguém confirmou ainda a chave deste computador.',
    },
    remedy: { en: 'Up asks for it.', pt: 'O up pergunta por ela.' },
    example: 'bancada up survey --on ssh',
  },
  'host-not-reached': {
    what: {
      en: 'What the lab left on the computer could not be removed, since it does not answer.',
      pt: 'O que o lab deixou no computador não pôde ser removido, pois ele não responde.',
    },
    remedy: {
      en: 'Switch it on and destroy again; if it is gone for good, take it out of hosts.yaml first.',
      pt: 'Ligue-o e destrua de novo; se ele não existe mais, tire-o antes do hosts.yaml.',
    },
    example: 'bancada destroy survey',
  },
  'host-not-restored': {
    what: {
      en: 'Something on the computer could not be put back; what was done stays noted there.',
      pt: 'Algo no computador não pôde voltar a ser como era; o que foi feito continua anotado lá.',
    },
    remedy: { en: 'Mend what is shown, then destroy again.', pt: 'Corrija o que é mostrado, depois destrua de novo.' },
    example: 'bancada destroy survey --verbose',
  },
  'host-not-ready': {
    what: { en: 'The computer could not join the lab.', pt: 'O computador não pôde entrar no lab.' },
    remedy: { en: 'Mend what is shown, then run up again.', pt: 'Corrija o que é mostrado, depois rode up de novo.' },
  },
  'hosts-failed': {
    what: { en: 'Several computers failed; each is told.', pt: 'Vários computadores falharam; cada um é informado.' },
    remedy: { en: 'Mend the causes and run it again.', pt: 'Corrija as causas e rode de novo.' },
  },
};
