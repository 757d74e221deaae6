import { failureLines } from '../report/failure.ts';
import type { Line, Look } from '../report/line.ts';
import type { Bench } from '../verbs/bench.ts';
import type { Occurrence } from './occurrences.ts';

/** What verbs run on behind the screen. */
export interface Tasks {
  /**
   * Runs a verb on a bench of its own, until it ends or `controller` breaks it off. What it says goes to the screen, a
   * failure too, unless it was we who broke it off.
   */
  readonly run: (work: (bench: Bench) => Promise<void>, controller?: AbortController) => void;
  readonly say: (line: Line) => void;
  /** Breaks all off, and waits until they have tidied up. */
  readonly end: () => Promise<void>;
}

interface House {
  readonly bench: Bench;
  readonly look: Look;
  readonly tell: (occurrence: Occurrence) => void;
  readonly consent: Bench['stage']['consent'];
}

export const createTasks = ({ bench, look, tell, consent }: House): Tasks => {
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  const say = (...lines: readonly Line[]): void => tell({ type: 'said', lines });
  return {
    say,
    run: (work, controller = new AbortController()) => {
      const signal = AbortSignal.any([bench.stage.signal, over.signal, controller.signal]);
      const stage: Bench['stage'] = { emit: (event) => tell({ type: 'event', event }), consent, signal };
      const task = work({ ...bench, stage })
        .catch((error: unknown) => {
          if (!signal.aborted) say(...failureLines(error, look));
        })
        .finally(() => running.delete(task));
      running.add(task);
    },
    end: async () => {
      over.abort();
      await Promise.allSettled(running);
    },
  };
};
