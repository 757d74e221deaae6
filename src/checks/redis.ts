import type { Duplex } from 'node:stream';
import { AbstractConnector, Redis } from 'ioredis';
import type { Inspection } from '../kit/role.ts';

/** A command, and how long each step of it may take. */
export interface RedisQuestion {
  readonly command: readonly string[];
  readonly timeoutMs: number;
}

/** Signs in over an open connection, asks once, and leaves. Closes the stream. `undefined`: nothing there. */
export const commandOver = async (
  stream: Duplex,
  { user, password }: Inspection,
  { command: [command = 'PING', ...values], timeoutMs }: RedisQuestion,
): Promise<string | undefined> => {
  class OverStream extends AbstractConnector {
    constructor() {
      super(timeoutMs);
    }
    override connect(): Promise<never> {
      // ioredis says net.Socket, and with the options below uses only what a Duplex has.
      return Promise.resolve(stream as never);
    }
  }
  const redis = new Redis({
    ...{ username: user, password: password.reveal(), Connector: OverStream, commandTimeout: timeoutMs },
    ...{ lazyConnect: true, noDelay: false, enableReadyCheck: false, disableClientInfo: true },
    // A channel of SSH has no keep-alive, and any number, the default 0 too, would set it.
    ...{ retryStrategy: null, maxRetriesPerRequest: 0, keepAlive: null as never },
  });
  // An account that is not let in is told by an event; connecting would go on for ever.
  const failed = new Promise<never>((_, reject) => void redis.on('error', reject));
  const answered = async (): Promise<string | undefined> => {
    await redis.connect();
    return textOf(await redis.call(command, ...values));
  };
  try {
    return await Promise.race([answered(), failed]);
  } finally {
    redis.disconnect();
    stream.destroy();
  }
};

/** A number or text as it is, a list joined by blanks; nothing for nil and for an empty list. */
const textOf = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(textOf).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};
