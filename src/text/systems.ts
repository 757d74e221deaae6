import type { Words } from './wording.ts';

export const unknownSystem = (name: string, known: readonly string[]): Words => ({
  message: { en: `unknown system "${name}"`, pt: `sistema "${name}" desconhecido` },
  hint: {
    en: `this version knows ${known.join(', ')}; a newer one may know more`,
    pt: `esta versão conhece ${known.join(', ')}; uma mais nova pode conhecer outros`,
  },
});

export const otherSystem = (lab: string, system: string): Words => ({
  message: { en: `${lab} was begun with ${system}`, pt: `${lab} foi começado com ${system}` },
  hint: {
    en: `bancada destroy ${lab} first, or leave out --system and BANCADA_SYSTEM`,
    pt: `antes, bancada destroy ${lab}, ou omita --system e BANCADA_SYSTEM`,
  },
});

export const otherBox = (lab: string, box: string): Words => ({
  message: { en: `the machines of ${lab} were made from ${box}`, pt: `as máquinas de ${lab} foram feitas de ${box}` },
  hint: {
    en: `bancada destroy ${lab} first, or leave out --box and BANCADA_BOX`,
    pt: `antes, bancada destroy ${lab}, ou omita --box e BANCADA_BOX`,
  },
});
