import { LabError } from '../../errors/lab-error.ts';
import { needsTerminal } from '../../text/tui.ts';
import { attach } from '../attach.ts';
import { isColourful, isLively } from '../environment.ts';
import { defineVerb, labOf, onlyLab, type Call } from '../verb.ts';

export const ui = defineVerb({
  ...onlyLab,
  flags: [],
  still: true,
  endless: () => true,
  examples: ['bancada ui survey', 'bancada ui'],
  async run(call) {
    await showUi(call, call.words[0]);
    return 0;
  },
});

/** @throws LabError (usage) where there is no terminal to draw on */
const showUi = async ({ console, bench, look }: Call, lab: string | undefined): Promise<void> => {
  const { input, out, environment } = console;
  if (!input.terminal || !isLively(out, environment))
    throw new LabError({ code: 'no-terminal', fault: 'usage', ...needsTerminal });
  const { runUi } = await import('../../tui/ui.ts');
  await runUi(labOf(lab), {
    console,
    bench,
    look,
    colour: isColourful(out, environment),
    attach: (terminal) => attach(terminal, console),
  });
};
