import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ServeOrder } from './orders.ts';

/**
 * Ends a connection so that its other side cannot take it for one that came to its end: by a reset, which only TCP
 * knows. After a mere end, half an answer without a stated length would pass for a whole one.
 */
const breakOff = (socket: Socket): void => {
  if (socket.remoteAddress === undefined) socket.destroy();
  else socket.resetAndDestroy();
};

/** Joins two sockets until both directions have ended; when one breaks, so does the other. */
export const join = (one: Socket, other: Socket): void => {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => breakOff(to));
    from.on('close', () => {
      if (!from.readableEnded) breakOff(to);
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
