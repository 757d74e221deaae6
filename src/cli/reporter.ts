import type { LabEvent } from '../model/event.ts';
import type { Console } from '../ports/console.ts';
import { jsonText } from '../report/json.ts';
import type { Line, Look } from '../report/line.ts';
import { plainLines } from '../report/progress-lines.ts';
import { advance, noProgress } from '../report/progress.ts';

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

const neverDraws: Pick<Reporter, 'pause' | 'close'> = { pause: (work) => work(), close: () => {} };

/** Lines that only ever get more, for logs and files. */
export const plainReporter = (
  console: Pick<Console, 'error' | 'now'>,
  paint: (line: Line) => string,
  look: Look,
): Reporter => {
  let progress = noProgress;
  const say = (lines: readonly Line[]): void => {
    for (const line of lines) console.error.write(`${paint(line)}\n`);
  };
  return {
    ...neverDraws,
    say,
    event(event) {
      say(plainLines(event, progress, look));
      progress = advance(progress, event, console.now());
    },
  };
};

/** One JSON object a line on standard output. */
export const jsonReporter = (console: Pick<Console, 'out'>, look: Look): Reporter => ({
  ...neverDraws,
  say: () => {},
  event: (event) => console.out.write(`${jsonText(event, look.language)}\n`),
});

/** Keeps what it hears to itself, remarks of the command line's own excepted. */
export const quietReporter = (console: Pick<Console, 'error'>, paint: (line: Line) => string): Reporter => ({
  ...neverDraws,
  say: (lines) => {
    for (const line of lines) console.error.write(`${paint(line)}\n`);
  },
  event: () => {},
});
