import type { Sentence } from '../model/sentence.ts';
import { counted, inMiB } from './wording.ts';

const differenceNames = {
  size: { en: 'processor or memory', pt: 'processador ou memória' },
  disk: { en: 'disk', pt: 'disco' },
  interfaces: { en: 'addresses', pt: 'endereços' },
  packages: { en: 'packages', pt: 'pacotes' },
  containers: { en: 'may hold no containers', pt: 'não pode ter contêineres' },
} as const satisfies Readonly<Record<string, Sentence>>;

/** A limit of the kernel's: what it is, and what would be needed. */
interface LimitWords {
  readonly key: string;
  readonly now: number;
  readonly needed: number;
  readonly machines: number;
  readonly enoughFor: number;
}

const limitMeanings: Readonly<Record<string, Sentence>> = {
  'fs.inotify.max_user_instances': { en: 'programs that watch files', pt: 'programas que observam arquivos' },
  'net.ipv4.neigh.default.gc_thresh3': { en: 'neighbours on networks', pt: 'vizinhos em redes' },
  'kernel.pid_max': { en: 'numbers of processes', pt: 'números de processos' },
  'kernel.threads-max': { en: 'threads', pt: 'threads' },
  'fs.file-max': { en: 'open files', pt: 'arquivos abertos' },
};

const limitMeaning = (key: string): Sentence => limitMeanings[key] ?? { en: key, pt: key };

/** An image by what is in it. */
const imageNamed = (packages: readonly string[]): Sentence =>
  packages.length === 0
    ? { en: 'the base image', pt: 'a imagem base' }
    : { en: `the layer with ${packages.join(', ')}`, pt: `a camada com ${packages.join(', ')}` };

const listed = (names: readonly string[]): string => names.join(', ');

/** What is said about the machines that run on this computer. */
export const localTexts = {
  rootNeeded: { en: 'local machines need root', pt: 'máquinas locais precisam de root' },
  rootHint: {
    en: 'run as root, or as a user who may use sudo in this terminal',
    pt: 'execute como root, ou como um usuário que possa usar sudo neste terminal',
  },
  notYourLab: (id: string, owner: number): Sentence => ({
    en: `lab ${id} belongs to user id ${String(owner)}, not to you`,
    pt: `o lab ${id} pertence ao usuário de id ${String(owner)}, não a você`,
  }),
  nobodysLab: (id: string, record: string): Sentence => ({
    en: `whose lab ${id} is cannot be told, and nothing of it was touched: ${record} is gone or damaged`,
    pt: `não se sabe de quem é o lab ${id}, e nada dele foi tocado: ${record} sumiu ou está danificado`,
  }),
  nameOwner: (path: string): Sentence => ({
    en: `if it is yours, say so as root, and run the command again: sudo ln -sfn "$(id -u)" ${path}`,
    pt: `se ele é seu, diga-o como root e repita o comando: sudo ln -sfn "$(id -u)" ${path}`,
  }),
  rebooted: {
    en: 'this computer was started anew since: `bancada up` goes on, with what is on its disk',
    pt: 'este computador foi reiniciado desde então: `bancada up` continua, com o que está no disco dela',
  },
  rekeyed: {
    en: 'it was started with other keys than the lab has now',
    pt: 'foi ligada com chaves diferentes das que o lab tem agora',
  },
  shut: {
    en: 'the socket by which it is entered is gone',
    pt: 'o soquete pelo qual se entra nela não existe mais',
  },
  unplugged: {
    en: 'the networks that it was plugged into are gone',
    pt: 'as redes em que estava ligada não existem mais',
  },
  noHostKey: (machine: string): Sentence => ({
    en: `${machine} has no host key to start with`,
    pt: `${machine} não tem chave de host com que iniciar`,
  }),
  switchFailed: { en: 'the lab’s switches did not start', pt: 'os switches do lab não iniciaram' },
  machineFailed: (name: string): Sentence => ({
    en: `machine ${name} did not start`,
    pt: `a máquina ${name} não iniciou`,
  }),
  machineFailedHint: {
    en: '`bancada doctor` says what this computer lacks; -v shows what the machine said',
    pt: '`bancada doctor` diz o que falta neste computador; -v mostra o que a máquina disse',
  },
  portTaken: (port: number, holder: string | undefined): Sentence => ({
    en: `port ${String(port)} of this computer is taken${holder === undefined ? '' : ` by ${holder}`}`,
    pt: `a porta ${String(port)} deste computador está ocupada${holder === undefined ? '' : ` por ${holder}`}`,
  }),
  portTakenHint: {
    en: 'end that program, or give the visitors another `listen`, or none',
    pt: 'encerre esse programa, ou dê aos visitantes outro `listen`, ou nenhum',
  },
  doorFailed: (log: string): Sentence => ({
    en: `the lab’s port forwarder did not start: see ${log}`,
    pt: `o encaminhador de portas do lab não iniciou: veja ${log}`,
  }),
  limitReached: ({ key, now, needed, machines }: LimitWords): Sentence => ({
    en: `${key} is ${String(now)}, and ${machines === 1 ? 'a machine needs' : `${String(machines)} machines at once need`} ${String(needed)} (${limitMeaning(key).en})`,
    pt: `${key} é ${String(now)}, e ${machines === 1 ? 'uma máquina precisa' : `${String(machines)} máquinas ao mesmo tempo precisam`} de ${String(needed)} (${limitMeaning(key).pt})`,
  }),
  limitHint: ({ key, value }: { readonly key: string; readonly value: number }): Sentence => ({
    en: `raise it: sudo sysctl -w ${key}=${String(value)}, or up --setup`,
    pt: `aumente-o: sudo sysctl -w ${key}=${String(value)}, ou up --setup`,
  }),
  limitsPutBack: {
    en: 'the limits of the kernel that an interrupted `up` had raised are what they were',
    pt: 'os limites do kernel que um `up` interrompido tinha aumentado voltaram ao que eram',
  },
  layers: { en: 'image layers', pt: 'camadas de imagem' },
  building: (packages: readonly string[]): Sentence =>
    packages.length === 0
      ? {
          en: 'building the base image, once on this computer',
          pt: 'construindo a imagem base, uma vez neste computador',
        }
      : { en: `building a layer with ${listed(packages)}`, pt: `construindo uma camada com ${listed(packages)}` },
  built: (count: number, bytes: number, downloaded: number): Sentence => ({
    en: `${counted(count, 'image', 'images')} built, ${inMiB(bytes)} of disk, ${inMiB(downloaded)} downloaded`,
    pt: `${counted(count, 'imagem construída', 'imagens construídas')}, ${inMiB(bytes)} de disco, ${inMiB(downloaded)} baixados`,
  }),
  packs: (packages: readonly string[]): Sentence => ({
    en: `packing ${imageNamed(packages).en}`,
    pt: `empacotando ${imageNamed(packages).pt}`,
  }),
  unpacks: (file: string): Sentence => ({ en: `checking ${file}`, pt: `conferindo ${file}` }),
  imageCame: (packages: readonly string[]): Sentence => ({
    en: `taken: ${imageNamed(packages).en}`,
    pt: `trazida: ${imageNamed(packages).pt}`,
  }),
  imageWasThere: (packages: readonly string[]): Sentence => ({
    en: `there already: ${imageNamed(packages).en}`,
    pt: `já existia: ${imageNamed(packages).pt}`,
  }),
  networks: { en: 'networks', pt: 'redes' },
  boots: (name: string): Sentence => ({ en: `${name} boots`, pt: `${name} inicia` }),
  stops: (name: string): Sentence => ({ en: `${name} shuts down`, pt: `${name} desliga` }),
  destroys: { en: 'removing the local machines', pt: 'removendo as máquinas locais' },
  processesLeft: (pids: readonly number[]): Sentence => ({
    en: `processes of the lab would not end: ${pids.join(', ')}`,
    pt: `processos do lab não terminaram: ${pids.join(', ')}`,
  }),
  different: (what: readonly (keyof typeof differenceNames)[]): Sentence => ({
    en: `not as described: ${listed(what.map((name) => differenceNames[name].en))}`,
    pt: `diferente do descrito: ${listed(what.map((name) => differenceNames[name].pt))}`,
  }),
  linksChanged: (networks: readonly string[]): Sentence => ({
    en: `its link to ${listed(networks)} was changed (bancada link shows how, up puts it back)`,
    pt: `o enlace com ${listed(networks)} foi mudado (bancada link mostra como, up o repõe)`,
  }),
  notRunning: (machine: string): Sentence => ({ en: `${machine} does not run`, pt: `${machine} não está ligada` }),
  noLink: (machine: string, network: string): Sentence => ({
    en: `${machine} has no link to ${network}`,
    pt: `${machine} não tem enlace com ${network}`,
  }),
  linkUnavailable: (property: 'delay' | 'loss'): Sentence =>
    property === 'delay'
      ? {
          en: 'this kernel has no netem, so that links can have no delay or jitter here; nothing was changed',
          pt: 'este kernel não tem netem, então enlaces não podem ter atraso nem variação aqui; nada foi mudado',
        }
      : {
          en: 'this kernel can drop no packets by a rule; nothing was changed',
          pt: 'este kernel não descarta pacotes por regra; nada foi mudado',
        },
  linkUnavailableHint: (property: 'delay' | 'loss'): Sentence =>
    property === 'delay'
      ? {
          en: 'rate, loss and cuts work; where the kernel has the module: sudo modprobe sch_netem',
          pt: 'taxa, perda e cortes funcionam; se o kernel tiver o módulo: sudo modprobe sch_netem',
        }
      : { en: 'rate and cuts of both directions work', pt: 'taxa e cortes nas duas direções funcionam' },
  linkLacks: (property: 'delay' | 'loss'): Sentence =>
    property === 'delay'
      ? {
          en: 'this kernel has no netem: links have no delay here',
          pt: 'este kernel não tem netem: os enlaces ficam sem atraso aqui',
        }
      : {
          en: 'this kernel can lose no packets by chance: links lose none here',
          pt: 'este kernel não perde pacotes ao acaso: os enlaces não perdem nenhum aqui',
        },
  machinesRun: (names: readonly string[]): Sentence => ({
    en: `machines run whose disks are to be copied: ${listed(names)}`,
    pt: `estão ligadas máquinas cujos discos seriam copiados: ${listed(names)}`,
  }),
  savesDisks: (snapshot: string): Sentence => ({
    en: `keeping the disks as ${snapshot}`,
    pt: `guardando os discos como ${snapshot}`,
  }),
  readiesDisks: (snapshot: string): Sentence => ({
    en: `copying the disks of ${snapshot}`,
    pt: `copiando os discos de ${snapshot}`,
  }),
  awaitsTurn: {
    en: 'a run that was cut off is still being ended as root; this one goes on after it',
    pt: 'uma execução interrompida ainda está sendo terminada como root; esta continua depois dela',
  },
  noVantage: (network: string): Sentence => ({
    en: `nobody visits from network ${network}: it is a tunnel, or not there`,
    pt: `ninguém visita a partir da rede ${network}: ela é um túnel, ou não existe`,
  }),
  requestRefused: (where: string, why: string): Sentence => ({
    en: `the root program refused ${where}: ${why}`,
    pt: `o programa de root recusou ${where}: ${why}`,
  }),
  interrupted: { en: 'interrupted', pt: 'interrompido' },
  rootProgramFailed: { en: 'the root program failed', pt: 'o programa de root falhou' },
} as const satisfies Readonly<Record<string, Sentence | ((...values: never[]) => Sentence)>>;

/** What this computer has, or lacks, for local machines. */
export const localFindings = {
  system: (name: string, fits: boolean): Sentence => ({
    en: fits ? name : `${name}: local machines need Debian or Ubuntu`,
    pt: fits ? name : `${name}: máquinas locais precisam de Debian ou Ubuntu`,
  }),
  program: (name: string): Sentence => ({ en: `${name} is installed`, pt: `${name} está instalado` }),
  noProgram: (name: string, source: string): Sentence => ({
    en: `${name} is not installed (package ${source})`,
    pt: `${name} não está instalado (pacote ${source})`,
  }),
  isRoot: { en: 'running as root', pt: 'rodando como root' },
  sudo: { en: 'sudo is available', pt: 'sudo está disponível' },
  noSudo: {
    en: 'no root and no sudo: local machines cannot be made by this user',
    pt: 'sem root e sem sudo: este usuário não pode criar máquinas locais',
  },
  sudoCannotAsk: {
    en: 'no root, and sudo asks for a password where there is no terminal to ask in',
    pt: 'sem root, e o sudo pede uma senha onde não há terminal para perguntar',
  },
  kernel: (feature: string): Sentence => ({ en: `the kernel has ${feature}`, pt: `o kernel tem ${feature}` }),
  noKernel: (feature: string): Sentence => ({ en: `the kernel has no ${feature}`, pt: `o kernel não tem ${feature}` }),
  groups: {
    en: 'control groups hold machines to their sizes',
    pt: 'grupos de controle mantêm as máquinas em seus tamanhos',
  },
  noGroups: {
    en: 'no control groups are mounted: machines cannot be held to their sizes',
    pt: 'não há grupos de controle montados: as máquinas não podem ser mantidas em seus tamanhos',
  },
  /** Where systemd has lifted a limit, it is a number that no number here can hold. */
  limit: ({ key, now, enoughFor }: LimitWords): Sentence =>
    Number.isSafeInteger(now)
      ? {
          en: `${key} is ${String(now)} (${limitMeaning(key).en}): enough for ${counted(enoughFor, 'machine', 'machines')} at once`,
          pt: `${key} é ${String(now)} (${limitMeaning(key).pt}): suficiente para ${counted(enoughFor, 'máquina', 'máquinas')} ao mesmo tempo`,
        }
      : {
          en: `${key} is no limit (${limitMeaning(key).en})`,
          pt: `${key} não limita nada (${limitMeaning(key).pt})`,
        },
  limitsLeft: (
    left: readonly { readonly key: string; readonly before: number; readonly raised: number }[],
  ): Sentence => {
    const each = left.map(({ key, before, raised }) => `${key} (${String(before)} → ${String(raised)})`).join(', ');
    return {
      en: `raised for a lab that is not there, by \`doctor LAB --setup\` or an \`up\` that was cut off: ${each}; \`doctor --setup\` puts them back`,
      pt: `aumentados para um lab que não existe, por \`doctor LAB --setup\` ou um \`up\` interrompido: ${each}; \`doctor --setup\` os devolve ao que eram`,
    };
  },
  limitUndo: ({ key, now }: LimitWords): Sentence => ({
    en: `${key} is put back when the last lab is destroyed, or this computer restarts; sooner back: sudo sysctl -w ${key}=${String(now)}`,
    pt: `${key} volta ao que era quando o último lab for destruído, ou este computador reiniciar; para voltar antes: sudo sysctl -w ${key}=${String(now)}`,
  }),
  disk: (free: number, wanted: number): Sentence => ({
    en: `${String(free)} MiB free below /var/lib/bancada; images take up to ${String(wanted)} MiB`,
    pt: `${String(free)} MiB livres em /var/lib/bancada; as imagens ocupam até ${String(wanted)} MiB`,
  }),
} as const satisfies Readonly<Record<string, Sentence | ((...values: never[]) => Sentence)>>;
