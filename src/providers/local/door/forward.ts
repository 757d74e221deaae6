import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ServeOrder } from './orders.ts';

/** Joins two sockets until both directions have ended; when one breaks, so does the other. */
export const join = (one: Socket, other: Socket): void => {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      if (from.readableEnded) return;
      to.destroy();
    });
  }
};

/** Serves connections that arrive at a listening socket from elsewhere by connections made here. */
export const serve = (listening: Server, { address, port }: ServeOrder): Server =>
  // Half-open: a client that has said all it had to say still wants the answer.
  createServer({ allowHalfOpen: true, noDelay: true }, (visitor) => {
    const service = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    join(visitor, service);
  }).listen(listening);
