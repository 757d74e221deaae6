import { connect as openSocket, type Socket } from 'node:net';
import { systemClock, type Clock } from '../ports/clock.ts';
import type { LabError } from '../errors/lab-error.ts';
import { mayPass, sshError } from './errors.ts';
import type { Reach, Session } from './session.ts';

/** For how long is tried, and who hears of it. */
export interface ConnectOptions {
  /**
   * How long the machine may be silent before its first word in one attempt; 10 s if not said. One of this computer that has
   * spoken is given up after at most twice that without another; one far away may take six times as long in all.
   */
  readonly attemptMs?: number;
  /** How long to go on trying while the machine is on its way up; 0 if not said: one attempt. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Called after each attempt that failed and will be repeated. */
  readonly onRetry?: (error: LabError, waitedMs: number) => void;
}

/** ssh2 takes a tenth of a second to load, which only those who connect should pay; best while they wait for something else. */
export const loadClient = () => import('./attempt.ts');

/**
 * Opens the way into a machine. Only the pinned host key is accepted, and only the lab's key is offered.
 * @throws LabError `ssh-…`; the last attempt's failure once patience is at its end or the machine is
 */
export const connect = async (reach: Reach, options: ConnectOptions = {}): Promise<Session> => {
  const clock = options.clock ?? systemClock;
  const started = clock.elapsed();
  for (;;) {
    options.signal?.throwIfAborted();
    // The socket first: the machine answers while the client is loaded.
    const socket = socketTo(reach);
    try {
      const { attempt } = await loadClient();
      return await attempt(reach, socket, options);
    } catch (cause) {
      socket.destroy();
      options.signal?.throwIfAborted();
      const error = sshError(cause, reach.machine, reach.user);
      const waited = clock.elapsed() - started;
      if (!mayPass(error) || waited >= (options.patienceMs ?? 0) || (await reach.hasEnded?.())) throw error;
      options.onRetry?.(error, waited);
      await clock.sleep(50, options.signal);
    }
  }
};

/** Each small packet at once, from the first: the other end acknowledges late, and would be waited for. */
const socketTo = ({ route }: Reach): Socket =>
  openSocket('socket' in route ? { path: route.socket } : { ...route, noDelay: true }).on('error', () => undefined);
