import { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import { waitText } from '../text/wait.ts';

/** Something that is awaited and not true yet, with what the last look at it showed. */
export interface Unmet {
  readonly what: Sentence;
  readonly why: unknown;
}

/** A condition as a value: looking at it names what of it is not true yet. */
export interface Wait {
  look(signal: AbortSignal): Promise<readonly Unmet[]>;
}

/** Holds once `probe` resolves to `undefined`; what it resolves to otherwise is the reason why it does not hold yet. */
export const until = (what: Sentence, probe: (signal: AbortSignal) => Promise<unknown>): Wait => ({
  look: async (signal) => {
    const why = await probe(signal);
    return why === undefined ? [] : [{ what, why }];
  },
});

/** Holds once all of them hold at the same time; they are looked at side by side. */
export const all = (...waits: readonly Wait[]): Wait => ({
  look: async (signal) => (await Promise.all(waits.map((wait) => wait.look(signal)))).flat(),
});

/** For how long is waited, and who hears of it. */
export interface WaitOptions {
  /** From the first look. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly clock: {
    elapsed(): number;
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  };
  /** Pause between two looks; 100 ms if not said. */
  readonly everyMs?: number;
  /** Where it is waited: for the failure. */
  readonly context?: LabError['context'];
  /** Called after each look that found something not true yet. */
  readonly onUnmet?: (unmet: readonly Unmet[], waitedMs: number) => void;
}

/**
 * Looks until the condition holds.
 * @throws LabError `not-ready` after the deadline; it says what is not true and for how long, and its cause is the last failure
 */
export const holds = async (wait: Wait, options: WaitOptions): Promise<void> => {
  const { clock, signal, deadlineMs, everyMs = 100 } = options;
  const started = clock.elapsed();
  for (;;) {
    signal.throwIfAborted();
    const unmet = await wait.look(signal);
    const [first] = unmet;
    if (first === undefined) return;
    const waited = clock.elapsed() - started;
    if (waited >= deadlineMs) throw notReady(unmet, first, { waited, context: options.context ?? {} });
    options.onUnmet?.(unmet, waited);
    await clock.sleep(everyMs, signal);
  }
};

const notReady = (
  unmet: readonly Unmet[],
  first: Unmet,
  { waited, context }: { readonly waited: number; readonly context: LabError['context'] },
): LabError =>
  new LabError({
    code: 'not-ready',
    fault: 'operation',
    message: waitText.notReady(
      unmet.map(({ what }) => what),
      Math.round(waited / 1000),
      whyText(first.why),
    ),
    hint: waitText.look,
    context,
    cause: first.why,
  });

const whyText = (why: unknown): string => (why instanceof Error ? why.message : String(why));
