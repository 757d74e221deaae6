import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

interface Price {
  readonly hourly: number;
  readonly monthly: number;
}

const dollars = (amount: number): string => `US$ ${amount < 1 ? amount.toFixed(3) : amount.toFixed(2)}`;

export const costs = ({ hourly, monthly }: Price): Sentence => ({
  en: `costs about ${dollars(hourly)} an hour, ${dollars(monthly)} a month`,
  pt: `custa cerca de ${dollars(hourly)} por hora, ${dollars(monthly)} por mês`,
});

export const unknownCosts: Sentence = {
  en: 'costs money; how much is not known for that region',
  pt: 'custa dinheiro; quanto não se sabe para essa região',
};

export const mayItCostUnknown: Sentence = {
  en: 'This costs money, and how much is not known for that region. Make it?',
  pt: 'Isto custa dinheiro, e não se sabe quanto para essa região. Criar?',
};

export const costUnknown: Words = {
  message: {
    en: 'what the lab costs in that region is not known, so --max-cost cannot be kept',
    pt: 'não se sabe quanto o lab custa nessa região, então não há como respeitar --max-cost',
  },
  hint: {
    en: 'look the price up and agree without --max-cost, or take a region whose price is known (docs/ec2.md)',
    pt: 'veja o preço e concorde sem --max-cost, ou use uma região cujo preço se conhece (docs/pt/ec2.md)',
  },
};

export const mayItCost = (price: Price, cost: number, maxHours: number | undefined): Sentence =>
  maxHours === undefined
    ? {
        en: `This ${costs(price).en}, until you destroy it. Make it?`,
        pt: `Isto ${costs(price).pt}, até que você o destrua. Criar?`,
      }
    : {
        en: `This ${costs(price).en}: at most ${dollars(cost)}, since it ends by itself after ${String(maxHours)} h. Make it?`,
        pt: `Isto ${costs(price).pt}: no máximo ${dollars(cost)}, pois termina sozinho após ${String(maxHours)} h. Criar?`,
      };

export const costsTooMuch = (cost: number, limit: number): Words => ({
  message: {
    en: `the lab may cost ${dollars(cost)}, more than the ${dollars(limit)} of --max-cost`,
    pt: `o lab pode custar ${dollars(cost)}, mais que os ${dollars(limit)} de --max-cost`,
  },
  hint: {
    en: 'let it end by itself sooner (--max-hours), or allow more',
    pt: 'faça-o terminar sozinho antes (--max-hours), ou permita mais',
  },
});

export const mayItBeOpen: Sentence = {
  en: 'This will be open to the whole world. Open it?',
  pt: 'Isto ficará aberto ao mundo inteiro. Abrir?',
};
