import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { conduct } from '../../../src/load/conduct.ts';
import type { LoadOrder } from '../../../src/load/order.ts';

const order: LoadOrder = {
  ...{ address: '127.0.0.1', port: 1, sources: [], milliseconds: 0, keepAlive: true, timeoutMs: 1000, seed: 1 },
  arrivals: { kind: 'trace', requests: [] },
  script: { steps: [], cleanup: [], again: [] },
};
const listening = { onSecond: () => undefined, signal: new AbortController().signal };
/** Visitors who listen and say nothing. */
const silent = (): Duplex => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });

test('visitors whose connection breaks are not waited for', async () => {
  const visitors = silent();
  const conducted = conduct(visitors, order, listening);
  visitors.destroy(new Error('reset'));
  await expect(conducted).rejects.toMatchObject({ code: 'load-failed' });
});

test('visitors who never come to an end are given up', async () => {
  await expect(conduct(silent(), order, { ...listening, limitMs: 50 })).rejects.toMatchObject({ code: 'load-failed' });
});
