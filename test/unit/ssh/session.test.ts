import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as openSocket, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Question } from '../../../src/kit/question.ts';
import { Secret } from '../../../src/model/secret.ts';
import { serveLoopback } from '../../../src/ports/loopback.ts';
import { connect } from '../../../src/ssh/connect.ts';
import { shownHostKey } from '../../../src/ssh/host-key.ts';
import type { Session } from '../../../src/ssh/session.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';

let peer: SshPeer;
let session: Session;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bancada-session-'));
  peer = await startSshPeer();
  session = await connect(peer.reach);
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await peer[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const me = { owner: String(process.getuid?.()), group: String(process.getgid?.()) };

test('questions of all kinds are answered in one command', async () => {
  await writeFile(join(folder, 'greeting'), 'olá\n', { mode: 0o640 });
  const before = peer.commands.length;
  const file: Question = { ask: 'file', path: join(folder, 'greeting'), content: true };
  const absent: Question = { ask: 'file', path: join(folder, 'nothing') };
  const tree: Question = { ask: 'tree', path: folder };
  const user: Question = { ask: 'user', name: 'root' };
  const nobody: Question = { ask: 'user', name: 'no-such-user' };
  const sysctl: Question = { ask: 'sysctl', key: 'kernel.ostype' };
  const command: Question = { ask: 'command', argv: ['sh', '-c', 'cat; exit 3'], stdin: "it's" };
  const missing: Question = { ask: 'command', argv: ['no-such-program'] };
  const facts = await session.ask([file, absent, tree, user, nobody, sysctl, command, missing]);
  expect(facts.answer(file)).toMatchObject({ type: 'file', mode: '0640', content: 'olá\n' });
  expect(facts.answer(absent)).toEqual({ type: 'absent' });
  expect(Object.keys(facts.answer(tree) as object)).toEqual(['greeting']);
  expect(facts.answer(user)).toMatchObject({ uid: 0, home: '/root' });
  expect(facts.answer(nobody)).toBeNull();
  expect(facts.answer(sysctl)).toBe('Linux');
  expect(facts.answer(command)).toEqual({ code: 3, stdout: "it's", stderr: '' });
  expect(facts.answer(missing)).toMatchObject({ code: 127 });
  expect(peer.commands.length - before).toBeLessThanOrEqual(1);
});

test('questions to a program that keeps its answers apart are asked in one run of it, or one by one where it does not', async () => {
  const runs = join(folder, 'runs');
  const asked = (script: string, stdin: string): Question => ({
    ask: 'command',
    argv: ['sh', '-c', `echo run >>"$0"; ${script}`, runs],
    stdin,
    apart: { stdin: '|', stdout: '|' },
  });
  const together = ['one', '', 'three'].map((word) => asked('cat', word));
  const refusing = ['a', 'b'].map((word) => asked('! grep "|" && echo "$?"', word));
  const swallowing = ['c', 'd'].map((word) => asked('tr -d "|"', word));
  const facts = await session.ask([...together, ...refusing, ...swallowing]);
  const said = (questions: readonly Question[]) => questions.map((question) => facts.answer(question));
  expect(said(together)).toEqual(['one', '', 'three'].map((stdout) => ({ code: 0, stdout, stderr: '' })));
  expect(said(refusing)).toEqual(['0\n', '0\n'].map((stdout) => ({ code: 0, stdout, stderr: '' })));
  expect(said(swallowing)).toEqual(['c', 'd'].map((stdout) => ({ code: 0, stdout, stderr: '' })));
  expect(await readFile(runs, 'utf8')).toBe('run\n'.repeat(1 + (1 + 2) + (1 + 2)));
});

test('a page is asked for, and what is no answer in HTTP is said to be none', async () => {
  const pages = createServer((socket) => {
    socket.once('data', (request: Buffer) => {
      const [, path = ''] = /^GET (\S+) HTTP\/1\.0\r\n/.exec(request.toString()) ?? [];
      const answers: Record<string, string> = {
        '/page': 'HTTP/1.1 404 Not Found\r\nX: y\r\n\r\nolá\r\n\r\nend',
        '/noise': '-ERR unknown command\r\n',
        '/nothing': '',
      };
      socket.end(answers[path] ?? '');
    });
  });
  pages.listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const { port } = pages.address() as AddressInfo;
  const ask = (path: string) => ({ ask: 'http', address: '127.0.0.1', port, path, timeoutSeconds: 2 }) as const;
  const [page, noise, nothing] = [ask('/page'), ask('/noise'), ask('/nothing')];
  const shut = { ...page, port: 9 };
  const facts = await session.ask([page, noise, nothing, shut]);
  pages.close();
  expect(facts.answer(page)).toEqual({ status: 404, body: 'olá\r\n\r\nend' });
  expect(facts.answer(noise)).toEqual({ status: null, error: 'no answer in HTTP' });
  expect(facts.answer(nothing)).toEqual({ status: null, error: 'closed without an answer' });
  expect(facts.answer(shut)).toMatchObject({ status: null, error: expect.stringContaining('refused') as string });
});

test('a knock is told open, refused or silent, by connection and by datagram', async () => {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [answering, mute] = [createSocket('udp4'), createSocket('udp4')];
  answering.on('message', (_, { port, address }) => {
    answering.send('hello', port, address);
  });
  for (const socket of [answering, mute]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const knock = (protocol: 'tcp' | 'udp', port: number) =>
    ({ ask: 'knock', address: '127.0.0.1', port, protocol, timeoutMs: 300 }) as const;
  const [open, answered, taken] = [
    knock('tcp', (server.address() as AddressInfo).port),
    knock('udp', answering.address().port),
    knock('udp', mute.address().port),
  ];
  // Port 9 is reserved for nothing that answers.
  const [shut, unheard] = [knock('tcp', 9), knock('udp', 9)];
  const facts = await session.ask([open, answered, taken, shut, unheard]);
  server.close();
  for (const socket of [answering, mute]) socket.close();
  expect([open, answered, taken, shut, unheard].map((question) => facts.answer(question))).toEqual([
    null,
    null,
    'silent',
    'refused',
    'refused',
  ]);
});

test('operations are done in order and acknowledged one by one', async () => {
  const path = join(folder, 'deep', 'secret');
  const done: number[] = [];
  await session.perform(
    [
      { do: 'directory', path: join(folder, 'deep'), mode: '0700', ...me },
      { do: 'write', path, content: new Secret('hush'), mode: '0600', ...me },
      { do: 'run', argv: ['sh', '-c', 'cat > "$1"', 'sh', `${path}.copy`], stdin: new Secret('hush') },
      { do: 'remove', path },
    ],
    { onDone: (index) => done.push(index) },
  );
  expect(done).toEqual([0, 1, 2, 3]);
  expect(await readFile(`${path}.copy`, 'utf8')).toBe('hush');
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('the first operation that fails stops the others, and its output hides the secrets it was given', async () => {
  const after = join(folder, 'after');
  const failing = session.perform([
    { do: 'run', argv: ['sh', '-c', 'read word; echo "bad word: $word" >&2; exit 9'], stdin: new Secret('Xyzzy-123') },
    { do: 'write', path: after, content: '', mode: '0644', ...me },
  ]);
  await expect(failing).rejects.toMatchObject({
    code: 'operation-failed',
    context: { operation: 0, code: 9, output: 'bad word: •••' },
  });
  await expect(stat(after)).rejects.toThrow('ENOENT');
});

test('an operation that fails is told as a command, which reads the same in every language', async () => {
  const path = join(folder, 'a file', 'below');
  await writeFile(join(folder, 'a file'), '');
  const wants = [
    [{ do: 'write', path, content: '', mode: '0644', ...me }, `cat > '${path}'`],
    [{ do: 'directory', path, mode: '0755', ...me }, `mkdir -p '${path}'`],
  ] as const;
  for (const [operation, command] of wants)
    await expect(session.perform([operation])).rejects.toMatchObject({
      sentence: { pt: `${command} falhou em peer` },
      context: { command },
    });
});

test('a command keeps its arguments, streams its output and brings its exit code', async () => {
  const chunks: string[] = [];
  const argv = ['sh', '-c', 'printf "%s|" "$@"; cat; exit 7', 'sh', "a'b", '$(id)', '', 'ç\n'];
  const result = await session.run(argv, { stdin: 'in', onOutput: (stream, chunk) => chunks.push(stream + chunk) });
  expect(result).toEqual({ code: 7, stdout: "a'b|$(id)||ç\n|in", stderr: '' });
  expect(chunks.join('')).toContain("stdouta'b|");
});

test('a command that a signal ended has 128 + n', async () => {
  expect((await session.run(['sh', '-c', 'kill -TERM $$'])).code).toBe(143);
});

test('aborting ends the command on the machine', async () => {
  const pidFile = join(folder, 'pid');
  const stop = new AbortController();
  const running = session.run(['sh', '-c', 'echo $$ > "$1"; exec sleep 60', 'sh', pidFile], { signal: stop.signal });
  await expect.poll(() => readFile(pidFile, 'utf8').catch(() => '')).toMatch(/\d+\n/);
  stop.abort();
  await expect(running).rejects.toThrow('aborted');
  const ended = Number(await readFile(pidFile, 'utf8'));
  expect(() => process.kill(ended, 0)).toThrow('ESRCH');
});

test('aborting a question ends it and leaves the session usable', async () => {
  const stop = new AbortController();
  const asked = session.ask([{ ask: 'command', argv: ['sleep', '60'] }], { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(asked).rejects.toThrow('aborted');
  const alive: Question = { ask: 'sysctl', key: 'kernel.ostype' };
  expect((await session.ask([alive])).answer(alive)).toBe('Linux');
});

test('dials from the machine, and says who refused', async () => {
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

test('a connection that is cut while in use is an error', async () => {
  await using other = await startSshPeer();
  const cut = await connect(other.reach);
  const asked = cut.ask([{ ask: 'command', argv: ['sleep', '5'] }]);
  setTimeout(() => other.cut(), 150);
  await expect(asked).rejects.toMatchObject({ code: 'ssh-lost' });
  await expect(cut.ask([])).rejects.toMatchObject({ code: 'ssh-lost' });
});

test('waits for a machine that is not there yet, and gives up with the last failure', async () => {
  const tries: string[] = [];
  const reach = { ...peer.reach, route: { socket: join(folder, 'no-socket') } };
  const waiting = connect(reach, { patienceMs: 200, onRetry: (error) => tries.push(error.code) });
  await expect(waiting).rejects.toMatchObject({ code: 'ssh-refused' });
  expect(tries.length).toBeGreaterThan(1);
});
