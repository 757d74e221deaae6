import { LabError } from '../errors/lab-error.ts';
import type { CheckResult } from '../model/verdict.ts';
import type { Stage } from '../ports/stage.ts';
import type { Vantage } from '../ports/vantage.ts';
import { DialError } from '../ports/vantage.ts';
import { anAnswer, couldNotAsk, dialFailures } from '../text/checks.ts';
import type { Check, CheckGround, Manner, Outcome } from './check.ts';
import { checkKinds } from './kinds.ts';

/** A round of checks. */
export interface CheckRun extends CheckGround {
  readonly stage: Stage;
  /** How long a check that does not pass is asked again, in milliseconds from the start. */
  readonly deadlineMs: number;
}

const shortestPauseMs = 100;
const longestPauseMs = 1000;

/** Every check that can be derived from a lab, in a fixed order. */
const deriveChecks = (ground: CheckGround): readonly Check[] => checkKinds.flatMap((kind) => kind.derive(ground));

/**
 * Asks everything there is to ask of a lab, as much of it at once as gets along.
 * Emits each result as it comes and returns all of them in a fixed order.
 * @throws the reason of the stage's signal once that is aborted
 */
export const runChecks = async (run: CheckRun): Promise<readonly CheckResult[]> => {
  const checks = deriveChecks({ ...run, vantage: remembering((network) => run.vantage(network)) });
  const end = run.clock.elapsed() + run.deadlineMs;
  const results = new Map<Check, CheckResult>();
  const finish = async (check: Check): Promise<void> => {
    const result = await resultOf(check, run, end);
    results.set(check, result);
    run.stage.emit({ type: 'check-finished', result });
  };
  const all = async (manner: Manner): Promise<void> => {
    await Promise.all(checks.filter((check) => check.manner === manner).map(finish));
  };
  const talkThenCount = async (): Promise<void> => {
    await all('talks');
    for (const check of checks.filter(({ manner }) => manner === 'counts')) await finish(check);
  };
  await Promise.all([all('knocks'), talkThenCount()]);
  return checks.flatMap((check) => results.get(check) ?? []);
};

const resultOf = async (check: Check, { clock, stage }: CheckRun, end: number): Promise<CheckResult> => {
  const started = clock.elapsed();
  const { id, title, from } = check;
  for (let pause = shortestPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    const { passing = false, ...outcome } = await askOnce(check, stage.signal);
    const now = clock.elapsed();
    if (outcome.verdict === 'pass' || !(check.patient || passing) || now + pause > end)
      return { id, title, from, ...outcome, milliseconds: Math.round(now - started) };
    await clock.sleep(pause, stage.signal);
  }
};

// What a check cannot explain is no verdict on the lab.
const askOnce = async (check: Check, signal: AbortSignal): Promise<Outcome> => {
  try {
    // A signal of its own, so that many connections do not all hang on the stage's.
    return await check.ask(AbortSignal.any([signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DialError) return { verdict: 'fail', expected: anAnswer, seen: dialFailures[error.failure] };
    if (!(error instanceof Error) || (error instanceof LabError && error.fault === 'bug')) throw error;
    const seen = error instanceof LabError ? error.sentence : couldNotAsk(error.message);
    const hint = error instanceof LabError ? error.hint : undefined;
    return { verdict: 'inconclusive', expected: anAnswer, seen, ...(hint && { hint }) };
  }
};

// A vantage point is opened once, however many checks look from it.
const remembering = (open: (network: string) => Promise<Vantage>): ((network: string) => Promise<Vantage>) => {
  const opened = new Map<string, Promise<Vantage>>();
  return (network) => {
    const vantage = opened.get(network) ?? open(network);
    opened.set(network, vantage);
    return vantage;
  };
};
