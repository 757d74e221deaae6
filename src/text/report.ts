import type { Phase } from '../model/event.ts';
import type { Sentence } from '../model/sentence.ts';
import { counted } from './wording.ts';

export const machines = (n: number): Sentence => ({
  en: counted(n, 'machine', 'machines'),
  pt: counted(n, 'máquina', 'máquinas'),
});
export const changes = (n: number): Sentence => ({
  en: counted(n, 'change', 'changes'),
  pt: counted(n, 'mudança', 'mudanças'),
});
export const faults = (n: number): Sentence => ({
  en: counted(n, 'fault at work', 'faults at work'),
  pt: counted(n, 'falha ativa', 'falhas ativas'),
});

/** What is being done to a machine, in a word. */
export const doing: Readonly<Record<Phase, Sentence>> = {
  image: { en: 'image', pt: 'imagem' },
  network: { en: 'networks', pt: 'redes' },
  machine: { en: 'starting', pt: 'ligando' },
  provision: { en: 'setting up', pt: 'preparando' },
  ready: { en: 'waiting', pt: 'esperando' },
  check: { en: 'checking', pt: 'verificando' },
  load: { en: 'load', pt: 'carga' },
  simulate: { en: 'simulating', pt: 'simulando' },
  stop: { en: 'stopping', pt: 'parando' },
  snapshot: { en: 'snapshot', pt: 'instantâneo' },
  destroy: { en: 'removing', pt: 'removendo' },
};
/** What has been done, in a word. */
export const done: Readonly<Record<Phase, Sentence>> = {
  image: { en: 'image ready', pt: 'imagem pronta' },
  network: { en: 'networks ready', pt: 'redes prontas' },
  machine: { en: 'started', pt: 'ligada' },
  provision: { en: 'set up', pt: 'preparada' },
  ready: { en: 'answers', pt: 'responde' },
  check: { en: 'checked', pt: 'verificado' },
  load: { en: 'load ended', pt: 'fim da carga' },
  simulate: { en: 'simulated', pt: 'simulado' },
  stop: { en: 'stopped', pt: 'parada' },
  snapshot: { en: 'snapshot', pt: 'instantâneo' },
  destroy: { en: 'removed', pt: 'removido' },
};

export const waitingFor = (what: string): Sentence => ({ en: `waiting: ${what}`, pt: `esperando: ${what}` });
export const checksSoFar = (passed: number, others: number): Sentence => ({
  en: others === 0 ? `${passed} passed` : `${passed} passed, ${others} not`,
  pt: `${counted(passed, 'passou', 'passaram')}${others === 0 ? '' : `, ${others} não`}`,
});
export const note: Sentence = { en: 'note', pt: 'nota' };
export const warning: Sentence = { en: 'warning', pt: 'aviso' };

export const nothingToChange: Sentence = { en: 'nothing to change', pt: 'nada a mudar' };
/** What would happen to machines themselves, in a word; those that are kept are not counted. */
export const machinesTo = {
  create: { en: 'to make', pt: 'a criar' },
  start: { en: 'to start', pt: 'a ligar' },
  update: { en: 'to change while running', pt: 'a mudar sem desligar' },
  restart: { en: 'to restart', pt: 'a reiniciar' },
  remove: { en: 'to remove', pt: 'a remover' },
} as const satisfies Readonly<Record<string, Sentence>>;
/** `names`: services. */
export const interrupts = (names: string): Sentence => ({ en: `interrupts ${names}`, pt: `interrompe ${names}` });
export const drifted: Sentence = { en: 'changed by hand', pt: 'mudado à mão' };
export const driftCount = (n: number): Sentence => ({
  en: `${n} of them changed by hand`,
  pt: counted(n, 'delas mudada à mão', 'delas mudadas à mão'),
});
export const unreadMachines = (names: string): Sentence => ({
  en: `not running, so what they need inside is not known yet: ${names}`,
  pt: `não estão ligadas, então ainda não se sabe o que falta dentro delas: ${names}`,
});
export const machineWord: Sentence = { en: 'machine', pt: 'máquina' };
export const becauseOf = (service: string): Sentence => ({ en: `for ${service}`, pt: `para ${service}` });

export const verdicts = {
  pass: { en: 'passed', pt: 'passou' },
  fail: { en: 'failed', pt: 'falhou' },
  inconclusive: { en: 'inconclusive', pt: 'inconclusivo' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const expected: Sentence = { en: 'expected', pt: 'esperado' };
export const seen: Sentence = { en: 'seen', pt: 'visto' };
export const from: Sentence = { en: 'from', pt: 'de' };
export const hintWord: Sentence = { en: 'hint', pt: 'dica' };
export const checkWord: Sentence = { en: 'check', pt: 'verificação' };
export const closedOf = (n: number, all: number): Sentence => ({
  en: `${n} of ${all} refused`,
  pt: `${n} de ${counted(all, 'recusada', 'recusadas')}`,
});
export const passedOf = (n: number, all: number): Sentence => ({
  en: `${n} of ${all} passed`,
  pt: `${n} de ${all} passaram`,
});
export const noChecks: Sentence = { en: 'no checks', pt: 'nenhuma verificação' };
export const allChecksPassed = (n: number): Sentence => ({
  en: n === 1 ? '1 check passed' : `all ${n} checks passed`,
  pt: n === 1 ? '1 verificação passou' : `todas as ${n} verificações passaram`,
});
export const checkTotals = (passed: number, failed: number, inconclusive: number): Sentence => ({
  en: `${passed} passed, ${failed} failed, ${inconclusive} inconclusive`,
  pt: [
    counted(passed, 'passou', 'passaram'),
    counted(failed, 'falhou', 'falharam'),
    counted(inconclusive, 'inconclusiva', 'inconclusivas'),
  ].join(', '),
});
/** Titles of groups of checks, by the first part of their ids. Another group is called by its id. */
export const checkGroups: Readonly<Record<string, Sentence>> = {
  flow: { en: 'open', pt: 'aberto' },
  closed: { en: 'closed', pt: 'fechado' },
  tunnel: { en: 'tunnel', pt: 'túnel' },
  balance: { en: 'balance', pt: 'balanceamento' },
  journey: { en: 'journey', pt: 'jornada' },
  ready: { en: 'ready', pt: 'pronto' },
  user: { en: 'yours', pt: 'suas' },
};

export const labStates = {
  absent: { en: 'not up', pt: 'fora do ar' },
  running: { en: 'running', pt: 'ligado' },
  partly: { en: 'partly running', pt: 'ligado em parte' },
  stopped: { en: 'stopped', pt: 'parado' },
  unknown: { en: 'unknown', pt: 'desconhecido' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const machineStates = {
  absent: { en: 'not there', pt: 'não existe' },
  stopped: { en: 'stopped', pt: 'parada' },
  running: { en: 'running', pt: 'ligada' },
  different: { en: 'different', pt: 'diferente' },
  unknown: { en: 'unknown', pt: 'desconhecida' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const serviceStates = {
  ready: { en: 'ready', pt: 'pronto' },
  'not-ready': { en: 'not ready', pt: 'não pronto' },
  unknown: { en: 'unknown', pt: 'desconhecido' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const columns = {
  lab: { en: 'LAB', pt: 'LAB' },
  state: { en: 'STATE', pt: 'ESTADO' },
  target: { en: 'TARGET', pt: 'ALVO' },
  machines: { en: 'MACHINES', pt: 'MÁQUINAS' },
  title: { en: 'TITLE', pt: 'TÍTULO' },
  machine: { en: 'MACHINE', pt: 'MÁQUINA' },
  address: { en: 'ADDRESS', pt: 'ENDEREÇO' },
  service: { en: 'SERVICE', pt: 'SERVIÇO' },
  ports: { en: 'PORTS', pt: 'PORTAS' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const mistakes = (n: number): Sentence => ({
  en: `${counted(n, 'mistake', 'mistakes')}: bancada validate shows ${n === 1 ? 'it' : 'them'}`,
  pt: `${counted(n, 'erro', 'erros')}: bancada validate mostra`,
});
export const processors: Sentence = { en: 'cpu', pt: 'cpu' };
export const memory: Sentence = { en: 'memory', pt: 'memória' };
export const disk: Sentence = { en: 'disk', pt: 'disco' };
export const requests: Sentence = { en: 'requests', pt: 'pedidos' };
export const failing: Sentence = { en: 'failing', pt: 'falhando' };
export const silentFor = (time: string): Sentence => ({ en: `silent for ${time}`, pt: `calada há ${time}` });
export const inProject = (folder: string): Sentence => ({ en: `(in ${folder})`, pt: `(em ${folder})` });
export const topologyGone: Sentence = { en: '(its topology is gone)', pt: '(a topologia dele sumiu)' };
export const noLabs: Sentence = { en: 'no topologies here and no labs', pt: 'nenhuma topologia aqui e nenhum lab' };
export const noLabsHint: Sentence = {
  en: 'a topology is a YAML file in topology/',
  pt: 'uma topologia é um arquivo YAML em topology/',
};

export const allGood: Sentence = {
  en: 'this computer has all it needs',
  pt: 'este computador tem tudo de que precisa',
};
export const fixes: Sentence = {
  en: 'what would mend it (or: bancada doctor --setup)',
  pt: 'o que resolveria (ou: bancada doctor --setup)',
};

export const isValid = (file: string): Sentence => ({ en: `${file} has no mistakes`, pt: `${file} não tem erros` });

export const isUp = (lab: string, time: string): Sentence => ({
  en: `${lab} is up, in ${time}`,
  pt: `${lab} está no ar, em ${time}`,
});
export const nothingChanged: Sentence = { en: 'nothing had to be changed', pt: 'nada precisou mudar' };
export const isDown = (lab: string): Sentence => ({ en: `${lab} is stopped`, pt: `${lab} está parado` });
export const isGone = (lab: string): Sentence => ({ en: `nothing is left of ${lab}`, pt: `nada restou de ${lab}` });
export const machinesAre = {
  start: (names: string): Sentence => ({ en: `started: ${names}`, pt: `ligadas: ${names}` }),
  stop: (names: string): Sentence => ({ en: `stopped: ${names}`, pt: `paradas: ${names}` }),
  restart: (names: string): Sentence => ({ en: `restarted: ${names}`, pt: `reiniciadas: ${names}` }),
} as const;
export const nexts = {
  graph: { en: 'draw it', pt: 'desenha' },
  plan: { en: 'see what would be made', pt: 'mostra o que seria feito' },
  up: { en: 'bring it up', pt: 'põe no ar' },
  status: { en: 'one look', pt: 'uma olhada' },
  ssh: { en: 'a shell inside', pt: 'um shell lá dentro' },
  down: { en: 'stop it, keep its disks', pt: 'para e guarda os discos' },
  destroy: { en: 'remove every trace', pt: 'remove todo vestígio' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const written = (file: string): Sentence => ({ en: `wrote ${file}`, pt: `escrito em ${file}` });
export const onAMachine: Sentence = { en: 'puts it on a machine', pt: 'o põe numa máquina' };
export const forwarding = (from: string, to: string): Sentence => ({
  en: `${from} leads to ${to}`,
  pt: `${from} leva a ${to}`,
});
export const untilInterrupted: Sentence = { en: 'Ctrl-C ends it', pt: 'Ctrl-C encerra' };
export const exitedWith = (code: number): Sentence => ({ en: `exit code ${code}`, pt: `código de saída ${code}` });

export const errorWord: Sentence = { en: 'error', pt: 'erro' };
export const bugWord: Sentence = { en: 'bug', pt: 'defeito' };
export const becauseWord: Sentence = { en: 'because', pt: 'porque' };
export const bugReport: Sentence = {
  en: 'this is a mistake in Bancada, not yours: please report it, with what -v prints',
  pt: 'o erro é da Bancada, não seu: relate-o, por favor, com o que -v mostrar',
};
export const moreWithVerbose = (lines: number): Sentence => ({
  en: `${counted(lines, 'earlier line', 'earlier lines')}: -v shows all`,
  pt: `${counted(lines, 'linha antes destas', 'linhas antes destas')}: -v mostra tudo`,
});
/** Names of what an error's context holds. Another key is shown as it is. */
export const contextWords: Readonly<Record<string, Sentence>> = {
  machine: { en: 'machine', pt: 'máquina' },
  resource: { en: 'resource', pt: 'recurso' },
  service: { en: 'service', pt: 'serviço' },
  command: { en: 'command', pt: 'comando' },
  output: { en: 'output', pt: 'saída' },
  stderr: { en: 'output', pt: 'saída' },
  stdout: { en: 'output', pt: 'saída' },
  file: { en: 'file', pt: 'arquivo' },
  step: { en: 'step', pt: 'passo' },
  lab: { en: 'lab', pt: 'lab' },
  pid: { en: 'process', pt: 'processo' },
  holder: { en: 'held by', pt: 'com' },
  code: { en: 'exit code', pt: 'código de saída' },
  port: { en: 'port', pt: 'porta' },
};
export const setByHand: Sentence = {
  en: "set while it runs, in the place of the file's value",
  pt: 'definido com o lab no ar, no lugar do valor do arquivo',
};
