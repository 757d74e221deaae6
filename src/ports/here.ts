import { connect, type Socket } from 'node:net';
import { DialError, type Vantage } from './vantage.ts';
import type { DialFailure } from '../model/verdict.ts';

const failureOf = (code: string | undefined): DialFailure => {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'ETIMEDOUT' ? 'silent' : 'unreachable';
};

/** This computer's own place on a network, under the address that it has there. */
export const vantageHere = (name: string, localAddress: string): Vantage => ({
  name,
  dial: (host, port, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const socket: Socket = connect({ host, port, localAddress, allowHalfOpen: true, noDelay: true });
      const fail = (error: Error): void => {
        clearTimeout(timer);
        socket.destroy();
        reject(error);
      };
      const silent = new DialError('silent', `${host}:${String(port)} said nothing within ${String(timeoutMs)} ms`);
      const timer = setTimeout(() => fail(silent), timeoutMs);
      const onAbort = (): void => fail(signal?.reason as Error);
      const onError = (error: NodeJS.ErrnoException): void =>
        fail(new DialError(failureOf(error.code), error.message, { cause: error }));
      signal?.addEventListener('abort', onAbort, { once: true });
      socket.once('error', onError).once('connect', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        socket.off('error', onError);
        resolve(socket);
      });
    }),
});
