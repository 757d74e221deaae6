import { Command, CommanderError, Option } from 'commander';
import type { LabError } from '../errors/lab-error.ts';
import { say } from '../report/line.ts';
import type { Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import { nearest } from '../text/nearest.ts';
import { readChoice, usageError } from './usage.ts';
import { ownWords, wordsFromEnvironment } from './environment.ts';
import type { CliVerb, CommonOptions, Flag } from './verb.ts';

/** The flags of every verb. */
export const commonFlags: readonly Flag[] = [
  { flags: '--json', about: text.flags.json },
  { flags: '-q, --quiet', about: text.flags.quiet },
  { flags: '-v, --verbose', about: text.flags.verbose },
  { flags: '--lang <language>', about: text.flags.lang, choices: ['en', 'pt'] },
];

/** A command line taken apart. */
export interface Parsed {
  readonly words: readonly string[];
  readonly command: readonly string[];
  readonly options: CommonOptions;
  /** As a verb is told them. */
  readonly ambient: readonly string[];
}

/** `--from-cidr <cidr>` is the option `fromCidr`. */
const nameOf = ({ flags }: Flag): string => new Option(flags).attributeName();

const optionFor = (flag: Flag, look: Look): Option => {
  const option = new Option(flag.flags, say(flag.about, look));
  const { choices, repeatable, read = choices && readChoice(...choices) } = flag;
  if (read !== undefined) option.argParser((value) => read(value, option.long ?? flag.flags));
  if (repeatable) option.argParser((value, former?: readonly string[]) => [...(former ?? []), value]);
  return option;
};

const describe = (name: string, verb: CliVerb, look: Look): Command => {
  const summary = text.verbs[name as keyof typeof text.verbs];
  const command = new Command(`bancada ${name}`)
    .description(say(summary, look))
    .usage(`${say(text.optionsWord, look)} ${verb.usage}`)
    .argument('[words...]')
    .helpOption('-h, --help', say(text.flags.help, look))
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureHelp({
      visibleArguments: () => [],
      styleTitle: (title) => say(text.headings[title] ?? { en: title, pt: title }, look),
    });
  for (const flag of [...verb.flags, ...commonFlags]) command.addOption(optionFor(flag, look));
  const examples = verb.examples.map((example) => `  ${example}`).join('\n');
  const footer = say(text.environmentVariables, look);
  return command.addHelpText('after', `\n${say(text.examples, look)}\n${examples}\n\n${footer}`);
};

/** The help page of a verb. */
export const helpFor = (name: string, verb: CliVerb, look: Look): string => {
  let page = '';
  const command = describe(name, verb, look).configureOutput({
    writeOut: (chunk) => (page += chunk),
    getOutHelpWidth: () => look.width,
  });
  command.outputHelp();
  return page;
};

const translated = (error: CommanderError, name: string, flags: readonly Flag[]): LabError => {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? error.message;
  const hint = text.verbHelp(name);
  switch (error.code) {
    case 'commander.unknownOption': {
      const typed = quoted.split('=')[0] ?? quoted;
      const near = nearest(
        typed,
        flags.flatMap(({ flags }) => /--[a-z-]+/.exec(flags) ?? []),
      );
      return usageError(text.unknownOption(typed), near === undefined ? hint : text.didYouMean(near));
    }
    case 'commander.optionMissingArgument':
      return usageError(text.valueMissing(quoted), hint);
    default:
      return usageError(text.badOption(error.message.replace(/^error: /, '')), hint);
  }
};

/**
 * Takes the words after a verb apart.
 * @returns `help` if a help page is asked for
 * @throws LabError (usage)
 */
export const parseWords = (
  name: string,
  verb: CliVerb,
  typed: { readonly words: readonly string[]; readonly environment: Readonly<Record<string, string | undefined>> },
  look: Look,
): Parsed | 'help' => {
  const flags = [...verb.flags, ...commonFlags];
  const before = ownWords(typed.words);
  const surroundings = flags.map((flag) => ({ flag, words: wordsFromEnvironment(flag, typed.environment, before) }));
  const command = describe(name, verb, look).configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    command.parse([...surroundings.flatMap(({ words }) => words), ...before], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return 'help';
    throw translated(error, name, flags);
  }
  const words = command.args;
  if (words.length < verb.words.least)
    throw usageError(text.wordMissing(`bancada ${name} ${verb.usage}`), text.verbHelp(name));
  const extra = words[verb.words.most];
  if (extra !== undefined) throw usageError(text.wordTooMany(extra), text.verbHelp(name));
  const ambient = surroundings.flatMap(({ flag, words }) => (words.length === 0 ? [] : [nameOf(flag)]));
  return { words, command: typed.words.slice(before.length + 1), options: command.opts(), ambient };
};
