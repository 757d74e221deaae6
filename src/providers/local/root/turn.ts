import { rmSync } from 'node:fs';
import { systemClock } from '../../../ports/clock.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces, places } from '../places.ts';
import type { Work } from './create.ts';
import { removeIfEmpty } from './files.ts';
import { lock } from './lock.ts';

/** How long it is waited without a word, milliseconds. */
const silentMs = 1000;

/**
 * Waits until no other program works on the lab as root, and holds others off until it is disposed of or we are dead.
 * Who asked for that other work may have been killed; the work itself goes on to a good end. @throws AbortError
 */
export const takeTurn = async (id: string, { signal, emit }: Pick<Work, 'signal' | 'emit'>): Promise<Disposable> => {
  const { turn } = labPlaces(id);
  const waited = new AbortController();
  const tell = (): void => emit({ type: 'waiting', what: localTexts.awaitsTurn, milliseconds: silentMs });
  systemClock.sleep(silentMs, waited.signal).then(tell, () => undefined);
  try {
    const held = await lock(turn, signal);
    return { [Symbol.dispose]: () => leave(turn, held) };
  } catch (error) {
    removeIfEmpty(places.runtime);
    throw error;
  } finally {
    waited.abort();
  }
};

/** As long as it is held nobody else makes that file anew. */
const leave = (turn: string, held: Disposable): void => {
  try {
    rmSync(turn, { force: true });
  } catch {
    // The folder is read-only now, which the work itself has told: the file stays, as where it was killed.
  }
  held[Symbol.dispose]();
  removeIfEmpty(places.runtime);
};
