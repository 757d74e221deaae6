import { createServer } from 'node:net';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failedWith } from './files.ts';

/** What a loopback port leads to. */
export interface LoopbackService {
  /** A free one if absent. */
  readonly port?: number;
  readonly signal: AbortSignal;
  /** Opens the other end for each visitor. */
  readonly dial: () => Promise<Duplex>;
  readonly onListening: (port: number) => void;
  /** What to throw if the port belongs to somebody else. */
  readonly onTaken: (port: number) => Error;
}

/** Serves a port of 127.0.0.1 until aborted. Visitors are hung up on then, or if their other end cannot be opened. */
export const serveLoopback = async ({ port, signal, dial, onListening, onTaken }: LoopbackService): Promise<void> => {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (visitor) => {
    const join = async (): Promise<void> => {
      const far = await dial();
      // Visitors who stay would keep the server open beyond its end.
      await Promise.all([pipeline(visitor, far, { signal }), pipeline(far, visitor, { signal })]);
    };
    join().catch(() => visitor.destroy());
  });
  const closed = once(server, 'close');
  server.listen({ host: '127.0.0.1', port: port ?? 0, signal });
  try {
    await once(server, 'listening', { signal });
  } catch (error) {
    if (signal.aborted) return;
    throw failedWith(error, 'EADDRINUSE') ? onTaken(port ?? 0) : error;
  }
  const address = server.address();
  if (address !== null && typeof address === 'object') onListening(address.port);
  await closed;
};
