import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadOrder } from '../../../src/load/order.ts';
import { measure, startVisitors, webServer } from '../../support/load-program.ts';
import { freePort } from '../../support/servers.ts';

/** A server that answers at once, but not between `from` and `to`, ms after its first request. */
const stalling = (from: number, to: number): Promise<number> => {
  let first: number | undefined;
  return webServer((_, response) => {
    const now = performance.now();
    first ??= now;
    const since = now - first;
    if (since < from || since > to) response.end('page');
    else setTimeout(() => response.end('page'), to - since);
  });
};

test('a stall of two seconds shows in the percentiles, with the visitors who came meanwhile', async () => {
  const port = await stalling(1000, 3000);
  const { latency, answered, pace, timeline } = await measure({
    port,
    arrivals: { kind: 'open', perSecond: 100, spacing: 'even' },
    milliseconds: 4000,
  });
  expect(answered).toBe(400);
  expect(pace).toMatchObject({ asked: 400, sent: 400, kept: true });
  // Half of the time nobody was answered: whoever came then waited for the rest of it, between 0 and 2 s.
  expect(latency.p50).toBeLessThan(300);
  expect(latency.p90).toBeGreaterThan(1400);
  expect(latency.p99).toBeGreaterThan(1850);
  expect(latency.max).toBeLessThan(2600);
  expect(timeline.slice(1, 3).map(({ sent, answered: back }) => sent - back > 90)).toContain(true);
  expect(timeline.reduce((sum, second) => sum + second.answered, 0)).toBe(400);
}, 20_000);

test('a rate that no computer holds is said not to be held', async () => {
  const port = await webServer((_, response) => void response.end());
  const { pace } = await measure({
    port,
    arrivals: { kind: 'open', perSecond: 200_000, spacing: 'even' },
    milliseconds: 200,
  });
  expect(pace).toMatchObject({ asked: 40_000, askedRate: 200_000, kept: false });
  expect(pace.sentRate).toBeLessThan(0.99 * pace.askedRate);
}, 60_000);

test('a visitor who waits for each answer hides the stall: that is what a closed load is', async () => {
  const port = await stalling(500, 2500);
  const { latency } = await measure({
    port,
    arrivals: { kind: 'closed', visitors: 1, thinkMs: 5 },
    milliseconds: 4000,
  });
  expect(latency.max).toBeGreaterThan(1500);
  expect(latency.p95).toBeLessThan(500);
}, 20_000);

test('statuses are told apart, and who answered', async () => {
  let turn = 0;
  const port = await webServer((_, response) => {
    turn += 1;
    response.setHeader('X-Served-By', `app${String((turn % 2) + 1)}`);
    response.statusCode = turn % 5 === 0 ? 503 : 200;
    response.end();
  });
  const result = await measure({ port, servedBy: 'x-served-by' });
  expect(result.statuses.map(({ status, latency }) => [status, latency.count])).toEqual([
    [200, 40],
    [503, 10],
  ]);
  expect(result.machines.map(({ machine, latency }) => [machine, latency.count])).toEqual([
    ['app1', 25],
    ['app2', 25],
  ]);
  expect(result.errors).toEqual([{ error: 'status', count: 10 }]);
  expect(result).toMatchObject({ sent: 50, answered: 50, failed: 10 });
});

/** A server of raw connections. */
const rawServer = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

test.each([
  ['refused', () => freePort()],
  ['silent', () => rawServer(() => undefined)],
  ['closed', () => rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()))],
  [
    'closed',
    () =>
      rawServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'))),
  ],
  ['not-http', () => rawServer((socket) => socket.write('220 mail.example ESMTP\r\n'))],
] as const)('what goes wrong is told apart: %s', async (error, server) => {
  const result = await measure({ port: await server(), timeoutMs: 300, milliseconds: 400 });
  expect(result.errors).toEqual([{ error, count: 20 }]);
  expect(result).toMatchObject({ sent: 20, answered: 0, failed: 20, latency: { count: 0 } });
});

test('a connection serves many requests, unless each is to have its own', async () => {
  const sockets = new Set<Socket>();
  const port = await webServer((request, response) => {
    sockets.add(request.socket);
    response.end('page');
  });
  await measure({ port, arrivals: { kind: 'closed', visitors: 2, thinkMs: 10 } });
  expect(sockets.size).toBe(2);
  sockets.clear();
  const { answered } = await measure({ port, keepAlive: false });
  expect(sockets.size).toBe(answered);
});

test('a server that gives an idle connection up is asked again, as browsers do', async () => {
  let connections = 0;
  const port = await rawServer((socket) => {
    connections += 1;
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      // It hangs up when the next request is already under way.
      socket.once('data', () => socket.destroy());
    });
  });
  const { answered, errors } = await measure({ port, arrivals: { kind: 'closed', visitors: 1, thinkMs: 50 } });
  expect(errors).toEqual([]);
  expect(answered).toBeGreaterThan(5);
  expect(connections).toBe(answered);
});

test('a trace is replayed: what, when, by whom, and what became of each', async () => {
  const seen: string[] = [];
  const port = await webServer((request, response) => {
    seen.push(`${request.socket.remoteAddress ?? ''} ${request.url ?? ''}`);
    if (request.url !== '/work?ms=100') response.end();
    else setTimeout(() => response.end(), 100);
  });
  const { outcomes = [], pace } = await measure({
    port,
    arrivals: {
      kind: 'trace',
      requests: [
        { at: 0, path: '/', source: '127.0.0.2' },
        { at: 200, path: '/work?ms=100', source: '127.0.0.3' },
        { at: 250, path: '/last', source: '127.0.0.2' },
      ],
    },
    script: { steps: [], cleanup: [], again: [] },
  });
  expect(seen.toSorted()).toEqual(['127.0.0.2 /', '127.0.0.2 /last', '127.0.0.3 /work?ms=100']);
  expect(pace).toMatchObject({ asked: 3, sent: 3 });
  expect(outcomes.map(({ path, status }) => [path, status])).toEqual([
    ['/', 200],
    ['/work?ms=100', 200],
    ['/last', 200],
  ]);
  expect(outcomes[1]?.sent).toBeGreaterThanOrEqual(200);
  expect(outcomes[1]?.latency).toBeGreaterThanOrEqual(100);
});

test('told to stop, they say what is known so far', async () => {
  const port = await webServer((_, response) => void response.end());
  const visitors = await startVisitors({ port, milliseconds: 60_000 });
  while (visitors.seconds.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
  visitors.stop();
  const { interrupted, answered, pace } = await visitors.result;
  await visitors.ended;
  expect(interrupted).toBe(true);
  expect(answered).toBeGreaterThan(40);
  expect(answered).toBeLessThan(1000);
  expect(pace.kept).toBe(true);
});

test('of a trace that was stopped it is known what was sent, and what was not awaited is no failure', async () => {
  const port = await webServer((request, response) => {
    if (request.url !== '/silent') response.end();
  });
  const paths = ['/', '/silent', '/', '/late'];
  const requests = paths.map((path, i) => ({ at: path === '/late' ? 60_000 : 300 * i, path }));
  const script = { steps: [], cleanup: [], again: [] };
  const visitors = await startVisitors({ port, milliseconds: 60_000, arrivals: { kind: 'trace', requests }, script });
  while (visitors.seconds.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
  visitors.stop();
  const { outcomes = [], failed } = await visitors.result;
  await visitors.ended;
  expect(failed).toBe(0);
  expect(outcomes.map(({ path, status, error }) => [path, status, error])).toEqual([
    ['/', 200, undefined],
    ['/silent', undefined, undefined],
    ['/', 200, undefined],
  ]);
  expect(outcomes[1]).toEqual({ at: 300, path: '/silent', sent: expect.any(Number) as number });
});

test.each<LoadOrder['arrivals']>([
  { kind: 'open', perSecond: 50, spacing: 'even' },
  { kind: 'closed', visitors: 2, thinkMs: 0 },
  { kind: 'trace', requests: [{ at: 50_000, path: '/' }] },
])('told to stop while they get going, they stop: %j', async (arrivals) => {
  const port = await webServer((_, response) => void response.end());
  const visitors = await startVisitors({ port, milliseconds: 60_000, arrivals });
  visitors.stop();
  expect((await visitors.result).interrupted).toBe(true);
  await visitors.ended;
});

test('an address that is not theirs is said at once', async () => {
  await expect(measure({ port: 1, sources: ['192.0.2.77'] })).rejects.toThrow('EADDRNOTAVAIL');
});
