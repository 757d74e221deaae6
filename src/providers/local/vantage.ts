import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { DialError, type Vantage } from '../../ports/vantage.ts';
import { readLine } from './door/dial.ts';
import type { DialAnswer, DialOrder, VisitOrder } from './door/orders.ts';
import { deadline } from '../../ports/deadline.ts';

/** The answer may not come at all if the door itself hangs; then this much later it is given up. */
const grace = 1000;

const openDoor = async (socket: string, signal: AbortSignal | undefined): Promise<Socket> => {
  const client = connect({ path: socket, allowHalfOpen: true });
  try {
    await once(client, 'connect', signal === undefined ? {} : { signal });
    // A door that is killed resets it, also while nobody listens for that.
    return client.on('error', () => undefined);
  } catch (cause) {
    client.destroy();
    signal?.throwIfAborted();
    throw new DialError('unreachable', 'the door of the lab is closed', { cause });
  }
};

const ask = async (
  client: Socket,
  order: DialOrder | VisitOrder,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<DialAnswer> => {
  const limit = deadline(timeoutMs + grace);
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

const through = async (
  socket: string,
  order: DialOrder | VisitOrder,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<Duplex> => {
  const client = await openDoor(socket, signal);
  const answer = await ask(client, order, timeoutMs, signal);
  if (answer.dial === 'connected') return client;
  client.destroy();
  throw new DialError(answer.failure, answer.message);
};

/** The input and output of the program that is a lab's visitors, started inside its networks. @throws DialError */
export const visitorsThrough = (socket: string): Promise<Duplex> =>
  through(socket, { run: 'load' }, { timeoutMs: 5000 });

/** A place on a network of a lab, seen through the lab's door. `from` is the address it has there. */
export const doorVantage = (place: {
  readonly name: string;
  readonly socket: string;
  readonly from: string;
}): Vantage => ({
  name: place.name,
  dial: (address, port, options) =>
    through(place.socket, { from: place.from, address, port, timeoutMs: options.timeoutMs }, options),
});
