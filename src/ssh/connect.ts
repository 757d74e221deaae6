import { connect as openSocket } from 'node:net';
import type { Client, ConnectConfig } from 'ssh2';
import { systemClock, type Clock } from '../ports/clock.ts';
import type { LabError } from '../errors/lab-error.ts';
import { mayPass, sshError } from './errors.ts';
import { sessionOver } from './open-session.ts';
import type { Reach, Session } from './session.ts';

export interface ConnectOptions {
  /** How long one attempt may take; 10 s if not said. */
  readonly attemptMs?: number;
  /** How long to go on trying while the machine is on its way up; 0 if not said: one attempt. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Called after each attempt that failed and will be repeated. */
  readonly onRetry?: (error: LabError, waitedMs: number) => void;
}

/**
 * Opens the way into a machine. Only the pinned host key is accepted, and only the lab's key is offered.
 * @throws LabError `ssh-…`; the last attempt's failure once patience is at its end
 */
export const connect = async (reach: Reach, options: ConnectOptions = {}): Promise<Session> => {
  const clock = options.clock ?? systemClock;
  const started = clock.elapsed();
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await attempt(reach, options);
    } catch (cause) {
      options.signal?.throwIfAborted();
      const error = sshError(cause, reach.machine, reach.user);
      const waited = clock.elapsed() - started;
      if (!mayPass(error) || waited >= (options.patienceMs ?? 0)) throw error;
      options.onRetry?.(error, waited);
      await clock.sleep(50, options.signal);
    }
  }
};

const attempt = async (reach: Reach, { attemptMs = 10_000, signal }: ConnectOptions): Promise<Session> => {
  const { NodeSSH } = await import('node-ssh');
  const ssh = new NodeSSH();
  const ready = ssh.connect(configure(reach, attemptMs));
  const client = ssh.connection as Client;
  // A reset of an idle connection is an `error` event, which ends the process if nobody listens.
  client.on('error', () => undefined);
  const abort = (): void => void client.destroy();
  signal?.addEventListener('abort', abort);
  try {
    await ready;
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  if ('host' in reach.route) client.setNoDelay(true);
  return sessionOver(client, reach);
};

const configure = ({ route, user, privateKey, hostKey }: Reach, readyTimeout: number): ConfigOfNodeSsh => {
  const [type = '', key = ''] = hostKey.split(' ');
  const pinned = Buffer.from(key, 'base64');
  return {
    ...('socket' in route ? { sock: openSocket(route.socket) } : { host: route.host, port: route.port }),
    username: user,
    privateKey: privateKey.reveal(),
    readyTimeout,
    keepaliveInterval: 15_000,
    // The server must show the key that is pinned, not another of its keys.
    algorithms: { serverHostKey: type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type as 'ssh-ed25519'] },
    hostVerifier: (shown: Buffer) => shown.equals(pinned),
  };
};

type ConfigOfNodeSsh = Omit<ConnectConfig, 'privateKey'> & { readonly privateKey: string };
