import { connect, createServer, type Server, type Socket } from 'node:net';
import type { DialFailure } from '../../../model/verdict.ts';
import { dialFailureOf } from '../../../ports/vantage.ts';
import { join } from './forward.ts';
import type { DialAnswer, DialOrder, VisitOrder } from './orders.ts';
import { runVisitors } from './visit.ts';

/**
 * Reads a first line and leaves what follows unread. `undefined` if it is longer than an order can be.
 * By `readable`, not `data` and `pause`: a socket that was paused stays so for whoever listens to it next.
 */
export const readLine = (socket: Socket): Promise<string | undefined> =>
  new Promise((resolve) => {
    let seen = Buffer.alloc(0);
    const onReadable = (): void => {
      for (let chunk = read(); chunk !== null; chunk = read()) {
        seen = Buffer.concat([seen, chunk]);
        const end = seen.indexOf(10);
        if (end < 0 && seen.length < 4096) continue;
        if (end < 0) done(undefined, Buffer.alloc(0));
        else done(seen.subarray(0, end).toString(), seen.subarray(end + 1));
        return;
      }
    };
    const read = (): Buffer | null => socket.read() as Buffer | null;
    const onEnd = (): void => done(undefined, Buffer.alloc(0));
    const done = (line: string | undefined, rest: Buffer): void => {
      socket.off('readable', onReadable).off('end', onEnd).off('close', onEnd);
      if (rest.length > 0) socket.unshift(rest);
      resolve(line);
    };
    socket.on('readable', onReadable).on('end', onEnd).on('close', onEnd);
  });

const say = (client: Socket, answer: DialAnswer): boolean => client.write(`${JSON.stringify(answer)}\n`);

const answer = async (client: Socket): Promise<void> => {
  client.on('error', () => client.destroy());
  const line = await readLine(client);
  if (line === undefined) return void client.destroy();
  const order = JSON.parse(line) as DialOrder | VisitOrder;
  if ('run' in order) {
    runVisitors(client);
    return;
  }
  const { from, address, port, timeoutMs } = order;
  const service = connect({ host: address, port, localAddress: from, allowHalfOpen: true, noDelay: true });
  const fail = (failure: DialFailure, message: string): void => {
    say(client, { dial: 'failed', failure, message });
    client.end();
    service.destroy();
  };
  const timer = setTimeout(() => fail('silent', `no answer within ${String(timeoutMs)} ms`), timeoutMs);
  const onError = (error: NodeJS.ErrnoException): void => fail(dialFailureOf(error.code), error.message);
  service.once('error', onError).once('connect', () => {
    service.off('error', onError);
    say(client, { dial: 'connected' });
    join(client, service);
  });
  service.once('close', () => clearTimeout(timer)).once('connect', () => clearTimeout(timer));
  client.once('close', () => service.destroyed || (service.connecting && service.destroy()));
};

/** Listens on a unix socket for orders to connect. Whoever can open the socket may give them. */
export const listenForOrders = (path: string): Server =>
  createServer({ allowHalfOpen: true }, (client) => {
    answer(client).catch(() => client.destroy());
  }).listen(path);
