import { renderShow } from '../../report/show.ts';
import * as text from '../../text/cli.ts';
import { show as showLab } from '../../verbs/show.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly origin?: true;
}

export const show = defineVerb<Options>({
  ...onlyLab,
  still: true,
  flags: [{ flags: '--origin', about: text.flags.origin }],
  examples: ['bancada show survey', 'bancada show survey --origin'],
  async run({ words, options, look, bench, answer }) {
    const { blueprint, topology } = await showLab(labOf(words[0]), bench);
    const origins = options.origin && { origins: topology.origins };
    answer({ ...blueprint, ...origins }, () => renderShow(blueprint, look, { ...origins }));
    return 0;
  },
});
