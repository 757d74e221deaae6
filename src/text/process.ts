import type { Sentence } from '../model/sentence.ts';

/** Why a program on this computer did not do its work. */
export const processTexts = {
  interrupted: (program: string): Sentence => ({ en: `${program} was interrupted`, pt: `${program} foi interrompido` }),
  timeout: (program: string): Sentence => ({
    en: `${program} took too long and was ended`,
    pt: `${program} demorou demais e foi encerrado`,
  }),
  missing: (program: string): Sentence => ({ en: `${program} is not installed`, pt: `${program} não está instalado` }),
  notPermitted: (program: string): Sentence => ({
    en: `${program} may not be run by this user`,
    pt: `este usuário não pode executar ${program}`,
  }),
  killed: (program: string, signal: string): Sentence => ({
    en: `${program} was ended by ${signal}`,
    pt: `${program} foi encerrado por ${signal}`,
  }),
  failed: (program: string, code: number): Sentence => ({
    en: `${program} ended with exit code ${String(code)}`,
    pt: `${program} terminou com o código de saída ${String(code)}`,
  }),
  doctor: {
    en: '`bancada doctor` says what this computer lacks and how to get it',
    pt: '`bancada doctor` diz o que falta neste computador e como obtê-lo',
  } satisfies Sentence,
} as const;
