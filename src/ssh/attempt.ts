import type { Socket } from 'node:net';
import { NodeSSH } from 'node-ssh';
import type { Client, ConnectConfig } from 'ssh2';
import { agentWith } from './agent.ts';
import { sessionOver } from './open-session.ts';
import type { Reach, Session } from './session.ts';

/** Part of `ConnectOptions`. */
export interface AttemptOptions {
  readonly attemptMs?: number;
  readonly signal?: AbortSignal;
}

/** How many times longer than for its first word a machine far away that speaks is waited for: it may be busy, or emulated. */
const longer = 6;

/**
 * One attempt to open the way into a machine, over a socket that may still be connecting; it is ours from now on.
 * @throws what ssh2 and the socket throw, and the signal's reason
 */
export const attempt = async (
  reach: Reach,
  socket: Socket,
  { attemptMs = 10_000, signal }: AttemptOptions,
): Promise<Session> => {
  // All of it may have come while the client was loaded, before anybody listened.
  signal?.throwIfAborted();
  if (socket.destroyed) throw socket.errored ?? Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
  const ssh = new NodeSSH();
  const ready = ssh.connect(configure(reach, attemptMs * longer, socket));
  const client = ssh.connection as Client;
  // A reset of an idle connection is an `error` event, which ends the process if nobody listens.
  client.on('error', () => undefined);
  const abort = (): void => void client.destroy();
  signal?.addEventListener('abort', abort);
  let heard = 0;
  const silence = setInterval(() => {
    const isSilent = socket.bytesRead === heard && (heard === 0 || 'socket' in reach.route);
    heard = socket.bytesRead;
    if (isSilent) socket.destroy(new Error('Timed out while waiting for its next word'));
  }, attemptMs);
  try {
    await ready;
  } catch (error) {
    client.destroy();
    // A key that cannot be read ends the attempt before the client has taken the socket.
    socket.destroy();
    throw error;
  } finally {
    clearInterval(silence);
    signal?.removeEventListener('abort', abort);
  }
  return sessionOver(client, reach);
};

const configure = ({ user, privateKey, hostKey }: Reach, readyTimeout: number, sock: Socket): ConfigOfNodeSsh => {
  const [type = '', key = ''] = hostKey.split(' ');
  const pinned = Buffer.from(key, 'base64');
  return {
    sock,
    username: user,
    ...('agent' in privateKey ? { agent: agentWith(privateKey) } : { privateKey: privateKey.reveal() }),
    // Not asked first which ways there are: one is meant.
    authHandler: ['agent' in privateKey ? 'agent' : 'publickey'],
    readyTimeout,
    keepaliveInterval: 15_000,
    // The server must show the key that is pinned, not another of its keys.
    algorithms: { serverHostKey: type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type as 'ssh-ed25519'] },
    hostVerifier: (shown: Buffer) => shown.equals(pinned),
  };
};

type ConfigOfNodeSsh = Omit<ConnectConfig, 'privateKey'> & { readonly privateKey?: string };
