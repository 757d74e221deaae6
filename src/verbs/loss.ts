import { LabError } from '../errors/lab-error.ts';
import type { Consent } from '../model/event.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Stage } from '../ports/stage.ts';
import * as text from '../text/verbs.ts';

/** Asks before anything is lost for good. `details`: what. @throws LabError `not-confirmed` unless somebody agrees */
export const agreeToLoss = async (stage: Stage, question: Sentence, details: Consent['details']): Promise<void> => {
  if (await stage.consent({ code: 'destroy', question, details })) return;
  throw new LabError({ code: 'not-confirmed', fault: 'usage', ...text.notConfirmed('--yes') });
};
