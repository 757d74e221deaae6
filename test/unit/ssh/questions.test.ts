import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Question } from '../../../src/kit/question.ts';
import { peerSession } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('questions of all kinds are answered in one command', async () => {
  const { peer, session } = await peerSession();
  const folder = await temporaryFolder();
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
  const { session } = await peerSession();
  const runs = join(await temporaryFolder(), 'runs');
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
  const { session } = await peerSession();
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
  const { session } = await peerSession();
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

test('aborting a question ends it and leaves the session usable', async () => {
  const { session } = await peerSession();
  const stop = new AbortController();
  const asked = session.ask([{ ask: 'command', argv: ['sleep', '60'] }], { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(asked).rejects.toThrow('aborted');
  const alive: Question = { ask: 'sysctl', key: 'kernel.ostype' };
  expect((await session.ask([alive])).answer(alive)).toBe('Linux');
});
