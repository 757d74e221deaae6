import type { Amount } from '../model/scenario.ts';
import type { Sentence } from '../model/sentence.ts';
import { nearest } from './nearest.ts';
import { choice, same, type Words, type Wording } from './wording.ts';

export const badValue = (value: string, example: string): Wording => ({
  code: 'scenario-value',
  message: { en: `"${value}" is not understood`, pt: `não se entende "${value}"` },
  hint: { en: `a value such as ${example}`, pt: `um valor como ${example}` },
});
export const outOfOrder: Wording = {
  code: 'scenario-order',
  message: { en: 'this comes before the step above it', pt: 'isto vem antes do passo acima' },
  hint: { en: 'steps stand in the order of their moments', pt: 'os passos ficam na ordem dos seus momentos' },
};
export const nameTaken = (name: string): Wording => ({
  code: 'scenario-name',
  message: { en: `"${name}" is taken`, pt: `"${name}" já está em uso` },
  hint: { en: 'start and end are, and a name is one step’s', pt: 'start e end estão, e um nome é de um só passo' },
});
export const rateOrVisitors: Wording = {
  code: 'scenario-traffic',
  message: { en: 'either a rate or a number of visitors', pt: 'ou uma taxa, ou um número de visitantes' },
  hint: {
    en: 'traffic: { rate: 40 } or { visitors: 5, pause: 1s }',
    pt: 'traffic: { rate: 40 } ou { visitors: 5, pause: 1s }',
  },
};
export const unknownStep = (step: string, known: readonly string[]): Wording => ({
  code: 'scenario-step',
  message: { en: `no step is named "${step}"`, pt: `nenhum passo se chama "${step}"` },
  hint: choice(step, known),
});
export const oneMeasure = (measures: readonly string[]): Wording => ({
  code: 'scenario-measure',
  message: { en: 'an expectation measures exactly one thing', pt: 'uma expectativa mede exatamente uma coisa' },
  hint: { en: `one of ${measures.join(', ')}`, pt: `uma de ${measures.join(', ')}` },
});

export const badScenario = (file: string, mistakes: number): Words => ({
  message: {
    en: `${file} has ${String(mistakes)} ${mistakes === 1 ? 'mistake' : 'mistakes'}`,
    pt: `${file} tem ${String(mistakes)} ${mistakes === 1 ? 'erro' : 'erros'}`,
  },
  hint: { en: 'mend what is shown above and run it again', pt: 'corrija o que aparece acima e rode de novo' },
});
export const unknownScenario = (name: string, known: readonly string[]): Words => {
  const near = nearest(name, known);
  return {
    message: { en: `no scenario "${name}"`, pt: `não há roteiro "${name}"` },
    hint:
      near === undefined
        ? {
            en: `there are ${known.join(', ')}; a file is given by its path`,
            pt: `há ${known.join(', ')}; um arquivo se indica pelo caminho`,
          }
        : { en: `did you mean ${near}?`, pt: `você quis dizer ${near}?` },
  };
};
export const notWhole = (lab: string): Words => ({
  message: { en: `faults are at work in ${lab}`, pt: `há falhas ativas em ${lab}` },
  hint: {
    en: `bancada fault ${lab} undo first: a scenario begins with a lab that is as described`,
    pt: `antes, bancada fault ${lab} undo: um roteiro começa com um lab como descrito`,
  },
});

export const someRequests: Sentence = { en: 'requests to look at', pt: 'pedidos para examinar' };
export const notYetForetold: Sentence = { en: 'interrupted before that', pt: 'interrompido antes disso' };
export const noRequests: Sentence = { en: 'nobody came in that time', pt: 'ninguém veio nesse tempo' };
export const noAnswers: Sentence = { en: 'nobody answered', pt: 'ninguém respondeu' };

const percent = (share: number): string => `${String(Math.round(share * 1000) / 10)} %`;
const amountText = (amount: Amount): string => ('count' in amount ? String(amount.count) : percent(amount.share));
const ms = (value: number): string => `${String(Math.round(value))} ms`;
const sharesText = (shares: Readonly<Record<string, number>>): string =>
  Object.entries(shares)
    .map(([machine, share]) => `${machine} ${percent(share)}`)
    .join(', ');

export const errors = (most: Amount | undefined, least: Amount | undefined): Sentence => ({
  en: [least && `at least ${amountText(least)} errors`, most && `at most ${amountText(most)} errors`]
    .filter(Boolean)
    .join(', '),
  pt: [least && `pelo menos ${amountText(least)} de erros`, most && `no máximo ${amountText(most)} de erros`]
    .filter(Boolean)
    .join(', '),
});
export const errorsSeen = (count: number, of: number, reasons: readonly string[]): Sentence => {
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return {
    en: `${String(count)} of ${String(of)} requests${why}`,
    pt: `${String(count)} de ${String(of)} pedidos${why}`,
  };
};
export const machines = (count: number): Sentence => ({
  en: `${String(count)} ${count === 1 ? 'machine answers' : 'machines answer'}`,
  pt: `${String(count)} ${count === 1 ? 'máquina responde' : 'máquinas respondem'}`,
});
export const answeredBy = (names: readonly string[]): Sentence =>
  names.length === 0 ? noAnswers : same(names.join(', '));
export const turns = (names: readonly string[]): Sentence => ({
  en: `over and over: ${names.join(' ')}`,
  pt: `sempre de novo: ${names.join(' ')}`,
});
export const turnsSeen = (names: readonly string[]): Sentence => same(`${names.join(' ')} …`);
export const latency = (share: number, least: number, most: number): Sentence => {
  const p = `p${String(share * 100)}`;
  const [low, high] = [least > 0, Number.isFinite(most)];
  return {
    en: `${p} ${[low && `at least ${ms(least)}`, high && `at most ${ms(most)}`].filter(Boolean).join(', ')}`,
    pt: `${p} ${[low && `pelo menos ${ms(least)}`, high && `no máximo ${ms(most)}`].filter(Boolean).join(', ')}`,
  };
};
export const milliseconds = (value: number): Sentence => same(ms(value));
export const served = (shares: Readonly<Record<string, number>>, give: number): Sentence =>
  same(`${sharesText(shares)} ± ${percent(give)}`);
export const servedSeen = (shares: Readonly<Record<string, number>>): Sentence => same(sharesText(shares));
export const faster = (share: number, times: number): Sentence => ({
  en: `p${String(share * 100)} at least ${String(times)} times as fast`,
  pt: `p${String(share * 100)} pelo menos ${String(times)} vezes mais rápido`,
});
export const fasterSeen = (ours: number, theirs: number): Sentence => ({
  en: `${ms(ours)} against ${ms(theirs)}`,
  pt: `${ms(ours)} contra ${ms(theirs)}`,
});

export const keys: Sentence = {
  en: 'space pauses, → or n goes on at once, ← or b goes back a step, q ends',
  pt: 'espaço pausa, → ou n avança já, ← ou b volta um passo, q encerra',
};
export const paused: Sentence = { en: 'paused', pt: 'em pausa' };
export const resumed: Sentence = { en: 'goes on', pt: 'continua' };
export const there: Sentence = { en: 'scenarios', pt: 'roteiros' };
export const page = {
  answered: { en: 'Answers by machine', pt: 'Respostas por máquina' },
  perSecond: { en: 'per second', pt: 'por segundo' },
  seconds: { en: 'seconds', pt: 'segundos' },
  failed: { en: 'failed', pt: 'falharam' },
  latency: { en: 'Latency, 95th percentile of each second', pt: 'Latência, percentil 95 de cada segundo' },
  milliseconds: { en: 'ms', pt: 'ms' },
  story: { en: 'What happened', pt: 'O que aconteceu' },
  expected: { en: 'expected', pt: 'esperado' },
  seen: { en: 'seen', pt: 'visto' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const flags = {
  output: { en: 'write a report as a page', pt: 'escreve um relatório como página' },
} as const satisfies Readonly<Record<string, Sentence>>;
