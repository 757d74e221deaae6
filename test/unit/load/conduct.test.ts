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

/** Visitors who take their order and say this. */
const saying = (words: string): Duplex => {
  const visitors = silent();
  visitors.push(words);
  visitors.push(null);
  return visitors;
};

test.each([
  ['whose program ends without a word', saying(''), {}, 'their connection ended before they told what they met'],
  ['who are cut off in a word', saying('{"reply": "res'), {}, 'their connection ended before'],
  ['who say why', saying('{"reply": "failed", "message": "EADDRNOTAVAIL"}\n'), {}, 'bad end: EADDRNOTAVAIL'],
  ['who never come to an end', silent(), { limitMs: 50 }, 'had not come to their end after 0 s'],
])('visitors %s: the failure says so', async (_, visitors, limit, message) => {
  const conducted = conduct(visitors, order, { ...listening, ...limit });
  await expect(conducted).rejects.toMatchObject({ code: 'load-failed' });
  await expect(conducted).rejects.toThrow(message);
});

test('an answer that comes together with the end of the connection is not lost', async () => {
  const conducted = conduct(saying('{"reply": "result", "result": {"sent": 3}}\n'), order, listening);
  await expect(conducted).resolves.toEqual({ sent: 3 });
});
