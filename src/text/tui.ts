import type { Sentence } from '../model/sentence.ts';

/** Titles of the panels. */
export const panels = {
  topology: { en: 'topology', pt: 'topologia' },
  machines: { en: 'machines', pt: 'máquinas' },
  balancer: { en: 'balancer', pt: 'balanceador' },
  services: { en: 'services', pt: 'serviços' },
  checks: { en: 'checks', pt: 'verificações' },
  events: { en: 'events', pt: 'eventos' },
} as const satisfies Readonly<Record<string, Sentence>>;

/** What the keys do, for the help. */
export const keys = {
  next: { en: 'next panel', pt: 'próximo painel' },
  previous: { en: 'panel before', pt: 'painel anterior' },
  zoom: { en: 'the panel alone, and back', pt: 'só este painel, e volta' },
  up: { en: 'machine above', pt: 'máquina acima' },
  down: { en: 'machine below', pt: 'máquina abaixo' },
  visitors: { en: 'visitors come, or stop coming', pt: 'visitantes vêm, ou param de vir' },
  faster: { en: 'more visitors', pt: 'mais visitantes' },
  slower: { en: 'fewer visitors', pt: 'menos visitantes' },
  check: { en: 'run the checks', pt: 'fazer as verificações' },
  scenario: { en: 'play a demo; pause it, step, end it', pt: 'encenar uma demonstração; pausar, passar, encerrar' },
  trace: { en: 'follow one request through the lab', pt: 'acompanhar um pedido pelo lab' },
  shell: { en: 'a shell in the machine', pt: 'um shell na máquina' },
  logs: { en: 'follow a journal', pt: 'acompanhar um diário' },
  stop: { en: 'stop a machine or service', pt: 'parar máquina ou serviço' },
  start: { en: 'start a machine or service', pt: 'ligar máquina ou serviço' },
  restart: { en: 'restart a machine or service', pt: 'reiniciar máquina ou serviço' },
  faults: { en: 'inject a fault into the machine', pt: 'injetar uma falha na máquina' },
  link: { en: 'cut, slow down or degrade a link', pt: 'cortar ou piorar um enlace' },
  settings: { en: 'change the balancing, and other choices', pt: 'mudar o balanceamento e outras opções' },
  undo: { en: 'undo the last action', pt: 'desfazer a última ação' },
  filter: { en: 'show some machines only', pt: 'mostrar só algumas máquinas' },
  help: { en: 'this help', pt: 'esta ajuda' },
  quit: { en: 'leave; the lab goes on', pt: 'sair; o lab continua' },
} as const satisfies Readonly<Record<string, Sentence>>;

/** The same in a word, for the bar at the bottom. */
export const words = {
  next: { en: 'panel', pt: 'painel' },
  previous: { en: 'back', pt: 'volta' },
  zoom: { en: 'zoom', pt: 'zoom' },
  up: { en: 'up', pt: 'acima' },
  down: { en: 'down', pt: 'abaixo' },
  visitors: { en: 'visitors', pt: 'visitas' },
  faster: { en: 'more', pt: 'mais' },
  slower: { en: 'fewer', pt: 'menos' },
  check: { en: 'check', pt: 'verificar' },
  scenario: { en: 'play', pt: 'roteiro' },
  trace: { en: 'trace', pt: 'pedido' },
  shell: { en: 'shell', pt: 'shell' },
  logs: { en: 'logs', pt: 'diário' },
  stop: { en: 'stop', pt: 'parar' },
  start: { en: 'start', pt: 'ligar' },
  restart: { en: 'restart', pt: 'reiniciar' },
  faults: { en: 'fault', pt: 'falha' },
  link: { en: 'link', pt: 'enlace' },
  settings: { en: 'balance', pt: 'balanço' },
  undo: { en: 'undo', pt: 'desfazer' },
  filter: { en: 'filter', pt: 'filtro' },
  help: { en: 'help', pt: 'ajuda' },
  quit: { en: 'quit', pt: 'sair' },
} as const satisfies Readonly<Record<keyof typeof keys, Sentence>>;

export const helpTitle: Sentence = { en: 'keys', pt: 'teclas' };
export const overlayKeys = {
  menu: {
    en: 'up, down  choose   Enter  do it   Esc  back',
    pt: 'acima, abaixo  escolher   Enter  fazer   Esc  voltar',
  },
  help: { en: 'up, down  scroll   Esc  back', pt: 'acima, abaixo  rolar   Esc  voltar' },
  trace: { en: 'up, down  scroll   Esc  back', pt: 'acima, abaixo  rolar   Esc  voltar' },
  logs: { en: 'up, down  scroll   Esc  back', pt: 'acima, abaixo  rolar   Esc  voltar' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const filterPrompt = (typed: string): Sentence => ({ en: `filter: ${typed}`, pt: `filtro: ${typed}` });
export const filterKeys: Sentence = { en: 'Enter  keep   Esc  show all', pt: 'Enter  manter   Esc  mostrar tudo' };

export const tooSmall = (columns: number, rows: number): Sentence => ({
  en: `too small: ${columns}x${rows}`,
  pt: `pequeno demais: ${columns}x${rows}`,
});
export const atLeast = (columns: number, rows: number): Sentence => ({
  en: `needs ${columns}x${rows}`,
  pt: `precisa ${columns}x${rows}`,
});
export const looking: Sentence = { en: 'looking…', pt: 'olhando…' };
export const noReadings = (time: string): Sentence => ({
  en: `no readings for ${time}`,
  pt: `sem leituras há ${time}`,
});
export const machinesRunning = (running: number, all: number): Sentence => ({
  en: `${running} of ${all} machines running`,
  pt: `${running} de ${all} máquinas ligadas`,
});
export const sending = (rate: string): Sentence => ({ en: `sending ${rate}`, pt: `enviando ${rate}` });
export const shortSilent = (time: string): Sentence => ({ en: `silent ${time}`, pt: `calada ${time}` });

export const headings = {
  machine: { en: 'machine', pt: 'máquina' },
  state: { en: 'state', pt: 'estado' },
  processors: { en: 'cpu', pt: 'cpu' },
  memory: { en: 'memory', pt: 'memória' },
  services: { en: 'services', pt: 'serviços' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const all: Sentence = { en: 'all', pt: 'todos' };
export const failed: Sentence = { en: 'failed', pt: 'falhas' };
export const noBalancer: Sentence = { en: 'nobody balances here', pt: 'ninguém balanceia aqui' };
export const silentBalancer: Sentence = { en: 'it does not answer', pt: 'ele não responde' };
export const noTraffic: Sentence = { en: 'no requests', pt: 'sem pedidos' };
export const noGauges: Sentence = { en: 'no service tells of itself', pt: 'nenhum serviço fala de si' };
export const noChecksYet: Sentence = { en: 'not run yet: c runs them', pt: 'ainda não feitas: c faz' };
export const checking = (answered: number): Sentence => ({
  en: `checking, ${answered} answered`,
  pt: `verificando, ${answered} respondidas`,
});
export const ago = (time: string): Sentence => ({ en: `${time} ago`, pt: `há ${time}` });
export const noEvents: Sentence = { en: 'nothing happened yet', pt: 'nada aconteceu ainda' };
export const nothingShown: Sentence = { en: 'no machine fits the filter', pt: 'nenhuma máquina cabe no filtro' };

/** What can be done with a scenario that plays. */
export const steering = {
  pause: { en: 'pause, or go on', pt: 'pausar, ou continuar' },
  next: { en: 'the next step at once', pt: 'o próximo passo já' },
  back: { en: 'back a step', pt: 'um passo para trás' },
  end: { en: 'end it, and put the lab back', pt: 'encerrar, e deixar o lab como estava' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const playing = (name: string): Sentence => ({ en: `playing ${name}`, pt: `encenando ${name}` });

export const menus = {
  scenarios: { en: 'play what?', pt: 'encenar o quê?' },
  steering: { en: 'the demo', pt: 'a demonstração' },
  stop: { en: 'stop what?', pt: 'parar o quê?' },
  start: { en: 'start what?', pt: 'ligar o quê?' },
  restart: { en: 'restart what?', pt: 'reiniciar o quê?' },
  logs: { en: 'whose journal?', pt: 'o diário de quem?' },
  link: { en: 'which link, and how?', pt: 'qual enlace, e como?' },
  faults: { en: 'which fault?', pt: 'qual falha?' },
  settings: { en: 'which setting?', pt: 'qual ajuste?' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const wholeMachine: Sentence = { en: 'the machine', pt: 'a máquina' };
export const allMachines: Sentence = { en: 'all machines', pt: 'todas as máquinas' };
export const linkWays = {
  down: { en: 'cut', pt: 'cortado' },
  slow: { en: '1 mbit/s', pt: '1 mbit/s' },
  lossy: { en: '20 % lost', pt: '20 % perdidos' },
  reset: { en: 'as declared', pt: 'como declarado' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const asBefore: Sentence = { en: 'as it was before', pt: 'como estava antes' };

export const visitorsCome = (rate: string): Sentence => ({
  en: `visitors come: ${rate}`,
  pt: `visitantes chegam: ${rate}`,
});
export const visitorsGone = (sent: number, failed: number): Sentence => ({
  en: `visitors gone: ${sent} requests, ${failed} failed`,
  pt: `visitantes foram embora: ${sent} pedidos, ${failed} falhas`,
});
export const nothingToUndo: Sentence = { en: 'nothing to take back', pt: 'nada a desfazer' };
export const machineDeeds = {
  start: (name: string): Sentence => ({ en: `started ${name}`, pt: `${name} ligado` }),
  stop: (name: string): Sentence => ({ en: `stopped ${name}`, pt: `${name} parado` }),
  restart: (name: string): Sentence => ({ en: `restarted ${name}`, pt: `${name} reiniciado` }),
} as const;
export const linkIs = (machine: string, network: string, how: Sentence): Sentence => ({
  en: `link of ${machine} to ${network}: ${how.en}`,
  pt: `enlace de ${machine} com ${network}: ${how.pt}`,
});
export const faultIs = (name: string, target: string): Sentence => ({
  en: `fault injected: ${name} ${target}`,
  pt: `falha injetada: ${name} ${target}`,
});
export const faultUndone = (name: string, target: string): Sentence => ({
  en: `fault undone: ${name} ${target}`,
  pt: `falha desfeita: ${name} ${target}`,
});
export const faultsAtWork = (count: number): Sentence => ({
  en: count === 1 ? '1 fault at work' : `${count} faults at work`,
  pt: count === 1 ? '1 falha ativa' : `${count} falhas ativas`,
});
export const settingIs = (service: string, key: string, value: string): Sentence => ({
  en: `${service}: ${key} is ${value}`,
  pt: `${service}: ${key} é ${value}`,
});
export const answers = {
  yes: { en: 'yes', pt: 'sim' },
  no: { en: 'no', pt: 'não' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const now: Sentence = { en: 'now', pt: 'agora' };
export const shellEnded = (machine: string): Sentence => ({
  en: `back from ${machine}`,
  pt: `de volta de ${machine}`,
});
export const needsTerminal = {
  message: {
    en: 'the terminal interface needs a terminal',
    pt: 'a interface de terminal precisa de um terminal',
  },
  hint: {
    en: 'run it in a terminal window, or use `bancada status --watch`, which also writes to files',
    pt: 'rode-a numa janela de terminal, ou use `bancada status --watch`, que também escreve em arquivos',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
