import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const needsUp = (lab: string): Words => ({
  message: {
    en: 'this changes machines, networks or ports, which a running lab cannot take',
    pt: 'isto muda máquinas, redes ou portas, o que um lab no ar não aceita',
  },
  hint: {
    en: `write it into the file, then: bancada up ${lab}`,
    pt: `escreva no arquivo e depois: bancada up ${lab}`,
  },
});
export const noneSet = (lab: string): Sentence => ({
  en: `every value of ${lab} is the file's`,
  pt: `todos os valores de ${lab} são os do arquivo`,
});
export const howToReset: Sentence = {
  en: "--reset, or up, brings the file's values back",
  pt: '--reset, ou up, traz de volta os valores do arquivo',
};
export const reset: Sentence = {
  en: "all values back to the file's",
  pt: 'todos os valores de volta aos do arquivo',
};
