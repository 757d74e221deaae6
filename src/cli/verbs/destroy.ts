import { good, say } from '../../report/line.ts';
import * as flags from '../../text/cli.ts';
import * as text from '../../text/report.ts';
import { destroy as destroyLab } from '../../verbs/destroy.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly yes?: true;
}

export const destroy = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  flags: [{ flags: '-y, --yes', about: flags.flags.destroyYes }],
  examples: ['bancada destroy survey', 'bancada destroy survey --yes'],
  async run({ words, options, look, bench, answer }) {
    const result = await destroyLab({ ...labOf(words[0]), yes: options.yes === true }, bench);
    answer(result, () => (options.quiet ? [] : [[good('✓'), ` ${say(text.isGone(result.lab), look)}`]]));
    return 0;
  },
});
