import type { LabEvent } from '../model/event.ts';
import type { Line } from '../report/line.ts';

/** Shows what a verb says while it works. */
export interface Reporter {
  event(event: LabEvent): void;
  /** Lines between what the events make. */
  say(lines: readonly Line[]): void;
  /** Keeps the screen still while somebody else writes on it. */
  pause<T>(work: () => Promise<T>): Promise<T>;
  /** Shows what is left to show and gives the screen back. May be called twice. */
  close(): void;
}

/** For reporters that only ever add lines. */
export const neverDraws: Pick<Reporter, 'pause' | 'close'> = { pause: (work) => work(), close: () => {} };
