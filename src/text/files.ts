import type { Sentence } from '../model/sentence.ts';

export const unreadable = (path: string): Sentence => ({
  en: `cannot read ${path}`,
  pt: `não é possível ler ${path}`,
});

/** Why the system would not read it. */
export const notYours: Sentence = {
  en: 'it, or a folder above it, is closed to you: see who owns it, and run the command as its owner',
  pt: 'ele, ou uma pasta acima, está fechado para você: veja de quem é, e execute o comando como o dono',
};
export const unwritable = (path: string): Sentence => ({
  en: `cannot write ${path}`,
  pt: `não é possível escrever ${path}`,
});
export const chooseAnother: Sentence = {
  en: 'see that its folder is there and yours, or choose another place',
  pt: 'veja se a pasta existe e é sua, ou escolha outro lugar',
};
export const isFolder: Sentence = { en: 'it is a folder: give a file', pt: 'é uma pasta: indique um arquivo' };
