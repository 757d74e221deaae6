import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import { counted } from './wording.ts';

export const severities: Readonly<Record<Diagnostic['severity'], Sentence>> = {
  error: { en: 'error', pt: 'erro' },
  warning: { en: 'warning', pt: 'aviso' },
};

/** How many there are, below them. */
export const total = (errors: number, warnings: number): Sentence => {
  const both = [errors > 0, warnings > 0];
  const join = (texts: readonly string[], and: string): string => texts.filter((_, index) => both[index]).join(and);
  return {
    en: join([counted(errors, 'error', 'errors'), counted(warnings, 'warning', 'warnings')], ', '),
    pt: join([counted(errors, 'erro', 'erros'), counted(warnings, 'aviso', 'avisos')], ', '),
  };
};

export const explained = (code: string): Sentence => ({
  en: `bancada explain ${code} says more`,
  pt: `bancada explain ${code} diz mais`,
});
