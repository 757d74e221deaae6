import { holdingLines } from '../../report/holdings.ts';
import { listLines } from '../../report/list.ts';
import * as text from '../../text/cli.ts';
import { holdings } from '../../verbs/holdings.ts';
import { list as listLabs } from '../../verbs/list.ts';
import { defineVerb } from '../verb.ts';

export const list = defineVerb<{ readonly cloud?: true }>({
  usage: '',
  words: { least: 0, most: 0 },
  still: true,
  flags: [{ flags: '--cloud', about: text.flags.cloud }],
  examples: ['bancada list', 'bancada list --json', 'bancada list --cloud'],
  async run(call) {
    if (call.options.cloud) {
      const held = await holdings(call.bench);
      call.answer({ held }, () => holdingLines(held, call.look));
      return 0;
    }
    const labs = await listLabs(call.bench);
    call.answer({ labs }, () => listLines(labs, call.look));
    return 0;
  },
});
