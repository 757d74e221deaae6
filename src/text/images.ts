import type { Sentence } from '../model/sentence.ts';
import { counted, type Words } from './wording.ts';

export const noFile = (file: string): Words => ({
  message: { en: `no file ${file}`, pt: `não existe o arquivo ${file}` },
  hint: {
    en: 'where there is a network: bancada image export LAB writes one',
    pt: 'onde houver rede: bancada image export LAB escreve um',
  },
});
export const imagesNotWritten = (file: string): Words => ({
  message: { en: `${file} could not be written`, pt: `não foi possível escrever ${file}` },
  hint: {
    en: 'see whether its disk is full; -v shows what tar said',
    pt: 'veja se o disco está cheio; -v mostra o que o tar disse',
  },
});
export const imagesDamaged = (file: string): Words => ({
  message: {
    en: `${file} is no file of images, or is damaged: nothing was taken`,
    pt: `${file} não é um arquivo de imagens, ou está danificado: nada foi trazido`,
  },
  hint: { en: 'copy it again, or export it anew', pt: 'copie-o de novo, ou exporte outra vez' },
});
export const imagesForeign = (theirs: string, ours: string): Words => ({
  message: {
    en: `these images are of ${theirs}, or of another Bancada, and this computer is ${ours}: nothing was taken`,
    pt: `estas imagens são de ${theirs}, ou de outra Bancada, e este computador é ${ours}: nada foi trazido`,
  },
  hint: {
    en: 'export them on a computer of the same release, with the same version of Bancada',
    pt: 'exporte-as num computador da mesma versão do sistema, com a mesma versão da Bancada',
  },
});
/** `different`: packages of the base image whose versions are not the same; absent: it has none of them. `folder`: where images lie. */
export const imagesOtherBase = (
  file: string,
  different: readonly {
    readonly name: string;
    readonly theirs: string | undefined;
    readonly ours: string | undefined;
  }[],
  folder: string,
): Words => {
  const shown = different.slice(0, 3).map(({ name, theirs = '-', ours = '-' }) => `${name} ${theirs} ≠ ${ours}`);
  const few = shown.join(', ') + (different.length > shown.length ? ', …' : '');
  const count = different.length;
  return {
    message: {
      en: `the images in ${file} stand on a base image with other versions of ${counted(count, 'package', 'packages')} than the one here (${few}): nothing was taken`,
      pt: `as imagens em ${file} se apoiam numa imagem base com outras versões de ${counted(count, 'pacote', 'pacotes')} do que a daqui (${few}): nada foi trazido`,
    },
    hint: {
      en: `build them here, where there is a network: bancada doctor LAB --setup; or destroy the labs here, remove this computer's images with sudo rm -r ${folder}, and import again`,
      pt: `construa-as aqui, onde houver rede: bancada doctor LAB --setup; ou destrua os labs daqui, remova as imagens deste computador com sudo rm -r ${folder}, e importe outra vez`,
    },
  };
};
export const written = (file: string, size: string): Sentence => ({
  en: `wrote ${file}, ${size}`,
  pt: `escrito ${file}, ${size}`,
});
export const howToTake: Sentence = {
  en: 'on the other computer: bancada image import FILE',
  pt: 'no outro computador: bancada image import ARQUIVO',
};
export const all = (count: number, size: string): Sentence => ({
  en: `${counted(count, 'image', 'images')}, ${size}`,
  pt: `${counted(count, 'imagem', 'imagens')}, ${size}`,
});
export const isHere: Sentence = {
  en: 'labs that stand on these come up without a network',
  pt: 'labs que se apoiam nestas sobem sem rede',
};
export const none: Sentence = { en: 'no images yet', pt: 'nenhuma imagem ainda' };
export const howToBuild: Sentence = {
  en: 'the first up builds them; bancada doctor LAB --setup does beforehand',
  pt: 'o primeiro up as constrói; bancada doctor LAB --setup faz isso antes',
};
export const base: Sentence = { en: 'what all others stand on', pt: 'aquilo em que as outras se apoiam' };
export const unnoted: Sentence = { en: 'not noted', pt: 'não anotado' };
export const columns = {
  image: { en: 'image', pt: 'imagem' },
  disk: { en: 'disk', pt: 'disco' },
  used: { en: 'last used', pt: 'último uso' },
  packages: { en: 'packages', pt: 'pacotes' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const unknownAction = (word: string): Words => ({
  message: { en: `"${word}" is nothing that image does`, pt: `"${word}" não é algo que image faça` },
  hint: { en: 'it does list, export and import', pt: 'faz list, export e import' },
});
export const noFileNamed: Words = {
  message: { en: 'no file named', pt: 'nenhum arquivo indicado' },
  hint: { en: 'bancada image import survey-images.tar', pt: 'bancada image import survey-images.tar' },
};
export const output: Sentence = {
  en: 'where it goes; else <lab>-images.tar',
  pt: 'para onde vai; senão, <lab>-images.tar',
};
