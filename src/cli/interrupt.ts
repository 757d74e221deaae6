import { setMaxListeners } from 'node:events';
import { LabError } from '../errors/lab-error.ts';
import type { Console } from '../ports/console.ts';
import * as text from '../text/cli.ts';

interface Interruptions {
  /** The first Ctrl-C: the verb finishes or undoes the step at hand. */
  readonly onFirst: () => void;
  /** The second one: the program leaves at once. */
  readonly onSecond: () => void;
}

/** Turns Ctrl-C and SIGTERM into an abort, and a second one into the end. */
export const interruptible = (
  console: Pick<Console, 'onInterrupt'>,
  { onFirst, onSecond }: Interruptions,
): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController();
  // Every machine of a lab listens to it, however many there are.
  setMaxListeners(0, controller.signal);
  const release = console.onInterrupt(() => {
    if (controller.signal.aborted) {
      onSecond();
      return;
    }
    onFirst();
    controller.abort(new LabError({ code: 'interrupted', fault: 'interrupted', message: text.interrupted }));
  });
  return { signal: controller.signal, release };
};
