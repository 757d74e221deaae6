import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const linkOfTunnel = (tunnel: string, over: string): Words => ({
  message: {
    en: `${tunnel} is a tunnel: it has no link of its own`,
    pt: `${tunnel} é um túnel: não tem enlace próprio`,
  },
  hint: { en: `change the link to ${over}, over which it runs`, pt: `mude o enlace com ${over}, por onde ele passa` },
});

export const noSuchLink = (machine: string, network: string, known: readonly string[]): Words => ({
  message: { en: `${machine} has no link to "${network}"`, pt: `${machine} não tem enlace com "${network}"` },
  hint: { en: `it has links to ${known.join(', ')}`, pt: `tem enlaces com ${known.join(', ')}` },
});

export const linksFixed = (target: string): Words => ({
  message: {
    en: `links cannot be changed while a lab runs on target ${target}`,
    pt: `não é possível mudar enlaces enquanto um lab está no ar no alvo ${target}`,
  },
  hint: { en: 'they can on target local', pt: 'no alvo local é possível' },
});

export const fromMachine = (machine: string): Sentence => ({ en: `from ${machine}`, pt: `de ${machine}` });
export const toMachine = (machine: string): Sentence => ({ en: `to ${machine}`, pt: `para ${machine}` });
export const down: Sentence = { en: 'cut', pt: 'cortado' };
export const unlimited: Sentence = { en: 'not limited', pt: 'sem limite' };
export const asDeclared: Sentence = { en: 'as declared', pt: 'como declarado' };
export const isChanged: Sentence = {
  en: 'changed; --reset, up, or a restart of the machine puts it back',
  pt: 'mudado; --reset, up ou reiniciar a máquina o repõe',
};
export const delay = (milliseconds: string, jitter: string | undefined): Sentence => ({
  en: `${milliseconds} delay${jitter === undefined ? '' : ` ± ${jitter}`}`,
  pt: `${milliseconds} de atraso${jitter === undefined ? '' : ` ± ${jitter}`}`,
});
export const loss = (share: string): Sentence => ({ en: `${share} lost`, pt: `${share} perdidos` });

export const flags = {
  down: { en: 'cut it', pt: 'corta' },
  up: { en: 'no longer cut', pt: 'deixa de cortar' },
  rate: { en: 'no faster than: 5mbit, 100kbit', pt: 'não mais rápido que: 5mbit, 100kbit' },
  loss: { en: 'so many packets are lost: 3%', pt: 'tantos pacotes se perdem: 3%' },
  delay: { en: 'each packet is so much later: 40ms', pt: 'cada pacote chega mais tarde: 40ms' },
  jitter: { en: 'give or take: 5ms', pt: 'com variação de: 5ms' },
  from: { en: 'only what the machine sends', pt: 'só o que a máquina envia' },
  to: { en: 'only what is sent to the machine', pt: 'só o que é enviado à máquina' },
  reset: { en: 'back to what the topology declares', pt: 'de volta ao que a topologia declara' },
} as const satisfies Readonly<Record<string, Sentence>>;

export const aQuantity = (example: string): Sentence => ({
  en: `a value such as ${example}`,
  pt: `um valor como ${example}`,
});
export const rateRange: Sentence = { en: 'a rate from 1kbit to 1000gbit', pt: 'uma taxa de 1kbit a 1000gbit' };
export const delayRange: Sentence = { en: 'a time up to 60s', pt: 'um tempo até 60s' };
