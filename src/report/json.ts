import { LabError } from '../errors/lab-error.ts';
import type { Language, Sentence } from '../model/sentence.ts';
import { nextStep } from './next-step.ts';

const isSentence = (value: unknown): value is Sentence =>
  typeof value === 'object' && value !== null && Object.keys(value).sort().join() === 'en,pt';

/** JSON text in which each sentence is a string in the reader's language, and each failure its document. On one line, unless `indent` says otherwise. */
export const jsonText = (value: unknown, language: Language, indent?: number): string =>
  JSON.stringify(
    value,
    (_, part: unknown) => (isSentence(part) ? part[language] : part instanceof LabError ? failureDocument(part) : part),
    indent,
  );

/** A failure as JSON shows it. */
export const failureDocument = (error: unknown): object => {
  if (error instanceof AggregateError)
    return { ...failureDocument(error.errors[0]), others: error.errors.slice(1).map(failureDocument) };
  if (error instanceof LabError) {
    const { code, fault, sentence: message, context } = error;
    return { code, fault, message, hint: nextStep(error), context };
  }
  return { code: 'bug', fault: 'bug', message: error instanceof Error ? error.message : String(error) };
};
