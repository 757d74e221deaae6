import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ownVantage } from '../../../src/ports/own-vantage.ts';
import { dialFailureOf } from '../../../src/ports/vantage.ts';

const timeoutMs = 1000;

/** A listener that tells from where it was called. */
const listener = async (): Promise<number> => {
  const server = createServer((socket) => socket.end(socket.remoteAddress ?? '?'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

test('calls under the address that it is given', async () => {
  const port = await listener();
  const stream = await ownVantage('here', '127.0.0.9').dial('127.0.0.1', port, { timeoutMs });
  const [said] = (await once(stream.end(), 'data')) as [Buffer];
  expect(String(said)).toBe('127.0.0.9');
});

test('says who refused', async () => {
  const dialled = ownVantage('here').dial('127.0.0.1', 1, { timeoutMs });
  await expect(dialled).rejects.toMatchObject({ name: 'DialError', failure: 'refused' });
});

test('an abort is no failure to connect', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(ownVantage('here').dial('127.0.0.1', 1, { timeoutMs, signal })).rejects.toThrow('enough');
});

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'refused'],
  ['ETIMEDOUT', 'silent'],
  ['EHOSTUNREACH', 'unreachable'],
  [undefined, 'unreachable'],
])('%s is %s', (code, failure) => {
  expect(dialFailureOf(code)).toBe(failure);
});
