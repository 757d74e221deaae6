import type { Console } from '../ports/console.ts';
import type { Look } from '../report/line.ts';
import { plainLines } from '../report/progress-lines.ts';
import { advance, noProgress } from '../report/progress.ts';
import type { Print } from './printer.ts';
import { neverDraws } from './reporter.ts';
import type { Reporter } from './reporter.ts';

/** Lines that only ever get more, for logs and files. */
export const plainReporter = ({ now }: Pick<Console, 'now'>, say: Print, look: Look): Reporter => {
  let progress = noProgress;
  return {
    ...neverDraws,
    say,
    event(event) {
      say(plainLines(event, progress, look));
      progress = advance(progress, event, now());
    },
  };
};
