import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { DialError, type Vantage } from '../../ports/vantage.ts';
import { readLine } from './door/dial.ts';
import type { DialAnswer, DialOrder } from './door/orders.ts';
import { deadline } from '../../ports/deadline.ts';

/** The answer may not come at all if the door itself hangs; then this much later it is given up. */
const grace = 1000;

const openDoor = async (socket: string, signal: AbortSignal | undefined): Promise<Socket> => {
  const client = connect({ path: socket, allowHalfOpen: true });
  try {
    await once(client, 'connect', signal === undefined ? {} : { signal });
    return client;
  } catch (cause) {
    client.destroy();
    signal?.throwIfAborted();
    throw new DialError('unreachable', 'the door of the lab is closed', { cause });
  }
};

const ask = async (client: Socket, order: DialOrder, signal: AbortSignal | undefined): Promise<DialAnswer> => {
  const limit = deadline(order.timeoutMs + grace);
  const giveUp = (): void => void client.destroy();
  limit.addEventListener('abort', giveUp);
  signal?.addEventListener('abort', giveUp);
  client.write(`${JSON.stringify(order)}\n`);
  const line = await readLine(client);
  limit.removeEventListener('abort', giveUp);
  signal?.removeEventListener('abort', giveUp);
  signal?.throwIfAborted();
  if (line === undefined) return { dial: 'failed', failure: 'silent', message: 'the door of the lab gave no answer' };
  return JSON.parse(line) as DialAnswer;
};

/** A place on a network of a lab, seen through the lab's door. `from` is the address it has there. */
export const doorVantage = (place: {
  readonly name: string;
  readonly socket: string;
  readonly from: string;
}): Vantage => ({
  name: place.name,
  async dial(address, port, { timeoutMs, signal }): Promise<Duplex> {
    const client = await openDoor(place.socket, signal);
    const answer = await ask(client, { from: place.from, address, port, timeoutMs }, signal);
    if (answer.dial === 'connected') return client;
    client.destroy();
    throw new DialError(answer.failure, answer.message);
  },
});
