import type { Duplex } from 'node:stream';
import type { Vantage } from '../ports/vantage.ts';
import { DialError } from '../ports/vantage.ts';
import { deadline } from '../ports/deadline.ts';

/** What was said when a service was greeted in its own protocol. */
export interface Greeting {
  readonly polite: boolean;
  /** What it said, in a few words for the user. */
  readonly said: string;
  /** Payload bytes, both ways together. */
  readonly bytes: number;
}

/** How a protocol is greeted: what to say at once, when the answer is complete, and what it means. */
interface Protocol {
  readonly opening?: string;
  /** What to reply to what was said so far; the greeting is over with `undefined`. */
  reply?(heard: Buffer): Buffer | undefined;
  isComplete(heard: Buffer): boolean;
  judge(heard: Buffer): Pick<Greeting, 'polite' | 'said'>;
}

const firstLine = (heard: Buffer): string =>
  heard
    .toString('latin1')
    .split(/[\r\n]/, 1)[0]
    ?.slice(0, 120) ?? '';

const hasLine = (heard: Buffer): boolean => heard.includes('\n');

// 3 bytes of length, 1 of sequence number; a payload that begins with 0xff is a refusal.
const mysqlPacketEnd = (heard: Buffer, from = 0): number =>
  heard.length < from + 4 ? Infinity : from + 4 + heard.readUIntLE(from, 3);

/** A sign-in (HandshakeResponse41) as an account that does not exist: unlike a hang-up, a refusal is not held against the host. */
const mysqlStranger = (() => {
  const capabilities = Buffer.from([0x00, 0x82, 0x08, 0x00]);
  const longestPacket = Buffer.from([0x00, 0x00, 0x00, 0x01]);
  const utf8 = Buffer.from([0x21]);
  const account = Buffer.from('bancada\0\0mysql_native_password\0');
  const payload = Buffer.concat([capabilities, longestPacket, utf8, Buffer.alloc(23), account]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 1]), payload]);
})();

const mysqlVersion = (heard: Buffer): string => heard.toString('latin1', 5, heard.indexOf(0, 5)).slice(0, 80);

/** By the name of the port. Other names are only connected to. */
const protocols: Readonly<Record<string, Protocol>> = {
  http: {
    opening: 'GET / HTTP/1.1\r\nHost: bancada\r\nUser-Agent: bancada\r\nConnection: close\r\n\r\n',
    isComplete: hasLine,
    judge: (heard) => ({ polite: /^HTTP\/1\.[01] [1-4]\d\d/.test(firstLine(heard)), said: firstLine(heard) }),
  },
  redis: {
    opening: 'PING\r\n',
    isComplete: hasLine,
    judge: (heard) => ({ polite: /^(\+PONG|-NOAUTH|-NOPERM)/.test(firstLine(heard)), said: firstLine(heard) }),
  },
  mysql: {
    reply: (heard) => (heard.length >= mysqlPacketEnd(heard) && heard[4] === 0x0a ? mysqlStranger : undefined),
    isComplete: (heard) => {
      const first = mysqlPacketEnd(heard);
      return heard[4] === 0xff ? heard.length >= first : heard.length >= mysqlPacketEnd(heard, first);
    },
    judge: (heard) =>
      heard[4] === 0x0a
        ? { polite: true, said: mysqlVersion(heard) }
        : { polite: false, said: heard.toString('latin1', 7, 120).replace(/[^ -~]/g, '') },
  },
};

/** What is greeted, and for how long an answer is waited for. */
export interface GreetingRequest {
  readonly portName: string;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Connects and greets. @throws DialError if there is no connection, or no answer in time */
export const greet = async (
  vantage: Vantage,
  { portName, address, port, ...options }: GreetingRequest,
): Promise<Greeting> => {
  const signal = AbortSignal.any([options.signal]);
  const stream = await vantage.dial(address, port, { ...options, signal });
  try {
    const protocol = protocols[portName];
    return protocol ? await converse(stream, protocol, options) : { polite: true, said: '', bytes: 0 };
  } finally {
    stream.destroy();
  }
};

const converse = async (
  stream: Duplex,
  protocol: Protocol,
  { timeoutMs, signal }: Pick<GreetingRequest, 'timeoutMs' | 'signal'>,
): Promise<Greeting> => {
  const limit = deadline(timeoutMs, signal);
  const silence = (): void =>
    void stream.destroy(new DialError('silent', `no greeting within ${String(timeoutMs)} ms`));
  limit.addEventListener('abort', silence, { once: true });
  let heard = Buffer.alloc(0);
  let said = 0;
  const say = (words: string | Buffer): void => {
    said += words.length;
    stream.write(words);
  };
  try {
    if (protocol.opening !== undefined) say(protocol.opening);
    let replied = false;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      heard = Buffer.concat([heard, chunk]);
      const reply: Buffer | undefined = replied ? undefined : protocol.reply?.(heard);
      if (reply !== undefined) say(reply);
      replied ||= reply !== undefined;
      if (protocol.isComplete(heard)) break;
    }
    return { ...protocol.judge(heard), bytes: said + heard.length };
  } finally {
    limit.removeEventListener('abort', silence);
  }
};
