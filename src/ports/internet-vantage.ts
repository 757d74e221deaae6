import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { failedWith } from './files.ts';
import { DialError, type Vantage } from './vantage.ts';

/** This computer itself, as a place on the internet. */
export const internetVantage = (name: string): Vantage => ({
  name,
  dial: (address, port, { timeoutMs, signal }) =>
    new Promise<Duplex>((resolve, reject) => {
      const socket = connect({ host: address, port, noDelay: true, ...(signal !== undefined && { signal }) });
      const place = `${address}:${String(port)}`;
      const late = new DialError('silent', `${place} said nothing within ${String(timeoutMs)} ms`);
      const timer = setTimeout(() => socket.destroy(late), timeoutMs);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(signal?.aborted === true || error instanceof DialError ? error : dialError(error, place));
      };
      socket.once('error', fail);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        // Whoever takes the connection over may not listen for its end.
        socket.on('error', () => undefined);
        resolve(socket);
      });
    }),
});

const dialError = (cause: Error, place: string): DialError => {
  const refused = failedWith(cause, 'ECONNREFUSED') || failedWith(cause, 'ECONNRESET');
  const failure = refused ? 'refused' : failedWith(cause, 'ETIMEDOUT') ? 'silent' : 'unreachable';
  return new DialError(failure, `${place}: ${cause.message}`, { cause });
};
