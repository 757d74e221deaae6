import { LabError, exitCodes } from '../errors/lab-error.ts';
import type { Console } from '../ports/console.ts';
import { jsonText } from '../report/json.ts';
import { say } from '../report/line.ts';
import type { Line, Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import type { Bench } from '../verbs/bench.ts';
import { interruptible } from './interrupt.ts';
import type { Parsed } from './parse.ts';
import { printer } from './printer.ts';
import { projectOf } from './project.ts';
import type { Reporter } from './reporter.ts';
import { createStage } from './stage.ts';
import type { Call, CliVerb } from './verb.ts';

interface House {
  readonly console: Console;
  readonly look: Look;
  readonly reporter: Reporter;
  /** The command line as it was typed. */
  readonly typed: string;
}

/** Plays a verb on a stage of its own, until it ends, fails or is interrupted; then gives the screen back. */
export const play = async (verb: CliVerb, parsed: Parsed, house: House): Promise<number> => {
  const { console, reporter } = house;
  const endless = verb.endless?.(parsed.options) ?? false;
  const { signal, release } = interruptible(console, interruptions(house, endless));
  const stray = strayError(console);
  try {
    const bench = await benchFor(parsed, house, signal);
    return await Promise.race([verb.run(callOf(verb, parsed, house, bench)), stray.thrown]);
  } catch (error) {
    if (!signal.aborted) throw error;
    if (endless) return 0;
    throw interrupted(error, house, verb);
  } finally {
    reporter.close();
    stray.release();
    // Who has pressed Ctrl-C once may press it again while we take our leave, and must not cut our last words off.
    if (!signal.aborted) release();
  }
};

const interruptions = ({ console, reporter, look }: House, endless: boolean): Parameters<typeof interruptible>[1] => ({
  onFirst: () => {
    if (!endless) reporter.say([[say(text.interrupting, look)]]);
  },
  onSecond: () => {
    reporter.close();
    console.error.write(`${say(text.leftAtOnce, look)}\n`);
    console.exit(exitCodes.interrupted);
  },
});

/** What is thrown where nobody catches it ends the verb as if the verb had thrown it, so that the screen is given back. */
const strayError = (console: Console): { readonly thrown: Promise<never>; readonly release: () => void } => {
  let release = (): void => {};
  const thrown = new Promise<never>((_, reject) => {
    release = console.onStray(reject);
  });
  return { thrown, release };
};

const benchFor = async (
  { options }: Parsed,
  { console, look, reporter }: House,
  signal: AbortSignal,
): Promise<Bench> => {
  const print = printer(console.error, console.environment);
  const mayAsk = console.input.terminal && console.error.terminal && !options.json;
  const stage = createStage({ console, reporter, look, print, signal, yes: 'yes' in options, mayAsk });
  return { project: await projectOf(console.directory), directory: console.directory, stage };
};

/** Whatever is thrown after Ctrl-C is the interruption; what it was is for those who want to know. */
const interrupted = (cause: unknown, { typed, look }: House, verb: CliVerb): LabError =>
  new LabError({
    code: 'interrupted',
    fault: 'interrupted',
    message: text.interrupted,
    ...(verb.stream && { hint: text.howToGoOn(typed) }),
    ...(look.verbose && { cause }),
  });

const callOf = (
  verb: CliVerb,
  { words, command, options, ambient }: Parsed,
  { console, look, reporter }: House,
  bench: Bench,
): Call => {
  const onOutput = printer(console.out, console.environment);
  const print = (lines: readonly Line[]): void => {
    reporter.close();
    onOutput(lines);
  };
  const answer = (result: object, lines: () => readonly Line[]): void => {
    if (!options.json) {
      print(lines());
      return;
    }
    const document = verb.stream ? { type: 'result', ...result } : result;
    console.out.write(`${jsonText(document, look.language, verb.stream ? undefined : 2)}\n`);
  };
  return { words, command, options, ambient, console, look, bench, print, answer };
};
