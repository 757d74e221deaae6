import type { Console } from '../ports/console.ts';
import type { Look } from '../report/line.ts';
import { isLively } from './environment.ts';
import { helpFor, parseWords } from './parse.ts';
import type { Parsed } from './parse.ts';
import { play } from './play.ts';
import { paintFor, printer } from './printer.ts';
import { verbs } from './registry.ts';
import type { Reporter } from './reporter.ts';
import { jsonReporter, quietReporter } from './still.ts';
import type { CliVerb } from './verb.ts';

/** A verb to be performed, with the words that stood beside it. */
export interface Performance {
  readonly name: keyof typeof verbs;
  readonly words: readonly string[];
  readonly console: Console;
  readonly look: Look;
}

/** Loads a verb, takes its words apart, plays it, and says with which exit code it ended. */
export const perform = async ({ name, words, console, look }: Performance): Promise<number> => {
  const verb = await verbs[name]();
  const parsed = parseWords(name, verb, { words, environment: console.environment }, look);
  if (parsed === 'help') {
    console.out.write(helpFor(name, verb, look));
    return 0;
  }
  const reporter = await reporterFor(verb, parsed, console, look);
  return play(verb, parsed, { console, look, reporter, typed: ['bancada', name, ...words].join(' ') });
};

const reporterFor = async (verb: CliVerb, { options }: Parsed, console: Console, look: Look): Promise<Reporter> => {
  if (options.json && verb.stream) return jsonReporter(console, look);
  const isStill = typeof verb.still === 'function' ? verb.still(options) : verb.still;
  if (options.json || options.quiet || isStill) return quietReporter(printer(console.error, console.environment));
  if (!isLively(console.error, console.environment))
    return (await import('./plain.ts')).plainReporter(console, printer(console.error, console.environment), look);
  return (await import('./live.ts')).liveReporter(console, paintFor(console.error, console.environment), look);
};
