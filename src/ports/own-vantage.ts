import { once } from 'node:events';
import { connect } from 'node:net';
import { deadline } from './deadline.ts';
import { DialError, dialFailureOf, type Vantage } from './vantage.ts';

/** This computer itself, as a place from which connections are opened; under `localAddress` where it has several. */
export const ownVantage = (name: string, localAddress?: string): Vantage => ({
  name,
  async dial(host, port, { timeoutMs, signal }) {
    const limit = deadline(timeoutMs, signal);
    const from = localAddress === undefined ? {} : { localAddress };
    const socket = connect({ host, port, ...from, allowHalfOpen: true, noDelay: true });
    try {
      await once(socket, 'connect', { signal: limit });
      // Whoever takes the connection over may not listen for its end.
      return socket.on('error', () => undefined);
    } catch (cause) {
      socket.destroy();
      signal?.throwIfAborted();
      const failure = limit.aborted ? 'silent' : dialFailureOf((cause as NodeJS.ErrnoException).code);
      throw new DialError(failure, `${host}:${String(port)}: ${failure}`, { cause });
    }
  },
});
