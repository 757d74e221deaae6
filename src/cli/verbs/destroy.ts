import { good, say } from '../../report/line.ts';
import * as words from '../../text/cli.ts';
import * as text from '../../text/report.ts';
import { destroy as destroyLab } from '../../verbs/destroy.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly yes?: true;
}

export const destroy = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  flags: [{ flags: '-y, --yes', about: words.flags.destroyYes }],
  examples: ['bancada destroy survey', 'bancada destroy survey --yes'],
  async run({ words: [lab], options, look, bench, answer }) {
    await destroyLab({ ...labOf(lab), yes: options.yes === true }, bench);
    answer({ lab }, () => (options.quiet ? [] : [[good('✓'), ` ${say(text.isGone(lab), look)}`]]));
    return 0;
  },
});
