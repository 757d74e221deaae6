import { readFile } from 'node:fs/promises';
import { connect as openSocket, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from '../../../src/ssh/connect.ts';
import { peerSession, startSshPeer } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('a command keeps its arguments, streams its output and brings its exit code', async () => {
  const { session } = await peerSession();
  const chunks: string[] = [];
  const argv = ['sh', '-c', 'printf "%s|" "$@"; cat; exit 7', 'sh', "a'b", '$(id)', '', 'ç\n'];
  const result = await session.run(argv, { stdin: 'in', onOutput: (stream, chunk) => chunks.push(stream + chunk) });
  expect(result).toEqual({ code: 7, stdout: "a'b|$(id)||ç\n|in", stderr: '' });
  expect(chunks.join('')).toContain("stdouta'b|");
});

test('a command that a signal ended has 128 + n', async () => {
  const { session } = await peerSession();
  expect((await session.run(['sh', '-c', 'kill -TERM $$'])).code).toBe(143);
});

test('aborting ends the command on the machine', async () => {
  const { session } = await peerSession();
  const pidFile = join(await temporaryFolder(), 'pid');
  const stop = new AbortController();
  const running = session.run(['sh', '-c', 'echo $$ > "$1"; exec sleep 60', 'sh', pidFile], { signal: stop.signal });
  await expect.poll(() => readFile(pidFile, 'utf8').catch(() => '')).toMatch(/\d+\n/);
  stop.abort();
  await expect(running).rejects.toThrow('aborted');
  const ended = Number(await readFile(pidFile, 'utf8'));
  expect(() => process.kill(ended, 0)).toThrow('ESRCH');
});

test('dials from the machine, and says who refused', async () => {
  const { session } = await peerSession();
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const stream = await session.dial('127.0.0.1', port, { timeoutMs: 1000 });
  const words: string[] = [];
  for await (const chunk of stream) words.push(String(chunk));
  expect(words.join('')).toBe('hello');
  server.close();
  await expect(session.dial('127.0.0.1', 1, { timeoutMs: 1000 })).rejects.toMatchObject({ name: 'DialError' });
});

test('a connection that is reset while idle harms nobody', async () => {
  await using other = await startSshPeer();
  const server = createServer();
  const cables: Socket[] = [];
  server.on('connection', (near) => {
    const far = openSocket('socket' in other.reach.route ? other.reach.route.socket : '');
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    cables.push(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const idle = await connect({ ...other.reach, route: { host: '127.0.0.1', port } });
  // A machine that reboots, or a router that has forgotten: ssh2 tells of it by an event that ends who does not listen.
  for (const cable of cables) cable.resetAndDestroy();
  await pause(200);
  await expect(idle.ask([])).rejects.toMatchObject({ code: 'ssh-lost' });
  server.close();
});

test('a connection that is cut while in use is an error', async () => {
  await using other = await startSshPeer();
  const cut = await connect(other.reach);
  const asked = cut.ask([{ ask: 'command', argv: ['sleep', '5'] }]);
  setTimeout(() => other.cut(), 150);
  await expect(asked).rejects.toMatchObject({ code: 'ssh-lost' });
  await expect(cut.ask([])).rejects.toMatchObject({ code: 'ssh-lost' });
});
