import { newLines } from '../../report/new.ts';
import { begin } from '../../verbs/new.ts';
import { defineVerb } from '../verb.ts';

export const fresh = defineVerb({
  usage: '<lab>',
  words: { least: 1, most: 1 },
  still: true,
  flags: [],
  examples: ['bancada new shop', 'bancada new ./elsewhere/shop.yaml'],
  async run({ words: [place = ''], options, look, bench, answer }) {
    const written = await begin(place, bench);
    answer(written, () => (options.quiet ? [] : newLines(written, look)));
    return 0;
  },
});
