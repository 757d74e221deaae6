import type { Console } from '../ports/console.ts';
import { jsonText } from '../report/json.ts';
import type { Look } from '../report/line.ts';
import type { Print } from './printer.ts';
import { neverDraws } from './reporter.ts';
import type { Reporter } from './reporter.ts';

/** One JSON object a line on standard output. */
export const jsonReporter = (console: Pick<Console, 'out'>, look: Look): Reporter => ({
  ...neverDraws,
  say: () => {},
  event: (event) => console.out.write(`${jsonText(event, look.language)}\n`),
});

/** Keeps what it hears to itself, remarks of the command line's own excepted. */
export const quietReporter = (say: Print): Reporter => ({ ...neverDraws, say, event: () => {} });
