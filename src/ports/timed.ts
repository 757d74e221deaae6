import type { Phase } from '../model/event.ts';
import type { Sentence } from '../model/sentence.ts';
import { systemClock } from './clock.ts';
import type { Stage } from './stage.ts';

/** Does a long step between its two events. */
export const timed = async <T>(
  stage: Pick<Stage, 'emit'>,
  step: { readonly phase: Phase; readonly machine?: string; readonly what: Sentence },
  work: () => Promise<T>,
): Promise<T> => {
  const started = systemClock.elapsed();
  stage.emit({ type: 'phase-started', ...step });
  const result = await work();
  const { phase, machine } = step;
  const milliseconds = Math.round(systemClock.elapsed() - started);
  stage.emit({ type: 'phase-finished', phase, ...(machine !== undefined && { machine }), milliseconds });
  return result;
};
