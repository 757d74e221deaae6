import { LabError, exitCodes } from '../errors/lab-error.ts';
import type { Console } from '../ports/console.ts';
import type { Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import { nearest } from '../text/nearest.ts';
import { isSwitchedOn, languageFor } from './environment.ts';
import type { Performance } from './perform.ts';
import { printer } from './printer.ts';
import { isVerb, verbs } from './registry.ts';
import { usageError } from './usage.ts';

/** The verb among the words, and the words without it. Flags may stand before it. */
const takeVerb = (
  words: readonly string[],
): { readonly verb: string | undefined; readonly rest: readonly string[] } => {
  const at = words.findIndex((word, index) => !word.startsWith('-') && words[index - 1] !== '--lang');
  return at < 0 ? { verb: undefined, rest: words } : { verb: words[at], rest: words.toSpliced(at, 1) };
};

const unknownVerb = (verb: string): LabError => {
  const near = nearest(verb, Object.keys(verbs));
  return usageError(text.unknownVerb(verb), near === undefined ? text.knownVerbs : text.didYouMean(near));
};

const dispatch = async (console: Console, look: Look): Promise<number> => {
  const { verb, rest } = takeVerb(console.words);
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  if (rest.includes('--version') && verb === undefined) return version(console);
  if (verb === undefined && !wantsHelp && rest.length > 0) throw usageError(text.noVerb, text.knownVerbs);
  if (verb === undefined) return showOverview(console, look);
  if (verb !== 'help') {
    if (!isVerb(verb)) throw unknownVerb(verb);
    return play({ name: verb, words: rest, console, look });
  }
  const [about] = rest;
  if (about === undefined) return showOverview(console, look);
  if (!isVerb(about)) throw unknownVerb(about);
  return play({ name: about, words: ['--help'], console, look });
};

const play = async (performance: Performance): Promise<number> => {
  const { perform } = await import('./perform.ts');
  return perform(performance);
};

const showOverview = async (console: Console, look: Look): Promise<number> => {
  const { overview } = await import('./overview.ts');
  printer(console.out, console.environment)(overview(look));
  return 0;
};

const version = async (console: Console): Promise<number> => {
  const { packageVersion } = await import('./version.ts');
  console.out.write(`${await packageVersion()}\n`);
  return 0;
};

/** Shows what went wrong: to people on standard error, and to programs, if they asked, as JSON on standard output. */
const showFailure = async (error: unknown, console: Console, look: Look): Promise<number> => {
  const { failedTopology } = await import('./failed-topology.ts');
  const { failureLines } = await import('../report/failure.ts');
  const { failureDocument, jsonText } = await import('../report/json.ts');
  const topology = failedTopology(error, look);
  if (isSwitchedOn(['--json'], console.words, console.environment))
    console.out.write(
      `${jsonText({ type: 'error', ...failureDocument(error), ...topology?.document }, look.language)}\n`,
    );
  printer(console.error, console.environment)([...(topology?.lines ?? []), ...failureLines(error, look)]);
  return exitCodes[error instanceof LabError ? error.fault : 'bug'];
};

/** The command line from its words to its exit code. Never throws. */
export const run = async (console: Console): Promise<number> => {
  const { words, environment } = console;
  const look: Look = {
    language: languageFor(words, environment),
    width: console.out.columns,
    verbose: isSwitchedOn(['--verbose', '-v'], words, environment),
  };
  try {
    return await dispatch(console, look);
  } catch (error) {
    return showFailure(error, console, look);
  }
};
