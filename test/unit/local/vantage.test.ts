import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DialError } from '../../../src/ports/vantage.ts';
import { doorVantage } from '../../../src/providers/local/vantage.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A door that does this with who comes; nothing of what they say was read by then. */
const door = async (onVisit: (visitor: Socket) => void): Promise<string> => {
  const socket = join(await temporaryFolder(), 'door');
  const server = createServer({ pauseOnConnect: true }, onVisit);
  onTestFinished(() => void server.close());
  await once(server.listen(socket), 'listening');
  return socket;
};

const dial = (socket: string) =>
  doorVantage({ name: 'visitors@lan', socket, from: '10.0.0.1' }).dial('10.0.0.2', 80, { timeoutMs: 5000 });

// The kernel resets a connection whose other end goes with something unread.
describe('a door that is killed', () => {
  test('before it has answered has given no answer', async () => {
    const socket = await door((visitor) => setTimeout(() => visitor.destroy(), 50));
    await expect(dial(socket)).rejects.toSatisfy(
      (error) => error instanceof DialError && error.failure === 'silent' && /no answer/.test(error.message),
    );
  });

  test('when nobody listens to the connection any more is no mistake of ours', async () => {
    const socket = await door((visitor) => {
      visitor.write(`${JSON.stringify({ dial: 'connected' })}\n`);
      setTimeout(() => visitor.destroy(), 50);
    });
    const connection = await dial(socket);
    connection.write('question');
    await new Promise((resolve) => connection.on('close', resolve).resume());
  });
});
