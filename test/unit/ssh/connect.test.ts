import { once } from 'node:events';
import { connect as openSocket, createServer, Socket, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { serveLoopback } from '../../../src/ports/loopback.ts';
import { attempt } from '../../../src/ssh/attempt.ts';
import { connect } from '../../../src/ssh/connect.ts';
import { shownHostKey } from '../../../src/ssh/host-key.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let peer: SshPeer;
beforeAll(async () => {
  peer = await startSshPeer();
});
afterAll(() => peer[Symbol.asyncDispose]());

test('shows its host key to somebody who has not met it', async () => {
  const { route, hostKey } = peer.reach;
  const stop = new AbortController();
  const port = await new Promise<number>((onListening, reject) => {
    const dial = async () => openSocket('socket' in route ? route.socket : '');
    serveLoopback({ signal: stop.signal, dial, onListening, onTaken: () => new Error('taken') }).catch(reject);
  });
  const [kind, key] = hostKey.split(' ');
  expect(await shownHostKey('app1', { host: '127.0.0.1', port })).toBe(`${String(kind)} ${String(key)}`);
  stop.abort();
  await expect(shownHostKey('app1', { host: '127.0.0.1', port: 1 })).rejects.toMatchObject({ code: 'ssh-refused' });
});

test('another host key is not accepted', async () => {
  await using other = await startSshPeer();
  await expect(connect({ ...peer.reach, hostKey: other.reach.hostKey })).rejects.toMatchObject({
    code: 'ssh-host-key',
  });
});

test('another key is not accepted by the machine', async () => {
  await using other = await startSshPeer();
  const wrong = { ...peer.reach, privateKey: other.reach.privateKey };
  await expect(connect(wrong)).rejects.toMatchObject({ code: 'ssh-key-refused' });
});

test('what became of its socket while the client was loaded is heard at once', async () => {
  const ended = new Socket();
  ended.destroy();
  await expect(attempt(peer.reach, ended, {})).rejects.toMatchObject({ code: 'ECONNRESET' });
  const absent = openSocket(join(await temporaryFolder(), 'nobody')).on('error', () => undefined);
  await new Promise((resolve) => absent.once('close', resolve));
  await expect(attempt(peer.reach, absent, {})).rejects.toMatchObject({ code: 'ENOENT' });
  const open = openSocket('socket' in peer.reach.route ? peer.reach.route.socket : '');
  await expect(attempt(peer.reach, open, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  open.destroy();
});

test('a key that cannot be read leaves no connection open', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('met');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const route = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  await expect(connect({ ...peer.reach, route, privateKey: new Secret('no key') })).rejects.toThrow();
  const open = (): Promise<number> =>
    new Promise((resolve) => {
      server.getConnections((_, count) => {
        resolve(count);
      });
    });
  // Once somebody who came later was met, all who came before were.
  const later = openSocket(route);
  await once(later, 'data');
  await expect.poll(open, { timeout: 10_000 }).toBe(1);
  later.destroy();
  server.close();
});

/** Somebody between us and a machine, who hands on what it says so many milliseconds late; its first word at once. */
const lateAfterFirstWord = async (far: string, milliseconds: number) => {
  const server = createServer((near) => {
    const socket = openSocket(far);
    near.pipe(socket);
    near.on('error', () => undefined).once('close', () => socket.destroy());
    let spoken = Promise.resolve();
    socket.once('data', (chunk: Buffer) => {
      near.write(chunk);
      spoken = pause(milliseconds);
      socket.on('data', (more: Buffer) => void spoken.then(() => near.write(more)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, route: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
};

test('a machine that speaks, but is slow, is waited for longer than one that is silent', async () => {
  const far = 'socket' in peer.reach.route ? peer.reach.route.socket : '';
  const { server, route } = await lateAfterFirstWord(far, 2000);
  const slow = await connect({ ...peer.reach, route }, { attemptMs: 1500 });
  expect((await slow.run(['echo', 'met'])).stdout).toBe('met\n');
  await slow[Symbol.asyncDispose]();
  server.close();
  const silent = createServer((near) => near.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const started = performance.now();
  const unheard = connect({ ...peer.reach, route: { host: '127.0.0.1', port } }, { attemptMs: 1000 });
  await expect(unheard).rejects.toMatchObject({ code: 'ssh-timeout' });
  expect(performance.now() - started).toBeLessThan(6000);
  silent.close();
});

test('a machine of this computer that falls silent is asked once more; one that has ended is not waited for', async () => {
  const far = 'socket' in peer.reach.route ? peer.reach.route.socket : '';
  const socket = join(await temporaryFolder(), 'half');
  let met = 0;
  const server = createServer((near) => {
    met += 1;
    const on = openSocket(far);
    near.on('error', () => undefined).once('close', () => on.destroy());
    near.pipe(on);
    if (met > 1) on.pipe(near);
    else on.once('data', (first: Buffer) => near.write(first));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const started = performance.now();
  const session = await connect({ ...peer.reach, route: { socket } }, { attemptMs: 2000, patienceMs: 60_000 });
  expect((await session.run(['echo', 'met'])).stdout).toBe('met\n');
  await session[Symbol.asyncDispose]();
  expect(met).toBeGreaterThanOrEqual(2);
  // Six times as long it would have been far away.
  expect(performance.now() - started).toBeLessThan(11_900);
  server.close();

  let looks = 0;
  const gone = {
    ...{ ...peer.reach, route: { socket: join(await temporaryFolder(), 'none') } },
    hasEnded: async () => Promise.resolve((looks += 1) === 3),
  };
  await expect(connect(gone, { patienceMs: 60_000 })).rejects.toMatchObject({ code: 'ssh-refused' });
  expect(looks).toBe(3);
});

test('waits for a machine that is not there yet, and gives up with the last failure', async () => {
  const tries: string[] = [];
  const reach = { ...peer.reach, route: { socket: join(await temporaryFolder(), 'no-socket') } };
  const waiting = connect(reach, { patienceMs: 200, onRetry: (error) => tries.push(error.code) });
  await expect(waiting).rejects.toMatchObject({ code: 'ssh-refused' });
  expect(tries.length).toBeGreaterThan(1);
});
