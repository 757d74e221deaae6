import type { Language } from '../model/sentence.ts';
import * as text from '../text/cli.ts';
import type { Flag } from './verb.ts';
import { usageError } from './usage.ts';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `--no-check` -> `BANCADA_NO_CHECK`. */
const variableOf = (flag: Flag): string | undefined => {
  const long = /--([a-z-]+)/.exec(flag.flags)?.[1];
  return flag.said || long === undefined ? undefined : `BANCADA_${long.toUpperCase().replaceAll('-', '_')}`;
};

const yes = /^(1|true|yes|on)$/i;

const switched = (variable: string, value: string): boolean => {
  if (yes.test(value)) return true;
  if (/^(0|false|no|off|)$/i.test(value)) return false;
  throw usageError(text.badValue(variable, value, text.yesOrNo));
};

const isTyped = (flag: Flag, words: readonly string[]): boolean =>
  flag.flags.split(/[ ,]+/).some((form) => words.some((word) => word === form || word.startsWith(`${form}=`)));

/** What the environment says about a flag, as it would stand on the command line; nothing if it was typed there. */
export const wordsFromEnvironment = (
  flag: Flag,
  environment: Environment,
  typed: readonly string[],
): readonly string[] => {
  if (isTyped(flag, typed)) return [];
  const variable = variableOf(flag);
  const value = variable === undefined ? undefined : environment[variable];
  const long = /--[a-z-]+/.exec(flag.flags)?.[0];
  if (variable === undefined || value === undefined || long === undefined) return [];
  if (!flag.flags.includes('<')) return switched(variable, value) ? [long] : [];
  return value === '' ? [] : (flag.repeatable ? value.split(',') : [value]).map((one) => `${long}=${one}`);
};

/** The words that are Bancada's own: what stands after `--` belongs to the machine's command. */
export const ownWords = (words: readonly string[]): readonly string[] => {
  const dashes = words.indexOf('--');
  return dashes < 0 ? words : words.slice(0, dashes);
};

/** Whether a switch is on, for what must know before the words are taken apart, or when they cannot be. */
export const isSwitchedOn = (forms: readonly string[], words: readonly string[], environment: Environment): boolean =>
  ownWords(words).some((word) => forms.includes(word)) ||
  forms.some((form) => yes.test(environment[`BANCADA_${form.slice(2).toUpperCase()}`] ?? ''));

/** The language asked for by `--lang`, `BANCADA_LANG` or the terminal's locale. */
export const languageFor = (typed: readonly string[], environment: Environment): Language => {
  const words = ownWords(typed);
  const at = words.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const said = at < 0 ? undefined : (words[at]?.split('=')[1] ?? words[at + 1]);
  const { BANCADA_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  return (said || BANCADA_LANG || LC_ALL || LC_MESSAGES || LANG || '').startsWith('pt') ? 'pt' : 'en';
};

interface Output {
  readonly terminal: boolean;
}

/** Whether that output is a terminal that can be drawn on. */
export const isDrawable = (output: Output, environment: Environment): boolean =>
  output.terminal && environment['TERM'] !== 'dumb';

/** Whether moving lines are wanted on that output: nobody watches a job of continuous integration. */
export const isLively = (output: Output, environment: Environment): boolean =>
  isDrawable(output, environment) && !environment['CI'];

/** Whether colours are wanted on that output; https://no-color.org. */
export const isColourful = (output: Output, environment: Environment): boolean =>
  isDrawable(output, environment) && !environment['NO_COLOR'];
