import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as openSocket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import { onTestFinished } from 'vitest';
import type { Secret } from '../../src/model/secret.ts';
import { createSshKey } from '../../src/pki/ssh-key.ts';
import { secureRandom } from '../../src/ports/random.ts';
import { connect } from '../../src/ssh/connect.ts';
import type { Reach, Session } from '../../src/ssh/session.ts';

/** An SSH server on a unix socket that really runs the commands, as this user, on this computer. */
export interface SshPeer extends AsyncDisposable {
  readonly reach: Reach & { readonly privateKey: Secret };
  /** Cuts all connections without a word. */
  cut(): void;
  /** Commands that were asked for, in order. */
  readonly commands: string[];
}

/** `wrapper` stands before the shell that runs each command: a program that shuts it into a namespace. */
export const startSshPeer = async (wrapper: readonly string[] = []): Promise<SshPeer> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-ssh-'));
  const socket = join(folder, 'ssh');
  const hostKey = createSshKey('peer', secureRandom);
  const userKey = createSshKey('user', secureRandom);
  const commands: string[] = [];
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey.privateKey.reveal()] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined).on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => authenticate(context, userKey.publicKey));
    connection.on('ready', () => serve(connection, commands, wrapper));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    commands,
    cut: () =>
      connections.forEach((connection) => (connection as unknown as { _sock: { destroy(): void } })._sock.destroy()),
    reach: {
      machine: 'peer',
      user: 'root',
      privateKey: userKey.privateKey,
      hostKey: hostKey.publicKey,
      route: { socket },
      sudo: false,
    },
    [Symbol.asyncDispose]: async () => {
      connections.forEach((connection) => connection.end());
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
};

/** A session with a server of the running test's own; both are gone when it ends. */
export const peerSession = async (): Promise<{ readonly peer: SshPeer; readonly session: Session }> => {
  const peer = await startSshPeer();
  const session = await connect(peer.reach);
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]();
    await peer[Symbol.asyncDispose]();
  });
  return { peer, session };
};

const authenticate = (context: AuthContext, allowed: string): void => {
  const key = ssh2.utils.parseKey(allowed);
  const isAllowed =
    context.method === 'publickey' && !(key instanceof Error) && context.key.data.equals(key.getPublicSSH());
  if (isAllowed) context.accept();
  else context.reject(['publickey']);
};

const serve = (connection: Connection, commands: string[], wrapper: readonly string[]): void => {
  connection.on('session', (accept) => {
    accept().on('exec', (acceptExec, _reject, { command }) => {
      commands.push(command);
      run(acceptExec(), [...wrapper, '/bin/sh', '-c', command]);
    });
  });
  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    const target = openSocket(destPort, destIP);
    target.once('error', () => reject());
    target.once('connect', () => {
      const channel = accept();
      channel.pipe(target).pipe(channel);
    });
  });
};

const run = (channel: ServerChannel, [program = '', ...words]: readonly string[]): void => {
  const child = spawn(program, words);
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('close', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.replace('SIG', ''), constants.signals[signal] === constants.signals.SIGSEGV);
    channel.end();
  });
};
