import { LabError } from '../../errors/lab-error.ts';
import type { Sentence } from '../../model/sentence.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Stage } from '../../ports/stage.ts';
import { ec2Texts } from '../../text/ec2.ts';

/** Who waits, and for whom it is told. */
export interface Patience {
  readonly clock: Clock;
  readonly stage: Pick<Stage, 'emit' | 'signal'>;
  readonly machine?: string;
  /** Milliseconds; 60 s if not said. */
  readonly forMs?: number;
}

const shortest = 250;
const longest = 5000;

/**
 * Looks again and again, ever more seldom, until there is something to see.
 * @throws LabError `ec2-too-slow` when patience is at its end
 */
export const until = async <T>(
  what: Sentence,
  { clock, stage, machine, forMs = 60_000 }: Patience,
  look: () => Promise<T | undefined>,
): Promise<T> => {
  const started = clock.elapsed();
  for (let pause = shortest; ; pause = Math.min(longest, pause * 1.5)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    const milliseconds = clock.elapsed() - started;
    if (milliseconds >= forMs)
      throw new LabError({ code: 'ec2-too-slow', fault: 'operation', ...ec2Texts.tooSlow(what, forMs) });
    stage.emit({ type: 'waiting', ...(machine !== undefined && { machine }), what, milliseconds });
    await clock.sleep(pause, stage.signal);
  }
};

/** Codes of failures that EC2's own memory mends: it does not yet find what is there, or still sees what is gone. */
const passing: readonly string[] = ['ec2-not-found', 'ec2-changing'];

/** Does what may fail as long as not all of EC2 knows what was done just before. @throws the failure that stays */
export const eventually = async <T>(what: Sentence, patience: Patience, work: () => Promise<T>): Promise<T> => {
  let last: unknown;
  try {
    const done = await until(what, patience, async () => {
      try {
        return { value: await work() };
      } catch (error) {
        if (!(error instanceof LabError && passing.includes(error.code))) throw error;
        last = error;
        return undefined;
      }
    });
    return done.value;
  } catch (error) {
    throw error instanceof LabError && error.code === 'ec2-too-slow' ? (last ?? error) : error;
  }
};
