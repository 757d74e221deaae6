import type { Sentence } from '../model/sentence.ts';

/** Words of what `sim` prints. */
export const workload = (rate: string, time: string, seed: number): Sentence => ({
  en: `${rate} requests a second for ${time}, seed ${seed}`,
  pt: `${rate} pedidos por segundo durante ${time}, semente ${seed}`,
});
interface Crowd {
  readonly visitors: number;
  readonly pause: string;
  readonly time: string;
  readonly seed: number;
}
export const crowd = ({ visitors, pause, time, seed }: Crowd): Sentence => ({
  en: `${String(visitors)} visitors for ${time}, each of whom comes again ${pause} after the answer, seed ${String(seed)}`,
  pt: `${String(visitors)} visitantes durante ${time}; cada um volta ${pause} depois da resposta, semente ${String(seed)}`,
});
export const leftOut = (time: string): Sentence => ({
  en: `left out: the first ${time}, in which hardly anybody is there yet (MSER-5)`,
  pt: `fora da conta: os primeiros ${time}, em que ainda quase não há ninguém (MSER-5)`,
});
export const nothingLeftOut: Sentence = {
  en: 'nothing is left out: the beginning is like the rest (MSER-5)',
  pt: 'nada fica fora da conta: o começo é como o resto (MSER-5)',
};
export const beginningUnknown = (time: string): Sentence => ({
  en: `left out: the first ${time} (MSER-5); whether that is all of the beginning cannot be told in so short a time: ask for more with --for`,
  pt: `fora da conta: os primeiros ${time} (MSER-5); se isso é todo o começo, não dá para dizer em tão pouco tempo: peça mais com --for`,
});
export const tooShort = (time: string | undefined): Sentence => ({
  en: `± may be too small: the lab forgets too slowly for so short a time; ask for ${time ?? 'more'}${time === undefined ? '' : ' or more'} with --for`,
  pt: `± pode ser pequeno demais: o lab esquece devagar para tão pouco tempo; peça ${time ?? 'mais'}${time === undefined ? '' : ' ou mais'} com --for`,
});
export const traced = (file: string, time: string, seed: number): Sentence => ({
  en: `as in ${file}, ${time}, seed ${String(seed)}`,
  pt: `como em ${file}, ${time}, semente ${String(seed)}`,
});
export const askedFor: Sentence = { en: 'asked for', pt: 'pedem' };
export const asItIs: Sentence = { en: 'as it is', pt: 'como está' };
export const metrics = {
  answers: { en: 'answers a second', pt: 'respostas por segundo' },
  mean: { en: 'mean latency', pt: 'latência média' },
  p50: { en: 'half within', pt: 'metade em até' },
  p90: { en: '90 % within', pt: '90 % em até' },
  p95: { en: '95 % within', pt: '95 % em até' },
  p99: { en: '99 % within', pt: '99 % em até' },
  errors: { en: 'errors', pt: 'erros' },
  saturation: { en: 'saturates at', pt: 'satura em' },
} as const satisfies Readonly<Record<string, Sentence>>;
/** Of the mean latency of two designs, to which the same visitors come. */
export const difference: Sentence = { en: 'difference in mean', pt: 'diferença da média' };
export const errorsOfRuns = (runs: number): Sentence => ({
  en: `errors, ${String(runs)} runs`,
  pt: `erros, ${String(runs)} vezes`,
});
export const seconds: Sentence = { en: 'seconds', pt: 'segundos' };
export const overTime: Sentence = { en: 'over time, in the first run', pt: 'ao longo do tempo, na primeira execução' };
export const none: Sentence = { en: 'none', pt: 'nenhum' };
export const perSecond = (rate: string): Sentence => ({ en: `${rate} a second`, pt: `${rate} por segundo` });
/** Why requests came to nothing. Words that roles say themselves stand as they are. */
export const causes: Readonly<Record<string, Sentence>> = {
  down: { en: 'refused', pt: 'recusados' },
  timeout: { en: 'took too long', pt: 'demoraram demais' },
  full: { en: 'no room', pt: 'sem vaga' },
  lost: { en: 'lost', pt: 'perdidos' },
  'gave-up': { en: 'gave up', pt: 'desistiram' },
  'no-target': { en: 'nobody left to ask', pt: 'ninguém a quem perguntar' },
  unavailable: { en: 'a service it needs did not answer', pt: 'um serviço necessário não respondeu' },
};
export const bottleneck: Sentence = { en: 'bottleneck', pt: 'gargalo' };
export const unstable = (rate: string, most: string, growth: string): Sentence => ({
  en: `unstable: ${rate} a second come and at most ${most} are answered, so ${growth} more wait or are turned away every second, without end`,
  pt: `instável: chegam ${rate} por segundo e no máximo ${most} são respondidos; a cada segundo ${growth} a mais ficam esperando ou são recusados, sem fim`,
});
export const interrupted: Sentence = {
  en: 'interrupted: this is what was known so far',
  pt: 'interrompido: isto é o que se sabia até aqui',
};
export const stillWaiting = (requests: string): Sentence => ({
  en: `at the end about ${requests} requests still waited for their answers: whether those come is not in these figures; ask for more time with --for`,
  pt: `no fim cerca de ${requests} pedidos ainda esperavam respostas: se elas vêm não está nestes números; peça mais tempo com --for`,
});
export const nothingForetold: Sentence = {
  en: 'interrupted: nothing of the scenario is known yet',
  pt: 'interrompido: ainda não se sabe nada do roteiro',
};
export const columns = {
  machine: { en: 'MACHINE', pt: 'MÁQUINA' },
  processor: { en: 'PROCESSOR', pt: 'PROCESSADOR' },
  of: { en: 'CPUS', pt: 'CPUS' },
  service: { en: 'SERVICE', pt: 'SERVIÇO' },
  questions: { en: 'QUESTIONS/S', pt: 'PERGUNTAS/S' },
  busyWith: { en: 'AT ONCE', pt: 'AO MESMO TEMPO' },
  time: { en: 'TAKES', pt: 'LEVA' },
  p95: { en: '95 % WITHIN', pt: '95 % EM ATÉ' },
  pool: { en: 'MOST TAKEN', pt: 'MAIS OCUPADO' },
  taken: { en: 'TAKEN', pt: 'OCUPAÇÃO' },
  waiting: { en: 'WAITING', pt: 'ESPERANDO' },
  balancer: { en: 'BALANCER', pt: 'BALANCEADOR' },
  shares: { en: 'SHARES', pt: 'PARTES' },
  link: { en: 'LINK', pt: 'ENLACE' },
  used: { en: 'USED', pt: 'USO' },
  failed: { en: 'FAILED THERE', pt: 'FALHARAM ALI' },
} as const satisfies Readonly<Record<string, Sentence>>;
/** All services of a machine. */
export const all: Sentence = { en: 'all', pt: 'todos' };
export const failedWhere: Sentence = {
  en: 'where it failed first; counted also if another one was asked then',
  pt: 'onde falhou primeiro; conta também se depois outro foi perguntado',
};
export const failedWhereInRuns = (runs: number): Sentence => ({
  en: `${failedWhere.en}; ${String(runs)} runs`,
  pt: `${failedWhere.pt}; ${String(runs)} vezes`,
});
export const sweepColumns = {
  visitors: { en: 'VISITORS', pt: 'VISITANTES' },
  answers: { en: 'ANSWERS/S', pt: 'RESPOSTAS/S' },
  mean: { en: 'MEAN', pt: 'MÉDIA' },
  p95: { en: '95 % WITHIN', pt: '95 % EM ATÉ' },
  errors: { en: 'ERRORS', pt: 'ERROS' },
  busiest: { en: 'BUSIEST', pt: 'MAIS OCUPADO' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const confidence: Sentence = {
  en: '± : 95 % of such intervals hold the true value of the model; how true the model is, only a measurement tells',
  pt: '±: 95 % desses intervalos contêm o valor verdadeiro do modelo; o quanto o modelo é verdadeiro, só uma medição diz',
};
export const foretold: Sentence = {
  en: 'foretold: nothing was started; `bancada scenario` plays it on the lab itself',
  pt: 'previsão: nada foi ligado; `bancada scenario` o toca no próprio lab',
};
export const faultsWord: Sentence = { en: 'broken', pt: 'quebrado' };
/** What visitors meet of a fault, in one run: `last error 0.4 s after it broke, answers again 10.6 s after it was back`. */
export const course = {
  heading: { en: 'what visitors meet of it, in the first run', pt: 'o que os visitantes notam, na primeira execução' },
  noError: { en: 'no error', pt: 'nenhum erro' },
  errors: (count: number, last: string): Sentence => ({
    en: `${String(count)} ${count === 1 ? 'error' : 'errors'}, the last ${last} after it broke`,
    pt: `${String(count)} ${count === 1 ? 'erro' : 'erros'}, o último ${last} depois da quebra`,
  }),
  again: (after: string): Sentence => ({
    en: `answers again ${after} after it was back`,
    pt: `volta a responder ${after} depois de voltar`,
  }),
} as const;
export const unlogged = (requests: string): Sentence => ({
  en: `about ${requests} requests are too many to be told one by one: what visitors meet over time, and of each fault, is left out; ask for a shorter time with --for, or for less`,
  pt: `cerca de ${requests} pedidos são demais para contar um a um: o que os visitantes notam ao longo do tempo, e de cada falha, fica de fora; peça menos tempo com --for, ou menos pedidos`,
});
/** Of points of a sweep that get more than they can answer. */
export const sweptUnstable = {
  mark: { en: 'unstable', pt: 'instável' },
  why: {
    en: 'unstable: more come than are answered, so ever more wait or are turned away; how long an answer takes depends on how long was simulated',
    pt: 'instável: chegam mais do que são respondidos; cada vez mais esperam ou são recusados, e quanto uma resposta leva depende de quanto se simulou',
  },
} as const;

/** Of points of a sweep at whose end more wait than usual. */
export const sweptWaiting = {
  mark: (requests: string): Sentence => ({ en: `${requests} still waited`, pt: `${requests} ainda esperavam` }),
  why: {
    en: 'still waited: at the end these had no answer yet; whether it comes is not in these figures; ask for more time with --for',
    pt: 'ainda esperavam: no fim estes não tinham resposta; se ela vem não está nestes números; peça mais tempo com --for',
  },
} as const;

/** Of which values of a sweep something is said. */
export const atValues = (values: readonly string[]): Sentence => ({
  en: `at ${values.join(', ')}`,
  pt: `em ${values.join(', ')}`,
});
export const sweepOf = (what: string): Sentence => ({ en: `for each ${what}`, pt: `para cada ${what}` });
