import { Server } from 'node:net';
import { serve } from '../../../src/providers/local/door/forward.ts';

/*
 * VirtualBox's NAT, as far as it leads in: stands where a machine's first network card ends, at 10.0.2.2, and takes
 * listening sockets of the computer's loopback from the service.
 */
const serving: Server[] = [];

process.on('message', (order: 'close' | { address: string; port: number }, listening: unknown) => {
  // Who is inside may stay: a machine that is suspended only lets nobody in.
  if (order === 'close') for (const server of serving.splice(0)) server.close();
  else if (listening instanceof Server) serving.push(serve(listening, order));
  process.send?.('done');
});
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => process.stderr.write(`${String(error.stack)}\n`));
process.send?.('ready');
