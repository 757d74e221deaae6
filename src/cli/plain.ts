import type { Console } from '../ports/console.ts';
import type { Line, Look } from '../report/line.ts';
import { plainLines } from '../report/progress-lines.ts';
import { advance, noProgress } from '../report/progress.ts';
import { neverDraws } from './reporter.ts';
import type { Reporter } from './reporter.ts';

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
