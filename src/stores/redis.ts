import type { Duplex } from 'node:stream';
import { AbstractConnector, Redis } from 'ioredis';
import type { Inspection } from '../kit/role.ts';

/** A client of Redis over an open stream. */
export interface RedisOver extends Disposable {
  /** @throws the store's own error, or one about the time limit */
  call(command: readonly string[]): Promise<unknown>;
}

/** Signs in over an open connection. Disposing closes it and the stream. `timeoutMs`: for each command. */
export const redisOver = async (
  stream: Duplex,
  { user, password }: Inspection,
  timeoutMs: number,
): Promise<RedisOver> => {
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
  const close = (): void => {
    redis.disconnect();
    stream.destroy();
  };
  // An account that is not let in is told by an event; connecting would go on for ever.
  const failed = new Promise<never>((_, reject) => void redis.on('error', reject));
  failed.catch(close);
  const answered = async <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, failed]);
  await answered(redis.connect());
  return {
    call: ([command = 'PING', ...values]) => answered(redis.call(command, ...values)),
    [Symbol.dispose]: close,
  };
};
