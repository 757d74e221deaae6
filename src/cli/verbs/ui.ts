import { uiHouse } from '../ui-house.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

export const ui = defineVerb({
  ...onlyLab,
  flags: [],
  still: true,
  endless: () => true,
  examples: ['bancada ui survey', 'bancada ui'],
  async run(call) {
    const house = uiHouse(call);
    const { watchUi } = await import('../../tui/ui.ts');
    await watchUi(labOf(call.words[0]), house);
    return 0;
  },
});
