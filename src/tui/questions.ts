import type { Consent } from '../model/event.ts';
import type { Occurrence } from './occurrences.ts';

/** Questions to the user, one at a time. */
export interface Questions {
  readonly ask: (question: Consent) => Promise<boolean>;
  /** To the question that is on the screen. */
  readonly answer: (yes: boolean) => void;
}

export const createQuestions = (tell: (occurrence: Occurrence) => void): Questions => {
  let last: Promise<unknown> = Promise.resolve();
  let resolve: ((yes: boolean) => void) | undefined;
  const askNow = (question: Consent): Promise<boolean> =>
    new Promise((resolved) => {
      resolve = resolved;
      tell({ type: 'asked', question });
    });
  return {
    ask: (question) => {
      const answered = last.then(() => askNow(question));
      last = answered;
      return answered;
    },
    answer: (yes) => {
      resolve?.(yes);
      resolve = undefined;
    },
  };
};
