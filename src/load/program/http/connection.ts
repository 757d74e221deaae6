import { connect, type Socket } from 'node:net';
import type { LoadError } from '../../../model/workload.ts';
import { AnswerReader, type Answer } from './answer-reader.ts';

/** Where to, and from which address. */
export interface Route {
  readonly address: string;
  readonly port: number;
  /** The system's choice if absent. */
  readonly source?: string;
}

/** How a request ended. */
export type Ending =
  | { readonly answer: Answer }
  /** `unanswered`: the other side hung up on a connection that had served before, without a byte. */
  | {
      readonly error: Extract<LoadError, 'refused' | 'unreachable' | 'silent' | 'closed' | 'not-http'>;
      readonly unanswered: boolean;
    };

interface Pending {
  readonly reader: AnswerReader;
  readonly end: (ending: Ending) => void;
  readonly limit: NodeJS.Timeout;
}

/** One for all sockets: a piece is read to its end before the next one comes. */
const arrivals = Buffer.allocUnsafeSlow(65_536);

const errorOf = (code: string | undefined): 'refused' | 'unreachable' | 'silent' | 'closed' => {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'silent';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'closed' : 'unreachable';
};

/** A connection to the lab, which carries one request after the other. */
export class Connection {
  readonly #socket: Socket;
  #pending: Pending | undefined;
  #served = 0;
  #connected = false;
  #open = true;

  constructor({ address, port, source }: Route) {
    this.#socket = connect({
      host: address,
      port,
      noDelay: true,
      ...(source !== undefined && { localAddress: source }),
      onread: {
        buffer: arrivals,
        callback: (length) => {
          this.#read(arrivals.toString('latin1', 0, length));
          return true;
        },
      },
    });
    this.#socket.once('connect', () => (this.#connected = true));
    this.#socket.once('end', () => this.#hungUp());
    this.#socket.once('error', (error: NodeJS.ErrnoException) => {
      const refused = this.#connected ? 'closed' : errorOf(error.code);
      this.#finish({ error: refused, unanswered: this.#isUnanswered() });
    });
    this.#socket.once('close', () => this.#hungUp());
  }

  /** Whether it can take a request. */
  get isFree(): boolean {
    return this.#open && this.#pending === undefined;
  }

  /** Sends a request, made of bytes as characters, and calls back exactly once. */
  send(
    request: string,
    { wantsBody, timeoutMs }: { wantsBody: boolean; timeoutMs: number },
    end: Pending['end'],
  ): void {
    const limit = setTimeout(() => this.#finish({ error: 'silent', unanswered: false }), timeoutMs);
    this.#pending = { reader: new AnswerReader(wantsBody), end, limit };
    this.#socket.write(request, 'latin1');
  }

  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  #read(piece: string): void {
    const reader = this.#pending?.reader;
    // Bytes that nobody asked for: whose they are cannot be known.
    if (reader === undefined) {
      this.close();
      return;
    }
    const verdict = reader.push(piece);
    if (verdict === 'done') this.#finish({ answer: reader.answer });
    else if (verdict === 'bad') this.#finish({ error: 'not-http', unanswered: false });
  }

  #hungUp(): void {
    this.#open = false;
    const reader = this.#pending?.reader;
    if (reader === undefined) return void this.#socket.destroy();
    if (reader.end() === 'done') this.#finish({ answer: reader.answer });
    else this.#finish({ error: 'closed', unanswered: this.#isUnanswered() });
  }

  #isUnanswered(): boolean {
    return this.#served > 0 && this.#pending?.reader.begun === false;
  }

  #finish(ending: Ending): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (!('answer' in ending) || !ending.answer.keep) this.close();
    this.#served += 1;
    if (pending === undefined) return;
    clearTimeout(pending.limit);
    pending.end(ending);
  }
}
