import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemClock } from '../../../ports/clock.ts';
import { labPlaces } from '../places.ts';

/**
 * Waits until no other program works on the lab as root, and holds others off until it is disposed of or we are dead.
 * Who asked for that other work may have been killed; the work itself goes on to a good end. A name of the kernel's
 * (an abstract socket) holds the place: it is no file, and goes with its process. @throws AbortError
 */
export const takeTurn = async (id: string, signal: AbortSignal): Promise<AsyncDisposable> => {
  for (;;) {
    // Who asked may have been killed meanwhile: then nobody waits for it any more, and others may have looked already.
    signal.throwIfAborted();
    const server = createServer();
    try {
      await once(server.listen({ path: `\0${labPlaces(id).turn}` }), 'listening');
      return { [Symbol.asyncDispose]: async () => void server.close() };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await systemClock.sleep(20, signal);
    }
  }
};
