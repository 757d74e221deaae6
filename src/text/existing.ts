import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

/** A mistake in `hosts.yaml`, apart from where. */
type HostMistake = Pick<Diagnostic, 'code' | 'message'> & { readonly hint: Sentence };

/** What may be wrong in `hosts.yaml`. */
export const hostsText = {
  badAddress: (value: string): HostMistake => ({
    code: 'bad-host-address',
    message: { en: `"${value}" is no address or host name`, pt: `"${value}" não é endereço nem nome de host` },
    hint: { en: 'such as 192.168.1.10 or lab1.example.org', pt: 'como 192.168.1.10 ou lab1.example.org' },
  }),
  badOwnAddress: (value: string): HostMistake => ({
    code: 'bad-own-address',
    message: { en: `"${value}" is no IPv4 address`, pt: `"${value}" não é um endereço IPv4` },
    hint: {
      en: 'write the address that the computer itself has on that network; `ip address` shows it',
      pt: 'escreva o endereço que o próprio computador tem nessa rede; `ip address` o mostra',
    },
  }),
  badHostKey: (value: string): HostMistake => ({
    code: 'bad-host-key',
    message: {
      en: `"${value.slice(0, 40)}" is no host key`,
      pt: `"${value.slice(0, 40)}" não é uma chave de host`,
    },
    hint: {
      en: 'it looks like `ssh-ed25519 AAAA…`; `cat /etc/ssh/ssh_host_ed25519_key.pub` on that computer shows it',
      pt: 'ela se parece com `ssh-ed25519 AAAA…`; `cat /etc/ssh/ssh_host_ed25519_key.pub` nesse computador a mostra',
    },
  }),
  noKey: (machine: string): HostMistake => ({
    code: 'host-without-key',
    message: { en: `${machine} has no key`, pt: `${machine} não tem chave` },
    hint: {
      en: 'name the file of your private key: key: ~/.ssh/id_ed25519, here or under defaults:',
      pt: 'indique o arquivo da sua chave privada: key: ~/.ssh/id_ed25519, aqui ou em defaults:',
    },
  }),
  keyAbsent: (path: string): HostMistake => ({
    code: 'key-absent',
    message: { en: `there is no file ${path}`, pt: `não existe o arquivo ${path}` },
    hint: {
      en: 'a path without a leading / starts where hosts.yaml lies',
      pt: 'um caminho sem / no início começa onde está o hosts.yaml',
    },
  }),
  keyOpen: (path: string, mode: string): HostMistake => ({
    code: 'key-open',
    message: {
      en: `others may read the private key ${path} (mode ${mode})`,
      pt: `outros podem ler a chave privada ${path} (modo ${mode})`,
    },
    hint: { en: `chmod 600 ${path}`, pt: `chmod 600 ${path}` },
  }),
  keyBroken: (path: string, why: string): HostMistake => ({
    code: 'key-unreadable',
    message: { en: `${path} is no private key: ${why}`, pt: `${path} não é uma chave privada: ${why}` },
    hint: {
      en: 'give the private half, without .pub; a .pem of AWS is one',
      pt: 'indique a metade privada, sem .pub; um .pem da AWS é uma',
    },
  }),
  keyLocked: (path: string): HostMistake => ({
    code: 'key-locked',
    message: {
      en: `${path} is protected by a passphrase, and no SSH agent holds it`,
      pt: `${path} é protegida por uma frase secreta, e nenhum agente SSH a tem`,
    },
    hint: {
      en: `eval "$(ssh-agent)" and ssh-add ${path}; the agent asks for the passphrase, once`,
      pt: `eval "$(ssh-agent)" e ssh-add ${path}; o agente pede a frase secreta, uma vez`,
    },
  }),
  twice: (machine: string, other: string): HostMistake => ({
    code: 'host-twice',
    message: {
      en: `${machine} and ${other} are the same computer`,
      pt: `${machine} e ${other} são o mesmo computador`,
    },
    hint: { en: 'each machine needs a computer of its own', pt: 'cada máquina precisa de um computador próprio' },
  }),
  missing: (machine: string): HostMistake => ({
    code: 'host-missing',
    message: {
      en: `nobody says which computer ${machine} is`,
      pt: `ninguém diz qual computador é ${machine}`,
    },
    hint: {
      en: `add it under hosts: ${machine}: { address: 192.168.1.10 }`,
      pt: `acrescente-a em hosts: ${machine}: { address: 192.168.1.10 }`,
    },
  }),
};

/** What may be wrong with a computer that is already there. */
export const existingText = {
  adoptedDamaged: {
    en: 'remove that file: computers in hosts.yaml are found without it; list there any other that the lab has joined, until `bancada destroy`',
    pt: 'apague esse arquivo: os computadores no hosts.yaml são achados sem ele; liste ali qualquer outro em que o lab entrou, até o `bancada destroy`',
  },
  noHosts: (path: string): Words => ({
    message: { en: `there is no file ${path}`, pt: `não existe o arquivo ${path}` },
    hint: {
      en: 'it says which computers there are: hosts: { lb: { address: 192.168.1.10, user: admin, key: ~/.ssh/id_ed25519 } }; docs/existing-hosts.md tells more',
      pt: 'ele diz quais computadores existem: hosts: { lb: { address: 192.168.1.10, user: admin, key: ~/.ssh/id_ed25519 } }; docs/pt/existing-hosts.md conta mais',
    },
  }),
  badHosts: (file: string, mistakes: number): Words => ({
    message: {
      en: `${file} has ${String(mistakes)} ${mistakes === 1 ? 'mistake' : 'mistakes'}`,
      pt: `${file} tem ${String(mistakes)} ${mistakes === 1 ? 'erro' : 'erros'}`,
    },
    hint: { en: 'mend what is shown above and run it again', pt: 'corrija o que aparece acima e rode de novo' },
  }),
  trustQuestion: {
    en: 'These computers are met for the first time. Are these their host keys?',
    pt: 'Estes computadores são vistos pela primeira vez. São estas as suas chaves de host?',
  } satisfies Sentence,
  notTrusted: (lines: readonly string[]): Words => ({
    message: {
      en: 'nobody said that these are the right computers, so none was entered',
      pt: 'ninguém disse que estes são os computadores certos, então em nenhum se entrou',
    },
    hint: {
      en: `compare the keys there (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then answer y, or write them into hosts.yaml: ${lines.join('; ')}`,
      pt: `compare as chaves lá (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), depois responda s, ou escreva-as no hosts.yaml: ${lines.join('; ')}`,
    },
  }),
  notMetYet: {
    en: 'its host key has not been agreed to yet; `bancada up` asks',
    pt: 'a sua chave de host ainda não foi aceita; `bancada up` pergunta',
  } satisfies Sentence,
  keyRefused: (machine: string, place: string, user: string, key: string): Words => ({
    message: {
      en: `${machine} (${place}) refused the key ${key} for ${user}`,
      pt: `${machine} (${place}) recusou a chave ${key} para ${user}`,
    },
    hint: {
      en: `see that ssh -i ${key} ${user}@… gets in; cloud images want user: admin (Debian) or ubuntu`,
      pt: `veja se ssh -i ${key} ${user}@… entra; imagens de nuvem querem user: admin (Debian) ou ubuntu`,
    },
  }),
  agentRefused: (machine: string, place: string, user: string, key: string): Words => ({
    message: {
      en: `${machine} (${place}) let ${user} in by no key of your SSH agent`,
      pt: `${machine} (${place}) não aceitou ${user} com nenhuma chave do seu agente SSH`,
    },
    hint: {
      en: `ssh-add ${key}, for it has a passphrase; then see that ssh -i ${key} ${user}@… gets in`,
      pt: `ssh-add ${key}, pois ela tem uma frase secreta; depois veja se ssh -i ${key} ${user}@… entra`,
    },
  }),
  otherKey: (machine: string, place: string): Words => ({
    message: {
      en: `${machine} (${place}) showed another host key than the one that was agreed to`,
      pt: `${machine} (${place}) mostrou outra chave de host, não a que foi aceita`,
    },
    hint: {
      en: 'it is another computer, it was installed anew, or somebody stands in between; if it is right, write its key into hosts.yaml (hostKey:)',
      pt: 'é outro computador, foi reinstalado, ou há alguém no meio; se estiver certo, escreva a chave dele no hosts.yaml (hostKey:)',
    },
  }),
  notDebian: (machine: string, system: string): Words => ({
    message: {
      en: `${machine} runs ${system}; Bancada sets up Debian and Ubuntu`,
      pt: `${machine} roda ${system}; a Bancada prepara Debian e Ubuntu`,
    },
    hint: {
      en: 'give another computer, or install Debian 12 or Ubuntu 24.04 on this one',
      pt: 'indique outro computador, ou instale Debian 12 ou Ubuntu 24.04 neste',
    },
  }),
  noSystemd: (machine: string): Words => ({
    message: {
      en: `${machine} was not started by systemd, which keeps the lab's services`,
      pt: `${machine} não foi iniciada pelo systemd, que mantém os serviços do lab`,
    },
    hint: {
      en: 'a container without an init cannot be used; a VM or a real computer can',
      pt: 'um contêiner sem init não serve; uma VM ou um computador de verdade serve',
    },
  }),
  noSudo: (machine: string, user: string): Words => ({
    message: {
      en: `${user} may not become root on ${machine} without a password`,
      pt: `${user} não pode virar root em ${machine} sem senha`,
    },
    hint: {
      en: `there, once: echo '${user} ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/bancada; or give user: root`,
      pt: `lá, uma vez: echo '${user} ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/bancada; ou indique user: root`,
    },
  }),
  noProgram: (machine: string, program: string, source: string): Words => ({
    message: { en: `${machine} has no ${program}`, pt: `${machine} não tem ${program}` },
    hint: { en: `there: sudo apt install ${source}`, pt: `lá: sudo apt install ${source}` },
  }),
  taken: (machine: string, lab: string, owner: string, id: string): Words => ({
    message: {
      en: `${machine} already carries the lab ${lab} of ${owner} (${id})`,
      pt: `${machine} já carrega o lab ${lab} de ${owner} (${id})`,
    },
    hint: {
      en: `who made it removes it: bancada destroy ${lab}; or give another computer`,
      pt: `quem o criou o remove: bancada destroy ${lab}; ou indique outro computador`,
    },
  }),
  portsTaken: (machine: string, ports: readonly string[]): Words => ({
    message: {
      en: `something else on ${machine} already listens on ${ports.join(', ')}`,
      pt: `outra coisa em ${machine} já escuta em ${ports.join(', ')}`,
    },
    hint: {
      en: 'stop it there, or give the service another port in the topology; nothing of that computer was changed',
      pt: 'pare-a lá, ou dê ao serviço outra porta na topologia; nada nesse computador foi alterado',
    },
  }),
  noSuchAddress: (machine: string, address: string, network: string, there: readonly string[]): Words => ({
    message: {
      en: `${machine} has no address ${address} (${network}); it has ${there.join(', ')}`,
      pt: `${machine} não tem o endereço ${address} (${network}); tem ${there.join(', ')}`,
    },
    hint: {
      en: 'correct networks: in hosts.yaml',
      pt: 'corrija networks: no hosts.yaml',
    },
  }),
  severalUnfit: (reasons: readonly Sentence[]): Sentence => ({
    en: reasons.map(({ en }) => en).join('; '),
    pt: reasons.map(({ pt }) => pt).join('; '),
  }),
  notRestored: (machine: string): Words => ({
    message: {
      en: `${machine} could not be put back as it was`,
      pt: `${machine} não pôde voltar a ser como era`,
    },
    hint: {
      en: 'what was done before stays noted there: mend the cause and run it again',
      pt: 'o que foi feito continua anotado lá: corrija a causa e rode de novo',
    },
  }),
  forgotten: (machine: string, place: string): Words => ({
    message: {
      en: `${machine} (${place}) cannot be reached, so what the lab left there could not be removed`,
      pt: `${machine} (${place}) não pode ser alcançada, então o que o lab deixou lá não pôde ser removido`,
    },
    hint: {
      en: 'switch it on and run bancada destroy again; if it is gone for good, take it out of hosts.yaml first',
      pt: 'ligue-a e rode bancada destroy de novo; se ela não existe mais, tire-a antes do hosts.yaml',
    },
  }),
  notDone: (machine: string): Words => ({
    message: {
      en: `${machine} could not be made ready`,
      pt: `${machine} não pôde ser preparada`,
    },
    hint: { en: 'mend the cause and run it again', pt: 'corrija a causa e rode de novo' },
  }),
  switchedOn: (place: string): Sentence => ({
    en: `see that ${place} is right, that the computer is on, and that its SSH server and firewall let you in`,
    pt: `veja se ${place} está certo, se o computador está ligado e se o servidor SSH e o firewall dele deixam entrar`,
  }),
  known: (hosts: number): Sentence => ({
    en: `${String(hosts)} ${hosts === 1 ? 'computer' : 'computers'} in hosts.yaml`,
    pt: `${String(hosts)} ${hosts === 1 ? 'computador' : 'computadores'} em hosts.yaml`,
  }),
  unknownHost: (machine: string): Sentence => ({
    en: `nothing is known of ${machine} yet`,
    pt: `ainda nada se sabe de ${machine}`,
  }),
  noVantage: (network: string): Sentence => ({
    en: `this computer reaches the machines by a forwarded SSH port only, so nobody here stands where visitors of ${network} are`,
    pt: `este computador alcança as máquinas só por uma porta SSH encaminhada, então ninguém aqui está onde ficam os visitantes de ${network}`,
  }),
  adopting: { en: 'joining the lab', pt: 'entrada no lab' } satisfies Sentence,
  restoring: { en: 'put back as it was', pt: 'volta a ser como era' } satisfies Sentence,
  parking: { en: 'services end', pt: 'os serviços terminam' } satisfies Sentence,
};
