import { statusLines } from '../../report/status.ts';
import { status as look } from '../../verbs/status.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

export const status = defineVerb({
  ...onlyLab,
  flags: [],
  examples: ['bancada status survey', 'bancada status survey --json'],
  async run(call) {
    const result = await look(labOf(call.words[0]), call.bench);
    call.answer(result, () => statusLines(result, call.look));
    return 0;
  },
});
