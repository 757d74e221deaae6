import type { Duplex } from 'node:stream';
import type { DialFailure } from '../model/verdict.ts';

/** Thrown by `dial`. Not a LabError: for a check that a port is closed it is the good outcome. */
export class DialError extends Error {
  readonly failure: DialFailure;
  constructor(failure: DialFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DialError';
    this.failure = failure;
  }
}

/** What a socket's error code, such as `ECONNREFUSED`, says of an attempt to connect. */
export const dialFailureOf = (code: string | undefined): DialFailure => {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'ETIMEDOUT' ? 'silent' : 'unreachable';
};

/** A place from which TCP connections can be opened: a machine (through its SSH), or a visitor's place on a network. */
export interface Vantage {
  /** Machine name, or `visitors@lan`. */
  readonly name: string;
  /** @throws DialError within `timeoutMs`. */
  dial(
    address: string,
    port: number,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Duplex>;
}
