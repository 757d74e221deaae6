import { LabError } from '../errors/lab-error.ts';
import type { Console } from '../ports/console.ts';
import { jsonText } from '../report/json.ts';
import { painter, say } from '../report/line.ts';
import type { Line, Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import { isColourful, isLively } from './environment.ts';
import { interruptible } from './interrupt.ts';
import { helpFor, parseWords } from './parse.ts';
import type { Parsed } from './parse.ts';
import { projectOf } from './project.ts';
import { verbs } from './registry.ts';
import type { Reporter } from './reporter.ts';
import { jsonReporter, quietReporter } from './still.ts';
import { createStage } from './stage.ts';
import type { Call, CliVerb } from './verb.ts';

/** A verb to be played, with the words that stood beside it. */
export interface Performance {
  readonly name: keyof typeof verbs;
  readonly words: readonly string[];
  readonly console: Console;
  readonly look: Look;
}

const reporterFor = async (verb: CliVerb, { options }: Parsed, console: Console, look: Look): Promise<Reporter> => {
  const paint = painter(isColourful(console.error, console.environment));
  if (options.json && verb.stream) return jsonReporter(console, look);
  if (options.json || options.quiet || verb.still) return quietReporter(console, paint);
  if (!isLively(console.error, console.environment))
    return (await import('./plain.ts')).plainReporter(console, paint, look);
  return (await import('./live.ts')).liveReporter(console, paint, look);
};

/** Takes the words of a verb apart, loads it, plays it, and says with which exit code it ended. */
export const perform = async ({ name, words, console, look }: Performance): Promise<number> => {
  const verb = await verbs[name]();
  const parsed = parseWords(name, verb, { words, environment: console.environment }, look);
  if (parsed === 'help') {
    console.out.write(helpFor(name, verb, look));
    return 0;
  }
  const paint = painter(isColourful(console.error, console.environment));
  const reporter = await reporterFor(verb, parsed, console, look);
  const endless = verb.endless?.(parsed.options) ?? false;
  const interruption = interruptible(console, {
    onFirst: () => {
      if (!endless) reporter.say([[say(text.interrupting, look)]]);
    },
    onSecond: () => {
      reporter.close();
      console.error.write(`${say(text.leftAtOnce, look)}\n`);
      console.exit(130);
    },
  });
  const stage = createStage({
    console,
    reporter,
    look,
    paint,
    signal: interruption.signal,
    yes: 'yes' in parsed.options,
    mayAsk: console.input.terminal && console.error.terminal && !parsed.options.json,
  });
  const bench = { project: await projectOf(console.directory), directory: console.directory, stage };
  try {
    return await verb.run(callOf(verb, parsed, { console, look, bench, reporter }));
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    if (endless) return 0;
    throw interrupted(error, verb.stream ? ['bancada', name, ...words].join(' ') : undefined);
  } finally {
    reporter.close();
    interruption.release();
  }
};

/** Whatever is thrown after Ctrl-C is the interruption, and what was thrown its cause. */
const interrupted = (cause: unknown, command: string | undefined): LabError =>
  new LabError({
    code: 'interrupted',
    fault: 'interrupted',
    message: text.interrupted,
    ...(command !== undefined && { hint: text.howToGoOn(command) }),
    ...(!isAbort(cause) && { cause }),
  });

const isAbort = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'AbortError' || (error instanceof LabError && error.fault === 'interrupted'));

const callOf = (
  verb: CliVerb,
  { words, command, options }: Parsed,
  { console, look, bench, reporter }: Pick<Call, 'console' | 'look' | 'bench'> & { readonly reporter: Reporter },
): Call => {
  const paint = painter(isColourful(console.out, console.environment));
  const print = (lines: readonly Line[]): void => {
    reporter.close();
    for (const line of lines) console.out.write(`${paint(line)}\n`);
  };
  const answer = (result: object, lines: () => readonly Line[]): void => {
    if (!options.json) {
      print(lines());
      return;
    }
    const document = verb.stream ? { type: 'result', ...result } : result;
    console.out.write(`${jsonText(document, look.language, verb.stream ? undefined : 2)}\n`);
  };
  return { words, command, options, console, look, bench, print, answer };
};
