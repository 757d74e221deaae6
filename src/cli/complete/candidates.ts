import { LabError } from '../../errors/lab-error.ts';
import type { Sentence } from '../../model/sentence.ts';
import { isPlain } from '../../ssh/quote.ts';
import * as text from '../../text/cli.ts';
import type { Bench } from '../../verbs/bench.ts';
import { commonFlags } from '../parse.ts';
import { isVerb, verbs } from '../registry.ts';
import type { Flag } from '../verb.ts';
import { readingsOf, type Place } from './grammar.ts';
import { namesOf, type Known } from './names.ts';

/** A word that may stand at the cursor. */
export interface Candidate {
  readonly value: string;
  readonly about?: Sentence;
}

/** What a shell would take for anything but itself is no candidate: a file's name may be a stranger's, and Enter follows Tab. */
const plainly = (words: readonly string[]): readonly Candidate[] =>
  [...new Set(words)].filter(isPlain).map((value) => ({ value }));

/** Nothing where the lab is not up, its file has mistakes, or it is not clear which one is meant: a Tab is no question. */
const named = async (kind: string, known: Known): Promise<readonly string[]> => {
  try {
    return (await namesOf[kind]?.(known)) ?? [];
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
};

const atPlace = async (place: Place, known: Known): Promise<readonly string[]> =>
  place.type === 'word' ? [place.word] : (await Promise.all(place.kinds.map((kind) => named(kind, known)))).flat();

const forms = ({ flags }: Flag): readonly string[] => flags.split(/[ ,]+/).filter((form) => form.startsWith('-'));
const valueOf = ({ flags }: Flag): string | undefined => /<(.*)>/.exec(flags)?.[1];

/** The words after a verb without its flags, and the flag whose value is to come. */
const takenApart = (words: readonly string[], flags: readonly Flag[]) => {
  const typed: string[] = [];
  let open: Flag | undefined;
  for (const word of words) {
    const flag: Flag | undefined = open === undefined ? flags.find((each) => forms(each).includes(word)) : undefined;
    if (open === undefined && !word.startsWith('-')) typed.push(word);
    open = flag !== undefined && valueOf(flag) !== undefined ? flag : undefined;
  }
  return { typed, open };
};

const allVerbs: readonly Candidate[] = Object.keys(verbs)
  .filter(isVerb)
  .map((value) => ({ value, about: text.verbs[value] }));

/**
 * What may stand where the cursor is.
 * @param words what was typed after the program's name; the last is the word begun, perhaps empty
 */
export const candidates = async (words: readonly string[], bench: Bench): Promise<readonly Candidate[]> => {
  const begun = words.at(-1) ?? '';
  const [name, ...rest] = words.slice(0, -1);
  const fitting = (found: readonly Candidate[]) => found.filter(({ value }) => value.startsWith(begun));
  if (name === undefined || (name === 'help' && rest.length === 0)) return fitting(allVerbs);
  if (!isVerb(name) || rest.includes('--')) return [];
  const verb = await verbs[name]();
  const flags = [...verb.flags, ...commonFlags];
  const { typed, open } = takenApart(rest, flags);
  if (open === undefined && begun.startsWith('-'))
    return fitting(flags.flatMap((flag) => forms(flag).map((value) => ({ value, about: flag.about }))));
  const labs = new Set(await named('lab', { names: {}, bench }));
  const readings = readingsOf(verb.usage, typed, (word) => labs.has(word) || /\.ya?ml$/.test(word));
  if (open !== undefined) {
    const known = { names: readings[0]?.names ?? {}, bench };
    return fitting(plainly(open.choices ?? (await named(valueOf(open) ?? '', known))));
  }
  const found = await Promise.all(readings.map(async ({ names, next }) => next && atPlace(next, { names, bench })));
  return fitting(plainly(found.flatMap((words = []) => words)));
};
