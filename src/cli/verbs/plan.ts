import { hasChanges, planLines } from '../../report/plan.ts';
import * as text from '../../text/cli.ts';
import { plan as planLab } from '../../verbs/plan.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly check?: true;
  readonly on?: string;
}

/** As `diff` and others have it: 0 nothing, 2 something. */
const changesPending = 2;

export const plan = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--check', about: text.flags.planCheck },
    { flags: '--on <target>', about: text.flags.on },
  ],
  examples: ['bancada plan survey', 'bancada plan survey --check'],
  async run({ words, options, look, bench, answer }) {
    const result = await planLab(labOf(words[0], options.on), bench);
    answer(result, () => planLines(result, look));
    return options.check && hasChanges(result) ? changesPending : 0;
  },
});
