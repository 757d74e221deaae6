import type { LoadSecond } from '../model/load.ts';
import type { Sentence } from '../model/sentence.ts';
import type { LoadError } from '../model/workload.ts';
import type { Words } from './wording.ts';

const listed = (names: readonly string[]): string => names.join(', ');

export const loading: Sentence = { en: 'visitors come', pt: 'chegam visitantes' };

export const noVisitors = (name: string | undefined, known: readonly string[]): Words => ({
  message:
    name === undefined
      ? { en: 'nobody visits this lab', pt: 'ninguém visita este lab' }
      : { en: `no visitors "${name}" in this lab`, pt: `não há visitantes "${name}" neste lab` },
  hint:
    known.length === 0
      ? {
          en: 'add visitors: to the topology; topology/README.md shows how',
          pt: 'acrescente visitors: à topologia; topology/README.md mostra como',
        }
      : { en: `there are ${listed(known)}`, pt: `existem ${listed(known)}` },
});

export const speaksOtherwise = (visitors: string, protocol: string): Words => ({
  message: {
    en: `visitors "${visitors}" go to a port that speaks ${protocol}, and a load can only speak http`,
    pt: `os visitantes "${visitors}" vão a uma porta que fala ${protocol}, e a carga só fala http`,
  },
  hint: { en: 'name other visitors with --visitors', pt: 'indique outros visitantes com --visitors' },
});

export const noProfile = (name: string, known: readonly string[]): Words => ({
  message: { en: `no profile "${name}" for these visitors`, pt: `não há perfil "${name}" para estes visitantes` },
  hint: { en: `there are ${listed(known)}`, pt: `existem ${listed(known)}` },
});

export const onePage = (path: string): Sentence => ({ en: `one page: ${path}`, pt: `uma página: ${path}` });
export const asTraced = (file: string): Sentence => ({ en: `as in ${file}`, pt: `como em ${file}` });

export const badTrace = (where: string, why: string): Words => ({
  message: { en: `${where}: ${why}`, pt: `${where}: ${why}` },
  hint: {
    en: 'a trace is one JSON object a line, in order: {"at": 12.5, "source": "192.168.56.130", "path": "/"}',
    pt: 'um trace é um objeto JSON por linha, em ordem: {"at": 12.5, "source": "192.168.56.130", "path": "/"}',
  },
});

export const loadFailed = (why: Sentence): Words => ({
  message: { en: `the visitors came to a bad end: ${why.en}`, pt: `os visitantes acabaram mal: ${why.pt}` },
  hint: {
    en: 'bancada status shows whether the lab is still up; bancada up mends it',
    pt: 'bancada status mostra se o lab ainda está no ar; bancada up o conserta',
  },
});

/** Why visitors came to a bad end. */
export const badEnds = {
  givenUp: (milliseconds: number): Sentence => ({
    en: `they had not come to their end after ${(milliseconds / 1000).toFixed(0)} s, long after the last answer can have come, and were given up`,
    pt: `não tinham terminado após ${(milliseconds / 1000).toFixed(0)} s, muito depois da última resposta possível, e foram abandonados`,
  }),
  cutOff: {
    en: 'their connection ended before they told what they met: their program ended, or the lab went away',
    pt: 'a conexão acabou antes de contarem o que encontraram: o programa deles terminou, ou o lab foi embora',
  },
} as const;

export const noWayIn = (lab: string): Words => ({
  message: {
    en: `${lab} has no place from which visitors could come: it does not run`,
    pt: `${lab} não tem de onde vir visitantes: não está em execução`,
  },
  hint: { en: `bancada up ${lab} brings it up`, pt: `bancada up ${lab} o põe no ar` },
});

export const notOnTarget = (target: string): Words => ({
  message: {
    en: `visitors cannot be sent to labs on target ${target} yet`,
    pt: `ainda não é possível enviar visitantes a labs no alvo ${target}`,
  },
  hint: { en: 'bring the lab up on target local', pt: 'ponha o lab no ar no alvo local' },
});

export const errors: Readonly<Record<LoadError, Sentence>> = {
  refused: { en: 'refused', pt: 'recusados' },
  unreachable: { en: 'unreachable', pt: 'inalcançáveis' },
  silent: { en: 'no answer in time', pt: 'sem resposta a tempo' },
  closed: { en: 'connection closed', pt: 'conexão fechada' },
  'not-http': { en: 'not HTTP', pt: 'não é HTTP' },
  status: { en: 'wrong status', pt: 'status errado' },
  content: { en: 'wrong page', pt: 'página errada' },
  'not-sent': { en: 'not sent', pt: 'não enviados' },
};

const decimals = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** The second that has just passed, on one line. */
export const now = ({ second, sent, failed, p50, p95, machines }: LoadSecond): Sentence => {
  const shares = Object.entries(machines)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([machine, count]) => `  ${machine} ${String(count)}`)
    .join('');
  const times = `p50 ${decimals(p50)} ms  p95 ${decimals(p95)} ms`;
  const at = `${String(second + 1).padStart(4)} s`;
  return {
    en: `${at}  ${String(sent).padStart(5)}/s  ${times}  ${String(failed)} failed${shares}`,
    pt: `${at}  ${String(sent).padStart(5)}/s  ${times}  ${String(failed)} falhas${shares}`,
  };
};

export const flags = {
  rate: {
    en: 'visitors a second, however long answers take (10 if nothing is said)',
    pt: 'visitantes por segundo, por mais que demorem as respostas (10 se nada for dito)',
  },
  for: { en: 'how long: 30s, 2m (10s if not said)', pt: 'por quanto tempo: 30s, 2m (10s se não for dito)' },
  closed: {
    en: 'so many visitors, each of whom comes again after the answer, instead of a rate',
    pt: 'tantos visitantes, cada um volta depois da resposta, em vez de uma taxa',
  },
  think: { en: 'with --closed: the pause before coming again', pt: 'com --closed: a pausa antes de voltar' },
  even: { en: 'at even distances instead of at random', pt: 'a intervalos iguais em vez de ao acaso' },
  profile: {
    en: 'what a visitor does: page, or a visit that the application knows',
    pt: 'o que faz um visitante: page, ou uma visita que a aplicação conhece',
  },
  path: { en: 'the page that is asked for', pt: 'a página pedida' },
  visitors: { en: 'as these visitors of the topology', pt: 'como estes visitantes da topologia' },
  trace: { en: 'replay a trace: a JSON object a line', pt: 'repete um trace: um objeto JSON por linha' },
  fresh: { en: 'a new connection for each request', pt: 'uma conexão nova para cada pedido' },
  timeout: {
    en: 'a request counts as unanswered after this long (10s)',
    pt: 'um pedido conta como sem resposta depois deste tempo (10s)',
  },
  output: { en: 'write a page with plots: report.html', pt: 'escreve uma página com gráficos: report.html' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const aRate: Sentence = { en: 'a number from 0.1 to 50000', pt: 'um número de 0.1 a 50000' };
export const aLoadTime: Sentence = { en: 'a time up to 6h', pt: 'um tempo até 6h' };
export const aCrowd: Sentence = { en: 'a whole number from 1 to 4000', pt: 'um número inteiro de 1 a 4000' };

export const loaded = {
  rate: (perSecond: string, seconds: string): Sentence => ({
    en: `${perSecond} a second for ${seconds}`,
    pt: `${perSecond} por segundo durante ${seconds}`,
  }),
  from: (sources: number, network: string, target: string): Sentence => ({
    en: `from ${String(sources)} ${sources === 1 ? 'address' : 'addresses'} (${network}) to ${target}`,
    pt: `de ${String(sources)} ${sources === 1 ? 'endereço' : 'endereços'} (${network}) para ${target}`,
  }),
  counts: (sent: number, answered: number, failed: number): Sentence => ({
    en: `${String(sent)} sent, ${String(answered)} answered, ${String(failed)} failed`,
    pt: `${String(sent)} enviados, ${String(answered)} respondidos, ${String(failed)} falhas`,
  }),
  visits: (begun: number, finished: number): Sentence => ({
    en: `${String(begun)} visits, ${String(finished)} of them to their end`,
    pt: `${String(begun)} visitas, ${String(finished)} delas até o fim`,
  }),
  latency: {
    en: 'milliseconds from the moment a request was meant to be sent to the last byte of its answer',
    pt: 'milissegundos do momento em que o pedido deveria sair até o último byte da resposta',
  },
  unanswered: (count: number): Sentence => ({
    en: `${String(count)} requests had no answer; they are not in these times`,
    pt: `${String(count)} pedidos não tiveram resposta; não entram nestes tempos`,
  }),
  notKept: (asked: string, sent: string): Sentence => ({
    en: `the rate could not be held: ${sent} a second were sent instead of ${asked}. The figures are not those of that rate`,
    pt: `a taxa não pôde ser mantida: saíram ${sent} por segundo em vez de ${asked}. Os números não são os dessa taxa`,
  }),
  hostFull: (busy: number, processors: number): Sentence => ({
    en: `this computer was full: ${busy.toFixed(1)} of its ${String(processors)} processors were at work. More machines would not answer more`,
    pt: `este computador estava cheio: ${busy.toFixed(1)} dos seus ${String(processors)} processadores trabalhavam. Mais máquinas não responderiam mais`,
  }),
  late: (p99: string): Sentence => ({
    en: `this computer was busy: 1 % of the requests left ${p99} ms late or more, which is part of their times`,
    pt: `este computador estava ocupado: 1 % dos pedidos saiu com ${p99} ms de atraso ou mais, o que entra nos tempos`,
  }),
  left: (count: number): Sentence => ({
    en: `what ${String(count)} visitors left could not be taken away: the application did not answer`,
    pt: `o que ${String(count)} visitantes deixaram não pôde ser removido: a aplicação não respondeu`,
  }),
  interrupted: { en: 'interrupted: this is what is known so far', pt: 'interrompido: isto é o que já se sabe' },
  all: { en: 'all', pt: 'todos' },
  count: { en: 'answers', pt: 'respostas' },
  mean: { en: 'mean', pt: 'média' },
  max: { en: 'max', pt: 'máx' },
  failures: { en: 'failed', pt: 'falhas' },
  nobody: { en: 'nobody came', pt: 'ninguém veio' },
} as const;

/** On the page of a load. */
export const page = {
  rates: { en: 'Requests, second by second', pt: 'Pedidos, segundo a segundo' },
  latencies: { en: 'How long answers took, second by second', pt: 'Quanto demoraram as respostas, segundo a segundo' },
  distribution: { en: 'How many answers took how long', pt: 'Quantas respostas demoraram quanto' },
  seconds: { en: 'seconds', pt: 'segundos' },
  perSecond: { en: 'per second', pt: 'por segundo' },
  milliseconds: { en: 'ms', pt: 'ms' },
  shareOfAnswers: { en: 'share of the answers that took no longer', pt: 'parcela das respostas que não demorou mais' },
  asked: { en: 'meant to be sent', pt: 'a enviar' },
  answered: { en: 'answered', pt: 'respondidos' },
  failed: { en: 'failed', pt: 'falhas' },
} as const satisfies Readonly<Record<string, Sentence>>;
