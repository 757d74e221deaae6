import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const tagline: Sentence = {
  en: 'a lab bench for small production systems: one topology file, drawn, built, kept and checked',
  pt: 'uma bancada para pequenos sistemas de produção: um arquivo de topologia, desenhado, construído, mantido e verificado',
};

/** Headings of the help pages, by the English ones that the option parser writes. */
export const headings: Readonly<Record<string, Sentence>> = {
  'Usage:': { en: 'Usage:', pt: 'Uso:' },
  'Options:': { en: 'Options:', pt: 'Opções:' },
};
export const optionsWord: Sentence = { en: '[options]', pt: '[opções]' };
export const labWord: Sentence = { en: '[lab]', pt: '[lab]' };

export const groups = {
  look: { en: 'Look', pt: 'Olhar' },
  run: { en: 'Run', pt: 'Executar' },
  watch: { en: 'Watch and check', pt: 'Observar e verificar' },
  foresee: { en: 'Foresee', pt: 'Prever' },
  enter: { en: 'Get in', pt: 'Entrar' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const verbs = {
  list: { en: 'the topologies, and the labs that exist', pt: 'as topologias e os labs que existem' },
  show: { en: 'machines, addresses, services and flows', pt: 'máquinas, endereços, serviços e fluxos' },
  graph: { en: 'a diagram: ascii, mermaid or svg', pt: 'um diagrama: ascii, mermaid ou svg' },
  validate: {
    en: 'check a topology file, without running anything',
    pt: 'confere um arquivo de topologia, sem executar nada',
  },
  new: { en: 'write a first topology, or role', pt: 'escreve uma primeira topologia, ou papel' },
  trust: { en: 'let the roles that a project brings run', pt: 'deixa rodar os papéis que um projeto traz' },
  explain: { en: 'what the code of an error means', pt: 'o que o código de um erro significa' },
  doctor: { en: 'what this computer lacks, and how to get it', pt: 'o que falta neste computador e como obtê-lo' },
  plan: { en: 'what would change, and why', pt: 'o que mudaria, e por quê' },
  up: { en: 'bring a lab up, until every service answers', pt: 'põe um lab no ar, até cada serviço responder' },
  down: { en: 'stop the lab and keep its disks', pt: 'para o lab e guarda os discos' },
  destroy: { en: 'remove every trace of the lab', pt: 'remove todo vestígio do lab' },
  start: { en: 'start single machines', pt: 'liga algumas máquinas' },
  stop: { en: 'stop single machines', pt: 'para algumas máquinas' },
  restart: { en: 'restart single machines', pt: 'reinicia algumas máquinas' },
  status: {
    en: 'machines and services, and what they are doing; `--watch` repeats it',
    pt: 'máquinas e serviços, e o que estão fazendo; `--watch` repete',
  },
  ui: { en: 'a live view of a lab in the terminal', pt: 'o lab ao vivo no terminal' },
  check: { en: 'the smoke test', pt: 'o teste de fumaça' },
  sim: {
    en: 'predict how a lab behaves under load, without starting it',
    pt: 'prevê como um lab se comporta sob carga, sem ligar nada',
  },
  calibrate: {
    en: 'measure on the running lab what the simulator calculates with',
    pt: 'mede no lab aquilo com que o simulador conta',
  },
  compare: {
    en: 'the same requests to the lab and to its model, side by side',
    pt: 'os mesmos pedidos ao lab e ao modelo, lado a lado',
  },
  complete: { en: 'make the Tab key complete what you type', pt: 'faz a tecla Tab completar o que se digita' },
  ssh: { en: 'a shell, or one command, on a machine', pt: 'um shell, ou um comando, numa máquina' },
  exec: { en: 'one command on many machines', pt: 'um comando em várias máquinas' },
  logs: { en: 'the journal of machines and services', pt: 'o diário das máquinas e dos serviços' },
  load: { en: 'send visitors, and measure what they meet', pt: 'manda visitantes e mede o que encontram' },
  trace: {
    en: 'follow one request, and see how long it was where',
    pt: 'acompanha um pedido, e mostra quanto tempo esteve onde',
  },
  link: {
    en: 'cut, slow down or degrade a link while the lab runs',
    pt: 'corta, retarda ou piora um enlace com o lab no ar',
  },
  set: {
    en: 'change how services of a running lab work: web.balance=least_conn',
    pt: 'muda como serviços de um lab no ar trabalham: web.balance=least_conn',
  },
  fault: { en: 'break something on purpose, and put it back', pt: 'quebra algo de propósito, e conserta' },
  scenario: {
    en: 'play a demo that checks itself: failover, weights, vpn-cut…',
    pt: 'encena uma demonstração que se confere: failover, weights, vpn-cut…',
  },
  image: { en: 'carry images of local machines to other computers', pt: 'leva imagens de máquinas locais a outros' },
  snapshot: {
    en: 'keep the whole lab as it is, and put it back',
    pt: 'guarda o lab inteiro como está, e o traz de volta',
  },
  capture: {
    en: 'show the packets of a link, or hand them to a file or Wireshark',
    pt: 'mostra os pacotes de um enlace, ou os passa a um arquivo ou ao Wireshark',
  },
  bundle: { en: 'one file for somebody who helps, secrets masked', pt: 'um arquivo para quem ajuda, segredos ocultos' },
  forward: { en: 'forward a port of this computer into the lab', pt: 'encaminha uma porta deste computador até o lab' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const helpHint: Sentence = {
  en: 'bancada <verb> --help says more. A lab is a name in topology/ or a path; with one candidate it may be left out.',
  pt: 'bancada <verbo> --help diz mais. Um lab é um nome em topology/ ou um caminho; havendo um só, pode ser omitido.',
};
export const verbWord: Sentence = { en: '<verb>', pt: '<verbo>' };

export const flags = {
  json: {
    en: 'one JSON document, or one object a line for streams',
    pt: 'um documento JSON, ou um objeto por linha em fluxos',
  },
  quiet: { en: 'no progress, no remarks', pt: 'sem progresso nem observações' },
  verbose: { en: 'raw output, details, stack traces', pt: 'saída crua, detalhes, rastros de pilha' },
  lang: { en: 'en or pt; else the language of the terminal', pt: 'en ou pt; senão, o idioma do terminal' },
  help: { en: 'this page', pt: 'esta página' },
  setup: {
    en: 'install what this computer lacks, without asking',
    pt: 'instala o que falta neste computador, sem perguntar',
  },
  doctorSetup: {
    en: 'install what this computer lacks and, for a lab, build its images',
    pt: 'instala o que falta neste computador e, para um lab, constrói as imagens dele',
  },
  noCheck: { en: 'leave the checks out', pt: 'deixa as verificações de fora' },
  yes: {
    en: 'answer yes to every question that neither spends money nor opens anything to the public',
    pt: 'responde sim às perguntas que não gastam dinheiro nem abrem nada ao público',
  },
  destroyYes: { en: 'do not ask', pt: 'não pergunta' },
  on: {
    en: 'where it stands: local, vms, real, ssh, or a target of the file',
    pt: 'onde fica: local, vms, real, ssh ou um alvo do arquivo',
  },
  system: { en: 'debian-12, or ubuntu-24.04 for VMs and in EC2', pt: 'debian-12, ou ubuntu-24.04 em VMs e no EC2' },
  box: { en: 'a Vagrant box for VMs; else the system’s', pt: 'uma box do Vagrant para as VMs; senão, a do sistema' },
  hosts: {
    en: 'computers that are already there; else hosts.yaml',
    pt: 'computadores que já existem; senão, hosts.yaml',
  },
  region: { en: 'region of the cloud', pt: 'região da nuvem' },
  fromCidr: {
    en: 'from where machines in the cloud may be managed; else from here only',
    pt: 'de onde as máquinas na nuvem podem ser administradas; senão, só daqui',
  },
  maxHours: {
    en: 'machines that cost money end themselves after so many hours',
    pt: 'máquinas que custam dinheiro terminam sozinhas após tantas horas',
  },
  maxCost: {
    en: 'may cost so much in all, without asking: 5usd',
    pt: 'pode custar até isto no total, sem perguntar: 5usd',
  },
  public: {
    en: 'what the file calls public may be open to the world, without asking',
    pt: 'o que o arquivo chama de público pode ficar aberto ao mundo, sem perguntar',
  },
  timeout: { en: 'give up after this long: 90, 90s, 2m', pt: 'desiste depois deste tempo: 90, 90s, 2m' },
  cloud: {
    en: 'what cloud accounts hold of any lab, in all regions',
    pt: 'o que as contas na nuvem têm de qualquer lab, em todas as regiões',
  },
  planCheck: { en: 'exit with 2 if there is anything to change', pt: 'sai com 2 se houver algo a mudar' },
  junit: { en: 'write the results as JUnit XML', pt: 'escreve os resultados em XML do JUnit' },
  markdown: { en: 'print the results as Markdown', pt: 'mostra os resultados em Markdown' },
  format: {
    en: 'ascii, mermaid or svg; else by the ending of the output file',
    pt: 'ascii, mermaid ou svg; senão, pelo fim do nome do arquivo de saída',
  },
  output: { en: 'write to a file', pt: 'escreve num arquivo' },
  rate: {
    en: 'requests a second, of all visitors together; else 50',
    pt: 'pedidos por segundo, de todos os visitantes; senão, 50',
  },
  simFor: { en: 'how long they come: 90s, 10m; else 5m', pt: 'por quanto tempo chegam: 90s, 10m; senão, 5m' },
  clients: { en: 'addresses that visitors come from; else 30', pt: 'endereços de onde vêm os visitantes; senão, 30' },
  ask: {
    en: 'what visitors ask for: results, or home=5; may be repeated',
    pt: 'o que os visitantes pedem: results, ou home=5; pode ser repetido',
  },
  whatIf: {
    en: "a value in the place of the file's: app.count=3; may be repeated",
    pt: 'um valor no lugar do que está no arquivo: app.count=3; pode ser repetido',
  },
  sweep: {
    en: 'one value after the other: rate=10..200, app.count=1..5',
    pt: 'um valor depois do outro: rate=10..200, app.count=1..5',
  },
  simFault: {
    en: 'what breaks: app1:down@60s..90s, db:hang@2m, app1:slow=4@10s; may be repeated',
    pt: 'o que quebra: app1:down@60s..90s, db:hang@2m, app1:slow=4@10s; pode ser repetido',
  },
  simScenario: {
    en: 'what a scenario would come to, by name or file, in the place of a load of your own',
    pt: 'no que daria um roteiro, por nome ou arquivo, no lugar de uma carga sua',
  },
  simLog: {
    en: 'with --json: every request of the first run too',
    pt: 'com --json: também cada pedido da primeira execução',
  },
  seed: { en: 'the same seed foretells the same; else 1', pt: 'a mesma semente prevê o mesmo; senão, 1' },
  simOutput: { en: 'write a page with plots: survey.html', pt: 'escreve uma página com gráficos: survey.html' },
  origin: { en: 'where each value comes from', pt: 'de onde vem cada valor' },
  ui: { en: 'show it in the terminal interface, which stays', pt: 'mostra tudo na interface de terminal, que fica' },
  watch: { en: 'look again and again, until Ctrl-C', pt: 'olha de novo e de novo, até Ctrl-C' },
  every: { en: 'with --watch, from one look to the next: 1s', pt: 'com --watch, de uma olhada à outra: 1s' },
  follow: { en: 'stay and show what comes', pt: 'fica e mostra o que chegar' },
  service: { en: 'only this service: web, or survey@app1', pt: 'só este serviço: web, ou survey@app1' },
  since: { en: 'only what came since: 10m, or 2026-01-31 08:00', pt: 'só o que veio desde: 10m, ou 2026-01-31 08:00' },
  lines: { en: 'the last lines of each machine', pt: 'as últimas linhas de cada máquina' },
  machine: { en: 'on this machine; may be repeated', pt: 'nesta máquina; pode ser repetido' },
  all: { en: 'on every machine', pt: 'em todas as máquinas' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const examples: Sentence = { en: 'Examples:', pt: 'Exemplos:' };
export const environmentVariables: Sentence = {
  en: 'Every option has an environment variable: BANCADA_JSON=1 for --json.',
  pt: 'Cada opção tem uma variável de ambiente: BANCADA_JSON=1 para --json.',
};

export const didYouMean = (suggestion: string): Sentence => ({
  en: `did you mean ${suggestion}?`,
  pt: `você quis dizer ${suggestion}?`,
});
export const unknownVerb = (verb: string): Sentence => ({
  en: `unknown verb ${verb}`,
  pt: `verbo desconhecido ${verb}`,
});
export const noVerb: Sentence = { en: 'a verb is missing', pt: 'falta um verbo' };
export const knownVerbs: Sentence = { en: 'bancada --help lists the verbs', pt: 'bancada --help lista os verbos' };
export const verbHelp = (verb: string): Sentence => ({
  en: `bancada ${verb} --help shows what it takes`,
  pt: `bancada ${verb} --help mostra o que ele aceita`,
});
export const unknownOption = (option: string): Sentence => ({
  en: `unknown option ${option}`,
  pt: `opção desconhecida ${option}`,
});
export const valueMissing = (option: string): Sentence => ({
  en: `option ${option} lacks its value`,
  pt: `falta o valor da opção ${option}`,
});
export const badOption = (text: string): Sentence => ({ en: text, pt: `uso incorreto: ${text}` });
export const badValue = (option: string, value: string, allowed: Sentence): Sentence => ({
  en: `${option} cannot be "${value}"; it takes ${allowed.en}`,
  pt: `${option} não pode ser "${value}"; aceita ${allowed.pt}`,
});
export const conflicting = (one: string, other: string): Words => ({
  message: { en: `${one} and ${other} exclude each other`, pt: `${one} e ${other} se excluem` },
  hint: { en: 'leave one of them out', pt: 'omita um dos dois' },
});

export const oneOf = (choices: readonly string[]): Sentence => ({ en: choices.join(', '), pt: choices.join(', ') });
export const aDuration: Sentence = { en: 'a time such as 90, 90s or 2m', pt: 'um tempo como 90, 90s ou 2m' };
export const aCount: Sentence = { en: 'a whole number', pt: 'um número inteiro' };
export const aRate: Sentence = { en: 'a number greater than 0', pt: 'um número maior que 0' };
export const aCidr: Sentence = {
  en: 'addresses such as 203.0.113.7 or 203.0.113.0/24',
  pt: 'endereços como 203.0.113.7 ou 203.0.113.0/24',
};
export const dollars: Sentence = { en: 'US dollars such as 5usd', pt: 'dólares como 5usd' };
export const aPort: Sentence = { en: 'a port from 1 to 65535', pt: 'uma porta de 1 a 65535' };
export const yesOrNo: Sentence = { en: '1 or 0', pt: '1 ou 0' };
export const wordMissing = (usage: string): Sentence => ({
  en: `something is missing: ${usage}`,
  pt: `falta algo: ${usage}`,
});
export const wordTooMany = (word: string): Sentence => ({
  en: `one word too many: ${word}`,
  pt: `uma palavra a mais: ${word}`,
});
export const commandMissing: Sentence = { en: 'no command to run', pt: 'nenhum comando para executar' };
export const commandAfterDashes: Sentence = {
  en: 'put it after two dashes: bancada exec survey --all -- uptime',
  pt: 'ponha-o depois de dois traços: bancada exec survey --all -- uptime',
};
export const machinesMissing: Sentence = { en: 'no machine named', pt: 'nenhuma máquina indicada' };
export const machinesHint: Sentence = {
  en: 'name some with -m, or take --all',
  pt: 'indique algumas com -m, ou use --all',
};

/** Appended to a yes-or-no question. */
export const yesNoPrompt: Sentence = { en: '[y/N] ', pt: '[s/N] ' };
/** What counts as a yes, in either language. */
export const yesWords: readonly string[] = ['y', 'yes', 's', 'sim'];
export const notAsked = (flag: string): Sentence => ({
  en: `nobody to ask here; ${flag} would answer yes`,
  pt: `não há a quem perguntar aqui; ${flag} responderia sim`,
});

export const interrupting: Sentence = {
  en: 'finishing the step at hand… press Ctrl-C again to leave at once',
  pt: 'terminando o passo em andamento… Ctrl-C de novo para sair já',
};
export const interrupted: Sentence = { en: 'interrupted', pt: 'interrompido' };
export const howToGoOn = (command: string): Sentence => ({
  en: `what was made is kept: ${command} goes on from here`,
  pt: `o que foi feito fica: ${command} continua daqui`,
});
export const leftAtOnce: Sentence = {
  en: 'left at once; the next run mends what was half done',
  pt: 'saída imediata; a próxima execução conserta o que ficou pela metade',
};
