import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticsReport } from '../report/diagnostics.ts';
import type { Line, Look } from '../report/line.ts';
import type { Compiled } from '../verbs/results.ts';

interface FailedTopology {
  readonly lines: readonly Line[];
  readonly document: { readonly diagnostics: readonly Diagnostic[] };
}

/** The mistakes behind an error that came from a topology, if it is one. */
export const failedTopology = (error: unknown, look: Look): FailedTopology | undefined => {
  // By shape and not by class: to load the class would load the compiler, which most failures have no use for.
  if (!(error instanceof Error) || !('compiled' in error)) return undefined;
  const { diagnostics, file, text } = error.compiled as Compiled;
  const lines = diagnosticsReport(diagnostics, look, (asked) => (asked === file ? text : undefined));
  return { lines: [...lines, []], document: { diagnostics } };
};
