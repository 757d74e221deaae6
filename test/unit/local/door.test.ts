import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { serve } from '../../../src/providers/local/door/forward.ts';

const servers: Server[] = [];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listening = async (onConnection?: (socket: Socket) => void): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true }, onConnection);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
};

/** A door that leads to this port. @returns the port it listens at */
const doorTo = async (port: number): Promise<number> => {
  const door = await listening();
  serve(door, { address: '127.0.0.1', port });
  return portOf(door);
};

/** How a visitor's connection ends who asks for something. */
const visit = async (port: number): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1' }, () => socket.end('question'));
  return text(socket).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? '');
};

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('a connection through the door', () => {
  test('carries what both sides say, also after one has said all', async () => {
    const service = await listening((socket) => {
      let asked = '';
      socket.on('data', (chunk) => (asked += String(chunk))).on('end', () => socket.end(`answer to ${asked}`));
    });
    expect(await visit(await doorTo(portOf(service)))).toBe('answer to question');
  });

  test('is reset where the service refuses it', async () => {
    const free = await listening();
    const port = portOf(free);
    free.close();
    expect(await visit(await doorTo(port))).toBe('ECONNRESET');
  });

  test('is reset where the service breaks off, so that half an answer is not taken for a whole one', async () => {
    const service = await listening((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('half an answ', () => setTimeout(() => socket.resetAndDestroy(), 50)));
    });
    expect(await visit(await doorTo(portOf(service)))).toBe('ECONNRESET');
  });

  test('breaks at the service where the visitor breaks it', async () => {
    const sockets: Socket[] = [];
    const service = await listening((socket) => sockets.push(socket));
    const visitor = connect({ port: await doorTo(portOf(service)), host: '127.0.0.1' });
    await vi.waitUntil(() => sockets.length > 0);
    const seen = text(sockets[0]!).catch((error: unknown) => (error as NodeJS.ErrnoException).code);
    visitor.resetAndDestroy();
    expect(await seen).toBe('ECONNRESET');
  });
});
