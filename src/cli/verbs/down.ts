import { good, say } from '../../report/line.ts';
import * as text from '../../text/report.ts';
import { down as stopLab } from '../../verbs/down.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

export const down = defineVerb({
  ...onlyLab,
  stream: true,
  flags: [],
  examples: ['bancada down survey'],
  async run({ words, options, look, bench, answer }) {
    await stopLab(labOf(words[0]), bench);
    answer({ lab: words[0] }, () => (options.quiet ? [] : [[good('✓'), ` ${say(text.isDown(words[0]), look)}`]]));
    return 0;
  },
});
