import type { Sentence } from '../model/sentence.ts';

/** Which Node runs us, and which one has to. */
export const tooOld = (version: string): Sentence => ({
  en: `Node.js ${version} is too old: 20.19 or newer is needed, see https://nodejs.org/en/download`,
  pt: `o Node.js ${version} é antigo demais: é preciso o 20.19 ou mais novo, veja https://nodejs.org/pt/download`,
});
