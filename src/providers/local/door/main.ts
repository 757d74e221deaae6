import { Server } from 'node:net';
import { listenForOrders } from './dial.ts';
import { serve } from './forward.ts';
import type { ServeOrder } from './orders.ts';

/*
 * The door of a lab: the one process that stands in the network namespace of the lab's switches and still belongs to
 * the user. Listening sockets of this computer's loopback are handed to it; it leads them into the lab.
 */

const [socket = ''] = process.argv.slice(2);

process.on('message', (order: ServeOrder | 'done', listening: unknown) => {
  if (order !== 'done') {
    if (listening instanceof Server) serve(listening, order);
    process.send?.('serving');
    return;
  }
  // Nobody is to be kept waiting for us, nor we by them.
  process.disconnect();
});

// One visitor's broken connection is no reason to close the door to the others.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
});

listenForOrders(socket).once('listening', () => process.send?.('ready'));
