import type { Console } from '../ports/console.ts';
import { jsonText } from '../report/json.ts';
import type { Line, Look } from '../report/line.ts';
import { neverDraws } from './reporter.ts';
import type { Reporter } from './reporter.ts';

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
