import type { CheckResult, Verdict } from '../model/verdict.ts';
import { verdictOf } from '../report/checks.ts';

/** The exit code of each verdict. */
export const verdictCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, inconclusive: 3 };

/** The exit code that a set of checks deserves. */
export const verdictCode = (results: readonly CheckResult[]): number => verdictCodes[verdictOf(results)];
