import type { Sentence } from '../model/sentence.ts';

export const remedyWord: Sentence = { en: 'What to do', pt: 'O que fazer' };
export const exampleWord: Sentence = { en: 'Example', pt: 'Exemplo' };
