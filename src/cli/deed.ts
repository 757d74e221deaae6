import type { Sentence } from '../model/sentence.ts';
import { good, say } from '../report/line.ts';
import type { Bench } from '../verbs/bench.ts';
import type { MachinesRequest } from '../verbs/machines.ts';
import type { CliVerb } from './verb.ts';
import { defineVerb, labOf } from './verb.ts';

/** Splits `[lab] <name…>`: of several words the first is the lab. */
const labAndNames = (words: readonly string[]): readonly [string | undefined, readonly string[]] =>
  words.length < 2 ? [undefined, words] : [words[0], words.slice(1)];

/** A verb that does one thing to machines or services that are named. */
export const deedVerb = (
  verb: string,
  work: (request: MachinesRequest, bench: Bench) => Promise<void>,
  said: (names: string) => Sentence,
): CliVerb =>
  defineVerb({
    usage: '[lab] <machine…>',
    words: { least: 1, most: Infinity },
    stream: true,
    flags: [],
    examples: [`bancada ${verb} survey app1`, `bancada ${verb} survey app1 app2`, `bancada ${verb} survey web@lb`],
    async run({ words, options, look, bench, answer }) {
      const [lab, names] = labAndNames(words);
      await work({ ...labOf(lab), names }, bench);
      answer({ names }, () => (options.quiet ? [] : [[good('✓'), ` ${say(said(names.join(', ')), look)}`]]));
      return 0;
    },
  });
