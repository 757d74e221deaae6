import type { Sentence } from '../model/sentence.ts';
import { choice, shown } from './wording.ts';

interface ErrorText {
  readonly message: Sentence;
  readonly hint: Sentence;
}

/** What a value of a model has to be. */
const requirements = {
  positive: { en: 'greater than 0', pt: 'maior que 0' },
  notNegative: { en: '0 or greater', pt: '0 ou maior' },
  count: { en: 'a whole number from 1 on', pt: 'um número inteiro a partir de 1' },
  countOrNone: { en: 'a whole number from 0 on', pt: 'um número inteiro a partir de 0' },
  probability: { en: 'a probability, from 0 to 1', pt: 'uma probabilidade, de 0 a 1' },
  belowOne: { en: 'a probability below 1, or it never ends', pt: 'uma probabilidade menor que 1, ou nunca termina' },
  priority: { en: 'a whole number from 0 to 15', pt: 'um número inteiro de 0 a 15' },
  atLeastOne: { en: '1 or greater', pt: '1 ou maior' },
  several: { en: 'a whole number from 2 on', pt: 'um número inteiro a partir de 2' },
  key: { en: 'a whole number from 0 to 2^31 - 1', pt: 'um número inteiro de 0 a 2^31 - 1' },
  client: { en: 'a whole number from 0 to 2^32 - 1', pt: 'um número inteiro de 0 a 2^32 - 1' },
  seed: { en: 'a whole number from 0 to 2^53', pt: 'um número inteiro de 0 a 2^53' },
} satisfies Record<string, Sentence>;

export type Requirement = keyof typeof requirements;

/** What the simulator says. */
export const simText = {
  mustBe: (value: unknown, requirement: Requirement): Sentence => ({
    en: `${shown(value)} is not ${requirements[requirement].en}`,
    pt: `${shown(value)} não é ${requirements[requirement].pt}`,
  }),
  unknownName: (kind: Sentence, name: string, known: readonly string[]): Sentence => ({
    en: `there is no ${kind.en} ${shown(name)}; ${choice(name, known).en}`,
    pt: `não há ${kind.pt} ${shown(name)}; ${choice(name, known).pt}`,
  }),
  kinds: {
    station: { en: 'station', pt: 'a estação' },
    link: { en: 'link', pt: 'o enlace' },
    cache: { en: 'cache', pt: 'o cache' },
    balancer: { en: 'balancer', pt: 'o balanceador' },
    program: { en: 'program', pt: 'o programa' },
    policy: { en: 'policy', pt: 'a política' },
    discipline: { en: 'discipline', pt: 'a disciplina' },
    mode: { en: 'way to be down', pt: 'o modo de estar fora' },
    cause: { en: 'cause of failure', pt: 'a causa de falha' },
    spacing: { en: 'spacing', pt: 'o espaçamento' },
    end: { en: 'end of waiting', pt: 'o fim de espera' },
  },
  unknownStep: { en: 'this is none of the known steps', pt: 'isto não é nenhum dos passos conhecidos' },
  unknownDistribution: {
    en: 'this is none of the known distributions',
    pt: 'isto não é nenhuma das distribuições conhecidas',
  },
  sum: (sum: number): Sentence => ({
    en: `the probabilities add up to ${sum}, not to 1`,
    pt: `as probabilidades somam ${sum}, e não 1`,
  }),
  fromNothing: {
    en: 'the first way is after 0 seconds: somebody may come at once',
    pt: 'o primeiro caminho vale depois de 0 segundos: alguém pode vir logo em seguida',
  },
  order: (before: number, after: number): Sentence => ({
    en: `${after} comes after ${before}: times have to be in order`,
    pt: `${after} vem depois de ${before}: os tempos têm de estar em ordem`,
  }),
  bounds: (from: number, to: number): Sentence => ({
    en: `there is nothing between ${from} and ${to}: the first has to be the smaller one`,
    pt: `não há nada entre ${from} e ${to}: o primeiro tem de ser o menor`,
  }),
  lengths: (found: number, expected: number): Sentence => ({
    en: `this column has ${found} values, and the trace has ${expected} times`,
    pt: `esta coluna tem ${found} valores, e o registro tem ${expected} tempos`,
  }),
  empty: { en: 'there is nothing in it', pt: 'não há nada aqui' },
  noTime: {
    en: 'no time would pass from one to the next: the mean has to be greater than 0',
    pt: 'não passaria tempo entre um e o próximo: a média tem de ser maior que 0',
  },
  spacingMean: (mean: number): Sentence => ({
    en: `its mean is ${Number(mean.toPrecision(4))}, not 1: the rate says how many come, and the spacing only how evenly`,
    pt: `sua média é ${Number(mean.toPrecision(4))}, e não 1: a taxa diz quantos vêm, e o espaçamento só com que regularidade`,
  }),
  noComing: {
    en: 'nothing says when its requests come: it takes arrivals, users or a trace',
    pt: 'nada diz quando suas requisições vêm: aceita arrivals, users ou trace',
  },
  noRate: {
    en: 'nothing says how often requests come: it takes a rate, or every',
    pt: 'nada diz com que frequência as requisições vêm: aceita rate ou every',
  },
  containsItself: (program: string): Sentence => ({
    en: `the program ${shown(program)} would run itself`,
    pt: `o programa ${shown(program)} executaria a si mesmo`,
  }),
  balancesItself: (balancer: string): Sentence => ({
    en: `the balancer ${shown(balancer)} would be its own target`,
    pt: `o balanceador ${shown(balancer)} seria seu próprio destino`,
  }),
  commitsOutside: (balancer: string): Sentence => ({
    en: `this is not in a target of ${shown(balancer)}: nobody has chosen yet`,
    pt: `isto não está em um destino de ${shown(balancer)}: ninguém escolheu ainda`,
  }),
  quotaIsShared: {
    en: 'only a station that is shared can have a quota: its discipline has to be sharing',
    pt: 'só uma estação compartilhada pode ter cota: sua disciplina tem de ser sharing',
  },
  held: (station: string): Sentence => ({
    en: `a server of ${shown(station)} cannot be kept: it serves all at once`,
    pt: `um servidor de ${shown(station)} não pode ser retido: ela atende todos ao mesmo tempo`,
  }),
  tooManyCauses: { en: 'there are more than 31 causes of failure', pt: 'há mais de 31 causas de falha' },
  badModel: (problems: readonly { readonly path: string; readonly message: Sentence }[]): ErrorText => {
    const [first] = problems;
    const more = problems.length - 1;
    return {
      message: {
        en: `the model cannot be simulated: ${first!.path}: ${first!.message.en}${more > 0 ? `, and ${more} more` : ''}`,
        pt: `o modelo não pode ser simulado: ${first!.path}: ${first!.message.pt}${more > 0 ? `, e mais ${more}` : ''}`,
      },
      hint: {
        en: 'docs/simulator.md says what a model is made of',
        pt: 'docs/simulator.md diz de que é feito um modelo',
      },
    };
  },
  policiesOnOneThread: {
    en: 'policies of your own are code, which other threads do not have: leave "threads" out',
    pt: 'políticas próprias são código, que outras threads não têm: retire "threads"',
  },
  standstill: (seconds: number): ErrorText => ({
    message: {
      en: `at ${seconds} s the model goes round without time passing`,
      pt: `aos ${seconds} s o modelo dá voltas sem que o tempo passe`,
    },
    hint: {
      en: 'some users neither think nor wait for anything: give their steps a duration',
      pt: 'alguns usuários não pensam nem esperam por nada: dê duração aos seus passos',
    },
  }),
  threadFailed: {
    message: {
      en: 'a thread of the simulation ended unexpectedly',
      pt: 'uma thread da simulação terminou inesperadamente',
    },
    hint: { en: 'try with one thread', pt: 'tente com uma thread' },
  },
  unstable: (station: string, growth: number): Sentence => ({
    en: `${station} is overloaded: it gets more than it can do, and its queue grows by ${growth.toPrecision(3)} a second for as long as this lasts; the times shown depend on how long was simulated`,
    pt: `${station} está sobrecarregada: recebe mais do que consegue fazer, e sua fila cresce ${growth.toPrecision(3)} por segundo enquanto isso durar; os tempos mostrados dependem de quanto se simulou`,
  }),
  crowded: (requests: number): Sentence => ({
    en: `the simulation stopped when ${requests} requests were under way at once`,
    pt: `a simulação parou quando ${requests} requisições estavam em andamento ao mesmo tempo`,
  }),
  shortRun: {
    en: 'the beginning still shows after half of the run: simulate more seconds',
    pt: 'o começo ainda aparece depois de metade da execução: simule mais segundos',
  },
  shortWindows: (seconds: number, needed: number): Sentence => ({
    en: `batches of ${seconds.toPrecision(3)} s are short for a model that forgets so slowly: intervals may be too narrow${Number.isFinite(needed) ? `; make them ${needed.toPrecision(2)} s or longer` : ''}`,
    pt: `lotes de ${seconds.toPrecision(3)} s são curtos para um modelo que esquece tão devagar: os intervalos podem ser estreitos demais${Number.isFinite(needed) ? `; faça-os de ${needed.toPrecision(2)} s ou mais` : ''}`,
  }),
  interrupted: (done: number, wanted: number): Sentence => ({
    en: `interrupted: ${done} of ${wanted} replications`,
    pt: `interrompida: ${done} de ${wanted} replicações`,
  }),
  cutOff: (seconds: number): Sentence => ({
    en: `cut off after ${seconds.toFixed(1)} s: the figures are those of that time`,
    pt: `cortada depois de ${seconds.toFixed(1)} s: os números são os desse tempo`,
  }),
  notPrecise: (replications: number): Sentence => ({
    en: `not as precise as wished after ${replications} replications`,
    pt: `menos precisa do que se queria depois de ${replications} replicações`,
  }),
};
