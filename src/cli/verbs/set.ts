import { dim, good, name, say, type Line, type Look } from '../../report/line.ts';
import * as text from '../../text/set.ts';
import { set as setValues, type SetResult } from '../../verbs/set.ts';
import { conflictOf } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly reset?: true;
}

const lines = ({ lab, overrides, changes }: SetResult, look: Look): readonly Line[] => [
  ...changes.map((change): Line => [good('✓'), ' ', name(change.machine), `  ${say(change.summary, look)}`]),
  ...overrides.map((value): Line => ['  ', value]),
  [dim(say(overrides.length === 0 ? text.noneSet(lab) : text.howToReset, look))],
];

export const set = defineVerb<Options>({
  usage: '[lab] [name.key=value…]',
  words: { least: 0, most: Infinity },
  flags: [{ flags: '--reset', about: text.reset }],
  still: true,
  examples: ['bancada set survey web.balance=least_conn', 'bancada set survey --reset'],
  async run({ words, options, look, bench, answer }) {
    const values = words.filter((word) => word.includes('='));
    const lab = words.find((word) => !word.includes('='));
    if (options.reset && values.length > 0) throw conflictOf('--reset', values[0] ?? '');
    const result = await setValues({ ...labOf(lab), values: options.reset ? 'reset' : values }, bench);
    answer(result, () => (options.quiet ? [] : lines(result, look)));
    return 0;
  },
});
