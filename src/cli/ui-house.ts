import { LabError } from '../errors/lab-error.ts';
import { needsTerminal } from '../text/tui.ts';
import type { UiHouse } from '../tui/ui.ts';
import { attach } from './attach.ts';
import { isColourful, isDrawable } from './environment.ts';
import type { Call } from './verb.ts';

/** What the terminal interface is made with. @throws LabError (usage) where there is no terminal to draw on */
export const uiHouse = ({ console, bench, look }: Call): UiHouse => {
  const { input, out, environment } = console;
  if (!input.terminal || !isDrawable(out, environment))
    throw new LabError({ code: 'no-terminal', fault: 'usage', ...needsTerminal });
  const colour = isColourful(out, environment);
  return { console, bench, look, colour, attach: (terminal) => attach(terminal, console) };
};
