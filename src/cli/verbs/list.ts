import { listLines } from '../../report/list.ts';
import { list as listLabs } from '../../verbs/list.ts';
import { defineVerb } from '../verb.ts';

export const list = defineVerb({
  usage: '',
  words: { least: 0, most: 0 },
  still: true,
  flags: [],
  examples: ['bancada list', 'bancada list --json'],
  async run(call) {
    const labs = await listLabs(call.bench);
    call.answer({ labs }, () => listLines(labs, call.look));
    return 0;
  },
});
