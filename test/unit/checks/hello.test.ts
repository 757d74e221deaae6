import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Greeting } from '../../../src/checks/hello.ts';
import { greet } from '../../../src/checks/hello.ts';
import { ownVantage } from '../../../src/ports/own-vantage.ts';
import { addresses, ports } from '../../support/loopback-lab.ts';
import type { Stores } from '../../support/real-stores.ts';
import { startStores } from '../../support/real-stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
}, 30_000);
afterAll(() => stores.stop());

const say = (portName: string, address: string, port: number, source = '127.0.0.1'): Promise<Greeting> =>
  greet(ownVantage('here', source), { portName, address, port, timeoutMs: 500, signal: new AbortController().signal });

/** A real socket that answers every connection with these bytes. */
const server = async (answer: string | Buffer | undefined): Promise<number> => {
  const listening = await new Promise<Server>((resolve) => {
    const made = createServer((socket) => {
      socket.on('error', () => undefined);
      if (answer !== undefined) socket.write(answer);
    }).listen(0, '127.0.0.1', () => resolve(made));
  });
  onTestFinished(() => void listening.close());
  const address = listening.address();
  return typeof address === 'object' && address ? address.port : 0;
};

test('a real MariaDB says its version, a real Redis that one must sign in or is welcome', async () => {
  expect(await say('mysql', addresses.back, ports.store)).toMatchObject({
    polite: true,
    said: expect.stringContaining('MariaDB') as string,
  });
  expect(await say('redis', addresses.gate, ports.cache)).toMatchObject({ polite: true, said: '+PONG' });
});

test('greeting a database is not held against the machine, as hanging up is', async () => {
  await stores.mariadb.query('set global max_connect_errors = 3');
  const hangUp = async (): Promise<void> => {
    const socket = await ownVantage('here', '127.200.1.1').dial(addresses.back, ports.store, { timeoutMs: 500 });
    await new Promise((resolve) => socket.once('data', resolve));
    await new Promise((resolve) => socket.once('close', resolve).destroy());
  };
  for (let count = 0; count < 5; count++) await hangUp();
  for (let count = 0; count < 5; count++) await say('mysql', addresses.back, ports.store, '127.200.1.2');
  const blocked = await say('mysql', addresses.back, ports.store, '127.200.1.1');
  expect(blocked).toMatchObject({ polite: false, said: expect.stringContaining('blocked') as string });
  expect(await say('mysql', addresses.back, ports.store, '127.200.1.2')).toMatchObject({ polite: true });
});

test.each([
  ['http', 'HTTP/1.1 302 Found\r\n\r\n', true],
  ['http', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', false],
  ['http', '-ERR unknown command\r\n', false],
  ['redis', '-NOAUTH Authentication required.\r\n', true],
  ['redis', 'HTTP/1.1 400 Bad Request\r\n', false],
  ['mysql', Buffer.from([1, 0, 0, 0, 0xff]), false],
  ['something else', 'whatever', true],
])('what claims to be %s and says %j', async (portName, answer, polite) => {
  expect((await say(portName, '127.0.0.1', await server(answer))).polite).toBe(polite);
});

test.each(['http', 'redis', 'mysql'])('a listener that never says a word of %s is silent', async (portName) => {
  await expect(say(portName, '127.0.0.1', await server(undefined))).rejects.toMatchObject({ failure: 'silent' });
});

test('one that hangs up at once is not polite', async () => {
  const closing = await new Promise<Server>((resolve) => {
    const made = createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => resolve(made));
  });
  onTestFinished(() => void closing.close());
  const address = closing.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await say('http', '127.0.0.1', port)).toMatchObject({ polite: false, said: '' });
  expect(await say('mysql', '127.0.0.1', port)).toMatchObject({ polite: false });
});
