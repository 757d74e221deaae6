import { LabError } from '../errors/lab-error.ts';
import { explanations } from '../text/explanations.ts';
import type { Explanation } from '../text/explanations/explanation.ts';
import * as text from '../text/verbs.ts';

/** A code with what it means. */
export interface Explained extends Explanation {
  readonly code: string;
}

/** What the code of a diagnostic or an error means, with an example and a remedy. @throws LabError `unknown-code` */
export const explain = (code: string): Explained => {
  const explanation = Object.hasOwn(explanations, code) ? explanations[code] : undefined;
  if (explanation === undefined)
    throw new LabError({
      code: 'unknown-code',
      fault: 'usage',
      ...text.unknownCode(code, Object.keys(explanations)),
    });
  return { code, ...explanation };
};

/** All codes, by name. */
export const explainAll = (): readonly Explained[] =>
  Object.entries(explanations)
    .map(([code, explanation]) => ({ code, ...explanation }))
    .toSorted((one, other) => (one.code < other.code ? -1 : 1));
