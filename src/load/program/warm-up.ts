import { createServer, type AddressInfo } from 'node:net';
import { systemClock } from '../../ports/clock.ts';
import type { LoadOrder } from '../order.ts';
import { Crowd } from './crowd.ts';
import { Meter } from './meter.ts';

/** After as many the engine has compiled what a request goes through: the first takes some 20 ms of it, the last 0.1. */
const requests = 300;
/** Nobody waits longer than this for it, milliseconds. */
const mostMs = 1000;

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok';

/**
 * Asks a server of its own until asking goes as fast as it ever will, so that the lab's first answers do not take as long as
 * who asks them takes to get going. Of no consequence where it cannot be done.
 */
export const warmUp = async (order: LoadOrder, signal: AbortSignal): Promise<void> => {
  const server = createServer((socket) => socket.on('data', () => socket.write(answer)).on('error', () => undefined));
  const address = order.sources[0] ?? '127.0.0.1';
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen({ host: address, port: 0 }, () => resolve(true));
  });
  if (!listening) return;
  const { port } = server.address() as AddressInfo;
  const start = systemClock.elapsed();
  const now = (): number => systemClock.elapsed() - start;
  const own: LoadOrder = { ...order, address, port, timeoutMs: mostMs, script: { steps: [], cleanup: [], again: [] } };
  const crowd = new Crowd({ order: own, meter: new Meter(() => undefined), now, signal });
  for (let count = 0; count < requests && now() < mostMs && !signal.aborted; count += 1)
    await crowd.visit({ source: order.sources[0], steps: [{ step: 'get', path: '/' }], intended: now() });
  crowd.leave();
  server.close();
};
