import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Vantage } from './vantage.ts';
import { DialError } from './vantage.ts';
import { deadline } from './deadline.ts';

/** One HTTP/1.1 request, sent from a vantage point over a connection of its own. */
export interface HttpRequest {
  readonly address: string;
  readonly port: number;
  /** What the Host header says; the address if absent. */
  readonly host?: string;
  /** `GET` if absent. */
  readonly method?: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the connection and the whole answer together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** UTF-8, cut after 1 MiB. */
  readonly body: string;
}

const longestBody = 1 << 20;

/**
 * Asks, and waits for the whole answer. Redirections are not followed.
 * @throws DialError if there is no connection or no answer in time; Error if the answer is not HTTP
 */
export const exchange = async (vantage: Vantage, asked: HttpRequest): Promise<HttpAnswer> => {
  const { address, port, timeoutMs, signal } = asked;
  const limit = deadline(timeoutMs, signal);
  const stream = await vantage.dial(address, port, { timeoutMs, ...(signal && { signal }) });
  try {
    return await answerOver(stream, asked, limit);
  } catch (cause) {
    if (signal?.aborted === true || !limit.aborted) throw cause;
    const late = `${address}:${String(port)} gave no answer within ${String(timeoutMs)} ms`;
    throw new DialError('silent', late, { cause });
  } finally {
    stream.destroy();
  }
};

const answerOver = async (stream: Duplex, asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
  const { method = 'GET', path, host = asked.address, body } = asked;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { host, connection: 'close', ...length, ...asked.headers };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ method, path, headers, signal, createConnection: () => stream }, resolve);
    sent.once('error', reject);
    sent.end(body);
  });
  return { status: message.statusCode ?? 0, headers: message.headers, body: await bodyOf(message) };
};

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBody) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, longestBody);
};
