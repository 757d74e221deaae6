import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ownVantage } from '../../../src/ports/own-vantage.ts';
import { fromInternet } from '../../../src/providers/ec2/internet.ts';

test('from the internet nobody gets to a private address, wherever this computer itself stands', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const there = fromInternet(ownVantage('visitors@internet'));
    (await there.dial('127.0.0.1', port, { timeoutMs: 1000 })).destroy();
    for (const address of ['192.168.56.10', '10.8.0.1', '172.31.255.1'])
      await expect(there.dial(address, port, { timeoutMs: 1000 })).rejects.toMatchObject({ failure: 'unreachable' });
  } finally {
    server.close();
  }
});
