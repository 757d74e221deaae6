import { once } from 'node:events';
import { connect } from 'node:net';
import type { DialFailure } from '../model/verdict.ts';
import { deadline } from './deadline.ts';
import { failedWith } from './files.ts';
import { DialError, type Vantage } from './vantage.ts';

const failureOf = (error: unknown): DialFailure => {
  if (failedWith(error, 'ECONNREFUSED') || failedWith(error, 'ECONNRESET')) return 'refused';
  return failedWith(error, 'ETIMEDOUT') ? 'silent' : 'unreachable';
};

/** This computer itself, as a place from which connections are opened. */
export const ownVantage = (name: string): Vantage => ({
  name,
  async dial(address, port, { timeoutMs, signal }) {
    const limit = deadline(timeoutMs, signal);
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    try {
      await once(socket, 'connect', { signal: limit });
      return socket;
    } catch (cause) {
      socket.destroy();
      signal?.throwIfAborted();
      const failure = limit.aborted ? 'silent' : failureOf(cause);
      throw new DialError(failure, `${address}:${String(port)}: ${failure}`, { cause });
    }
  },
});
