import { rmSync } from 'node:fs';
import { systemClock } from '../../../ports/clock.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces, places } from '../places.ts';
import type { Work } from './create.ts';
import { removeIfEmpty } from './files.ts';
import { lock } from './lock.ts';

/** How long it is waited without a word, milliseconds. */
const silentMs = 1000;

/** Whose turn it is, until it is disposed of. */
interface Turn extends Disposable {
  /**
   * Takes away the sign of it, once all is done: as long as the turn is held nobody else makes it anew. A work that cannot is
   * not done, for nobody would look for what is left of a lab that is gone. @throws where the folder is read-only by then
   */
  end(): void;
}

/**
 * Waits until no other program works on the lab as root, and holds others off until it is disposed of or we are dead.
 * Who asked for that other work may have been killed; the work itself goes on to a good end. @throws AbortError
 */
export const takeTurn = async (id: string, { signal, emit }: Pick<Work, 'signal' | 'emit'>): Promise<Turn> => {
  const { turn } = labPlaces(id);
  const waited = new AbortController();
  const tell = (): void => emit({ type: 'waiting', what: localTexts.awaitsTurn, milliseconds: silentMs });
  systemClock.sleep(silentMs, waited.signal).then(tell, () => undefined);
  try {
    const held = await lock(turn, signal);
    const end = (): void => rmSync(turn, { force: true });
    return { end, [Symbol.dispose]: () => leave(end, held) };
  } catch (error) {
    removeIfEmpty(places.runtime);
    throw error;
  } finally {
    waited.abort();
  }
};

const leave = (end: () => void, held: Disposable): void => {
  try {
    end();
  } catch {
    // The folder is read-only now, which is told by then: the file stays, as where it was killed.
  }
  held[Symbol.dispose]();
  removeIfEmpty(places.runtime);
};
