import type { z } from 'zod';
import type { Sentence } from '../model/sentence.ts';

/** Why a value in the file is not accepted: a diagnostic without its place. */
export interface Refusal {
  /** Stable and readable: `bad-reference`. */
  readonly code: string;
  readonly message: Sentence;
  readonly hint?: Sentence;
}

/** Tells a refusal from inside a schema's transform or refinement, in every language at once. */
export function refuse(context: z.core.$RefinementCtx, refusal: Refusal): void {
  context.issues.push({ code: 'custom', input: context.value, message: refusal.message.en, params: { refusal } });
}

/** The refusal that `refuse` put into an issue, if it was one. */
export function refusalIn(issue: z.core.$ZodIssue): Refusal | undefined {
  return issue.code === 'custom' ? (issue.params?.['refusal'] as Refusal | undefined) : undefined;
}
