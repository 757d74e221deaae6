import { hasChanges, planLines } from '../../report/plan.ts';
import * as text from '../../text/cli.ts';
import { plan as planLab } from '../../verbs/plan.ts';
import { requestOf, targetFlags, type TargetWords } from '../target-flags.ts';
import { defineVerb, onlyLab } from '../verb.ts';

interface Options extends TargetWords {
  readonly check?: true;
}

/** As `diff` and others have it: 0 nothing, 2 something. */
const changesPending = 2;

export const plan = defineVerb<Options>({
  ...onlyLab,
  flags: [{ flags: '--check', about: text.flags.planCheck }, ...targetFlags],
  examples: ['bancada plan survey', 'bancada plan survey --check'],
  async run(call) {
    const { options, look, bench, answer } = call;
    const result = await planLab(requestOf(call), bench);
    answer(result, () => planLines(result, look));
    return options.check && hasChanges(result) ? changesPending : 0;
  },
});
