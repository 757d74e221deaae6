import type { Sentence } from '../model/sentence.ts';

// Words of the pictures and of `show`
export const anyone: Sentence = { en: 'anyone', pt: 'qualquer pessoa' };
export const visitorsWord: Sentence = { en: 'visitors', pt: 'visitantes' };
export const managedWord: Sentence = { en: 'managed', pt: 'gerenciado' };
export const serverWord: Sentence = { en: 'server', pt: 'servidor' };
export const clientWord: Sentence = { en: 'client', pt: 'cliente' };
export const over = (network: string): Sentence => ({ en: `over ${network}`, pt: `sobre ${network}` });
export const range = (first: string, last: string): Sentence => ({
  en: `${first} to ${last}`,
  pt: `${first} a ${last}`,
});
