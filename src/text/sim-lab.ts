import type { Sentence } from '../model/sentence.ts';
import { choice } from './wording.ts';

interface Failure {
  readonly message: Sentence;
  readonly hint?: Sentence;
}

export const noModel = (service: string, role: string): Failure => ({
  message: {
    en: `${service} cannot be simulated: the role ${role} does not say what it does`,
    pt: `${service} não pode ser simulado: o papel ${role} não diz o que faz`,
  },
});

export const circular = (services: readonly string[]): Failure => ({
  message: {
    en: `the services ask each other in a circle: ${services.join(', ')}`,
    pt: `os serviços perguntam um ao outro em círculo: ${services.join(', ')}`,
  },
});

const list = (names: readonly string[], and: string): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1) ?? ''}`;

const amount = (value: number): string => String(Number(value.toPrecision(value < 10 ? 2 : 3)));

export const processorIsFull = (machines: readonly string[], cost: number, cpus: number): Sentence => ({
  en: `the processor of ${list(machines, 'and')} is used up first: a visitor's request costs ${amount(cost)} ms of it on average, and there is ${cpus} of a processor`,
  pt: `o processador de ${list(machines, 'e')} se esgota primeiro: um pedido de visitante custa em média ${amount(cost)} ms dele, e há ${cpus} de processador`,
});
export interface FullPool {
  readonly pools: readonly string[];
  readonly services: readonly string[];
  readonly places: number;
  readonly kept: number;
}
export const poolIsFull = ({ pools, services, places, kept }: FullPool): Sentence => ({
  en: `all ${list(pools, 'and')} of ${list(services, 'and')} are taken first, while processors have room: there are ${places} of each, and one is kept for ${amount(kept)} ms at a time`,
  pt: `todos ${list(pools, 'e')} de ${list(services, 'e')} ficam ocupados primeiro, enquanto sobra processador: há ${places} de cada, e um fica ocupado por ${amount(kept)} ms de cada vez`,
});
export const linkIsFull = (links: readonly string[]): Sentence => ({
  en: `the way out of ${list(links, 'and')} is full first`,
  pt: `a saída de ${list(links, 'e')} é a primeira a ficar cheia`,
});

/** What is being done. */
export const lookingForBeginning: Sentence = {
  en: 'looking for the end of the beginning',
  pt: 'procurando o fim do começo',
};
export const simulating = (changes: readonly string[]): Sentence => ({
  en: changes.length === 0 ? 'the lab as it is' : `with ${changes.join(', ')}`,
  pt: changes.length === 0 ? 'o lab como está' : `com ${changes.join(', ')}`,
});

export const badWhatIf = (words: string): Failure => ({
  message: {
    en: `--what-if cannot be "${words}"; it takes a value for a part of the file, such as app.count=3`,
    pt: `--what-if não pode ser "${words}"; aceita um valor para uma parte do arquivo, como app.count=3`,
  },
});
export const badFault = (words: string): Failure => ({
  message: {
    en: `--fault cannot be "${words}"; it takes what breaks, how and when, such as app1:down@60s..90s, db:hang@2m or app1:slow=4@10s..50s`,
    pt: `--fault não pode ser "${words}"; aceita o que quebra, como e quando, por exemplo app1:down@60s..90s, db:hang@2m ou app1:slow=4@10s..50s`,
  },
});
export const onlyMachinesSlow = (what: string, instead: readonly string[]): Failure => ({
  message: {
    en: `"${what}" cannot be slow by itself: what is slow is a machine, with all that runs on it`,
    pt: `"${what}" não pode ficar lento sozinho: lenta fica uma máquina, com tudo o que roda nela`,
  },
  hint: { en: `say ${instead.join(', or ')}`, pt: `diga ${instead.join(', ou ')}` },
});
export const faultAfterEnd = (words: string, seconds: number): Failure => ({
  message: {
    en: `nobody would meet the fault ${words}: visitors come for ${amount(seconds)} s, and it begins after that`,
    pt: `ninguém encontraria a falha ${words}: os visitantes vêm por ${amount(seconds)} s, e ela começa depois disso`,
  },
  hint: {
    en: 'let it begin earlier, or ask for more time with --for',
    pt: 'faça-a começar antes ou peça mais tempo com --for',
  },
});
export const badSweep = (words: string): Failure => ({
  message: {
    en: `--sweep cannot be "${words}"; it takes a value from the least to the greatest, such as rate=10..200, app.count=1..5 or internet.link.delay=0ms..80ms, both in the same unit`,
    pt: `--sweep não pode ser "${words}"; aceita um valor do menor ao maior, como rate=10..200, app.count=1..5 ou internet.link.delay=0ms..80ms, ambos na mesma unidade`,
  },
});
export const nothingAsked = (words: readonly string[]): Failure => ({
  message: {
    en: `--ask ${words.join(' --ask ')} leaves nothing to ask for: no share is greater than 0`,
    pt: `--ask ${words.join(' --ask ')} não deixa nada a pedir: nenhuma parte é maior que 0`,
  },
});
export const noRateToSweep = (how: '--closed' | '--trace'): Failure => ({
  message: {
    en: `${how} says how visitors come, so there is no rate for --sweep`,
    pt: `${how} diz como os visitantes vêm, e não há taxa para --sweep`,
  },
  hint: {
    en: `leave ${how} out, or sweep a part of the topology`,
    pt: `deixe ${how} de fora ou varie uma parte da topologia`,
  },
});
export const crowdGoesRound = (visitors: number): Failure => ({
  message: {
    en: `some of ${String(visitors)} visitors are turned away at once, and come again in the same moment, without end`,
    pt: `alguns dos ${String(visitors)} visitantes são recusados na hora e voltam no mesmo instante, sem fim`,
  },
  hint: {
    en: 'let them think before they come again, as people do (--think 1s), or ask for fewer with --closed',
    pt: 'faça-os pensar antes de voltar, como gente faz (--think 1s), ou peça menos com --closed',
  },
});
export const unknownPart = (asked: string, known: readonly string[]): Failure => ({
  message: { en: `there is no "${asked}" in this topology`, pt: `não há "${asked}" nesta topologia` },
  hint: choice(asked, known),
});
export const unknownKind = (asked: string, known: readonly string[]): Failure => ({
  message: { en: `no service here can be asked for "${asked}"`, pt: `nenhum serviço aqui atende a "${asked}"` },
  hint: choice(asked, known),
});

const playItHint: Sentence = {
  en: '`bancada scenario` plays it on the lab itself',
  pt: '`bancada scenario` o toca no próprio lab',
};
export const noModelOfFault = (fault: string): Failure => ({
  message: {
    en: `the simulator knows nothing like the fault ${fault}`,
    pt: `o simulador não conhece nada como a falha ${fault}`,
  },
  hint: playItHint,
});
export const stutterTooLong = (fault: string): Failure => ({
  message: {
    en: `the fault ${fault} is foretold for ten hours at most`,
    pt: `a falha ${fault} é prevista por dez horas no máximo`,
  },
  hint: { en: 'undo it sooner, or shorten the timeline', pt: 'desfaça-a antes ou encurte o roteiro' },
});
export const tooManyRequests = (requests: number, most: number): Failure => ({
  message: {
    en: `about ${String(Math.round(requests))} requests are too many to be foretold one by one; ${String(most)} are not`,
    pt: `cerca de ${String(Math.round(requests))} pedidos são demais para prever um a um; ${String(most)} não são`,
  },
  hint: {
    en: 'a lower rate, fewer visitors, or a shorter timeline',
    pt: 'uma taxa menor, menos visitantes ou um roteiro mais curto',
  },
});
