import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { DialError } from '../ports/vantage.ts';
import { dialError } from './errors.ts';
import { deadline } from '../ports/deadline.ts';

/** Where to, from the machine, and for how long to try. */
export interface Dial {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Opens a TCP connection from the machine. @throws DialError */
export const dial = (client: Client, { address, port, timeoutMs, signal }: Dial): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const limit = deadline(timeoutMs, signal);
    const silent = new DialError('silent', `${address}:${String(port)} said nothing within ${String(timeoutMs)} ms`);
    const giveUp = (): void => reject(signal?.aborted === true ? (signal.reason as Error) : silent);
    const lost = (): void => reject(new DialError('unreachable', 'the connection to the machine was lost'));
    limit.addEventListener('abort', giveUp);
    client.once('close', lost);
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
      limit.removeEventListener('abort', giveUp);
      client.off('close', lost);
      if (error !== undefined) reject(dialError(error, address, port));
      else if (limit.aborted) channel.destroy();
      else resolve(channel);
    });
  });
