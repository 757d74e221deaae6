import type { Sentence } from '../model/sentence.ts';

import type { Words } from './wording.ts';

export const calibrateAgain = (lab: string): Sentence => ({
  en: `if an older Bancada measured it, or it is damaged, measure again: bancada calibrate ${lab}; or go on without it: --uncalibrated`,
  pt: `se uma Bancada mais antiga o mediu, ou se está danificado, meça de novo: bancada calibrate ${lab}; ou siga sem ele: --uncalibrated`,
});
export const idling: Sentence = { en: 'nobody asks', pt: 'ninguém pergunta' };
export const asking = (kind: string, rate: number): Sentence => ({
  en: `${kind}, ${rate.toFixed(0)} a second`,
  pt: `${kind}, ${rate.toFixed(0)} por segundo`,
});
export const sending = (requests: number): Sentence => ({
  en: `${String(requests)} requests to the lab`,
  pt: `${String(requests)} pedidos ao lab`,
});
export const foretelling: Sentence = { en: 'the same requests', pt: 'os mesmos pedidos' };

export const onlyServicesDown = (what: string, how: string): Words => ({
  message: {
    en: `"${what}" cannot be broken by "${how}" in a comparison: services can be down, for a time`,
    pt: `"${what}" não pode ser quebrado com "${how}" numa comparação: serviços podem ficar fora, por um tempo`,
  },
  hint: {
    en: 'say, for instance, --fault survey@app1:down@10s..20s; sim can predict the rest',
    pt: 'diga, por exemplo, --fault survey@app1:down@10s..20s; sim pode prever o resto',
  },
});

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;

export const onlyInVisits = (kind: string, alone: readonly string[]): Words => ({
  message: {
    en: `"${kind}" is part of a visit, and cannot be asked for alone`,
    pt: `"${kind}" é parte de uma visita e não pode ser pedido sozinho`,
  },
  hint: { en: `ask for ${alone.join(', ')}`, pt: `peça ${alone.join(', ')}` },
});

export const nothingToSend = (rate: number, seconds: number): Words => ({
  message: {
    en: `nobody comes in ${String(seconds)} s at ${String(rate)} a second: there is nothing to compare`,
    pt: `ninguém vem em ${String(seconds)} s a ${String(rate)} por segundo: não há nada a comparar`,
  },
  hint: {
    en: 'ask for more with --rate, or for longer with --for',
    pt: 'peça mais com --rate ou por mais tempo com --for',
  },
});

export const doubts = {
  busy: (share: number): Sentence => ({
    en: `the processors of this computer were ${percent(share)} busy: what waited here waited for them`,
    pt: `os processadores deste computador ficaram ${percent(share)} ocupados: o que esperou aqui esperou por eles`,
  }),
  stolen: (share: number): Sentence => ({
    en: `other computers on the same hardware took ${percent(share)} of the processor time that was wanted here`,
    pt: `outros computadores no mesmo hardware levaram ${percent(share)} do tempo de processador que se quis aqui`,
  }),
  others: (processors: number): Sentence => ({
    en: `other programs kept ${processors.toFixed(1)} processors of this computer busy`,
    pt: `outros programas mantiveram ${processors.toFixed(1)} processadores deste computador ocupados`,
  }),
  late: (milliseconds: number): Sentence => ({
    en: `requests were sent up to ${milliseconds.toFixed(0)} ms later than meant`,
    pt: `pedidos foram enviados até ${milliseconds.toFixed(0)} ms depois do previsto`,
  }),
  calibration: {
    en: 'this computer was busy when the lab was calibrated: calibrate again when it is not',
    pt: 'este computador estava ocupado quando o lab foi calibrado: calibre de novo quando não estiver',
  },
  notKept: {
    en: 'the visitors could not keep to the rate',
    pt: 'os visitantes não conseguiram manter a taxa',
  },
} as const;

/** Words of what `compare` and `calibrate` print. */
export const topics = {
  latency: { en: 'latency', pt: 'latência' },
  kind: { en: 'by what is asked', pt: 'pelo que se pede' },
  split: { en: 'who answered', pt: 'quem respondeu' },
  station: { en: 'processors', pt: 'processadores' },
  service: { en: 'processors, by service', pt: 'processadores, por serviço' },
  seats: { en: 'places taken', pt: 'lugares ocupados' },
  errors: { en: 'errors', pt: 'erros' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const columns = {
  predicted: { en: 'PREDICTED', pt: 'PREVISTO' },
  measured: { en: 'MEASURED', pt: 'MEDIDO' },
  apart: { en: 'APART', pt: 'DIFERENÇA' },
  limit: { en: 'ALLOWED', pt: 'TOLERADO' },
  kind: { en: 'KIND', pt: 'TIPO' },
  path: { en: 'PATH', pt: 'CAMINHO' },
  answers: { en: 'ANSWERS', pt: 'RESPOSTAS' },
  mean: { en: 'MEAN', pt: 'MÉDIA' },
  rest: { en: 'OF IT UNEXPLAINED', pt: 'DISSO SEM EXPLICAÇÃO' },
  processor: { en: 'PROCESSOR TIME', pt: 'TEMPO DE PROCESSADOR' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const verdicts = {
  pass: { en: 'the prediction holds', pt: 'a previsão se confirma' },
  fail: { en: 'the prediction does not hold', pt: 'a previsão não se confirma' },
  inconclusive: { en: 'inconclusive', pt: 'inconclusivo' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const workload = (requests: number, rate: string, time: string, seed: number): Sentence => ({
  en: `${String(requests)} requests, ${rate} a second for ${time}, seed ${String(seed)}: the same ones to the lab and to its model`,
  pt: `${String(requests)} pedidos, ${rate} por segundo durante ${time}, semente ${String(seed)}: os mesmos para o lab e para o modelo`,
});
export const calibratedAt = (at: string): Sentence => ({
  en: `calibrated on this lab: ${at}`,
  pt: `calibrado neste lab: ${at}`,
});
export const sinceThen = (slowness: string): Sentence => ({
  en: `since then this computer takes ${slowness} times as long, by how long its visitors take to wake: so do the times that it was calibrated by`,
  pt: `desde então este computador leva ${slowness} vezes esse tempo, por quanto seus visitantes levam para acordar: assim também os tempos da calibração`,
});
export const notCalibrated = (lab: string): Sentence => ({
  en: `not calibrated: the roles' own figures were measured on another computer; bancada calibrate ${lab} measures them here`,
  pt: `não calibrado: os números dos papéis foram medidos em outro computador; bancada calibrate ${lab} os mede aqui`,
});
export const brokenWord: Sentence = { en: 'broken', pt: 'quebrado' };
export const pairs = (count: number, apart: string, correlation: string): Sentence => ({
  en: `request by request: ${String(count)} answered by both, half of them predicted within ${apart}, correlation ${correlation}`,
  pt: `pedido a pedido: ${String(count)} respondidos por ambos, metade prevista com erro de até ${apart}, correlação ${correlation}`,
});
export const sameMachine = (share: string): Sentence => ({
  en: `${share} of them by the machine predicted (where machines take turns, the lab may have begun with another one)`,
  pt: `${share} deles pela máquina prevista (onde as máquinas se revezam, o lab pode ter começado por outra)`,
});
export const doubtful: Sentence = {
  en: 'the measurement may mean nothing:',
  pt: 'a medição pode não significar nada:',
};
export const closeAtHand: Sentence = {
  en: '? : further off than it may be, but by less than chance may have brought in so few answers; --for a longer time tells',
  pt: '? : mais longe do que poderia, mas por menos do que o acaso pode trazer em tão poucas respostas; --for com mais tempo esclarece',
};
export const interrupted: Sentence = {
  en: 'interrupted: this is what was known so far; nothing was kept',
  pt: 'interrompido: isto é o que se sabia até aqui; nada foi guardado',
};
export const kept = (lab: string): Sentence => ({
  en: `kept with the lab; sim ${lab} and compare ${lab} calculate with it, unless --uncalibrated says otherwise`,
  pt: `guardado com o lab; sim ${lab} e compare ${lab} contam com isso, a não ser com --uncalibrated`,
});
export const idle = (machines: string): Sentence => ({
  en: `while nobody asks: ${machines}`,
  pt: `enquanto ninguém pergunta: ${machines}`,
});
export const undelayed = (networks: string): Sentence => ({
  en: `${networks}: links have no delay here, although the topology says so, and are predicted without`,
  pt: `${networks}: os enlaces aqui não têm atraso, embora a topologia o diga, e são previstos sem ele`,
});
export const page = {
  distribution: { en: 'how long answers took', pt: 'quanto demoraram as respostas' },
  timeline: { en: 'mean latency, second by second', pt: 'latência média, segundo a segundo' },
  predicted: { en: 'predicted', pt: 'previsto' },
  measured: { en: 'measured', pt: 'medido' },
  seconds: { en: 'seconds', pt: 'segundos' },
  milliseconds: { en: 'ms', pt: 'ms' },
  shareOfAnswers: { en: 'share of answers', pt: 'parte das respostas' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const flags = {
  rate: { en: 'requests a second (40 if nothing is said)', pt: 'pedidos por segundo (40 se nada for dito)' },
  for: { en: 'how long: 30s, 2m (20s if not said)', pt: 'por quanto tempo: 30s, 2m (20s se não for dito)' },
  each: {
    en: 'how long each kind of request is asked for (60s if not said)',
    pt: 'por quanto tempo se pede cada tipo de pedido (60s se não for dito)',
  },
  fault: {
    en: 'stop a service and start it again: survey@app1:down@10s..20s',
    pt: 'para um serviço e o liga de novo: survey@app1:down@10s..20s',
  },
  uncalibrated: {
    en: 'by the figures that the roles carry, whatever was measured here',
    pt: 'pelos números que os papéis trazem, apesar do que foi medido aqui',
  },
  output: { en: 'write a page with plots: compare.html', pt: 'escreve uma página com gráficos: compare.html' },
} as const satisfies Readonly<Record<string, Sentence>>;
