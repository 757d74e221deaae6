import type { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import { explained } from '../text/diagnostics.ts';
import { bugReport } from '../text/report.ts';

/** What to do about a failure: its own hint, else where to read on. Absent where the user has ended it, and knows. */
export const nextStep = ({ hint, fault, code }: LabError): Sentence | undefined => {
  if (hint !== undefined || fault === 'interrupted' || code === 'usage') return hint;
  return fault === 'bug' ? bugReport : explained(code);
};
