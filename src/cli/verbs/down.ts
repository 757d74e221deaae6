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
    const result = await stopLab(labOf(words[0]), bench);
    answer(result, () => (options.quiet ? [] : [[good('✓'), ` ${say(text.isDown(result.lab), look)}`]]));
    return 0;
  },
});
