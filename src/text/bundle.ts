import type { Sentence } from '../model/sentence.ts';

export const output: Sentence = {
  en: 'where it goes; else <lab>-bundle.tar.gz',
  pt: 'para onde vai; senão, <lab>-bundle.tar.gz',
};

/** How much was put where. */
export const written = (file: string, count: number, kilobytes: number): Sentence => ({
  en: `wrote ${file}: ${String(count)} files, ${String(kilobytes)} kB`,
  pt: `escrito ${file}: ${String(count)} arquivos, ${String(kilobytes)} kB`,
});

export const lookFirst: Sentence = {
  en: 'the secrets of the lab are masked; what your own programs wrote into journals is not: look before you send it',
  pt: 'os segredos do lab estão ocultos; o que os seus programas escreveram nos diários, não: olhe antes de mandar',
};
