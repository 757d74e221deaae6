import type { ClientChannel } from 'ssh2';
import { startRemote, type Remote } from './remote.ts';

/** What of a request ends when its signal aborts. */
export interface Cancelling {
  readonly signal?: AbortSignal | undefined;
  readonly cancel: (remote: Remote) => void;
}

/** The far program of a session: started by the first request, and anew by the next one after it has ended. */
export interface StartedRemote {
  /** Puts a request to it. @throws the signal's reason once that is aborted, after the request has ended */
  use<T>(work: (remote: Remote) => Promise<T>, cancelling?: Cancelling): Promise<T>;
  /** Ends it, where it was started. */
  close(): Promise<void>;
}

/** `open`: a channel on which `bootstrap` has been started. */
export const remoteOver = (open: () => Promise<ClientChannel>, machine: string): StartedRemote => {
  let program: Promise<Remote> | undefined;
  const start = async (): Promise<Remote> => {
    try {
      const channel = await open();
      channel.once('close', () => (program = undefined));
      return await startRemote(channel, machine);
    } catch (error) {
      program = undefined;
      throw error;
    }
  };
  return {
    async use(work, { signal, cancel } = { cancel: () => undefined }) {
      signal?.throwIfAborted();
      const remote = await (program ??= start());
      const onAbort = (): void => cancel(remote);
      signal?.addEventListener('abort', onAbort);
      try {
        return await work(remote);
      } finally {
        signal?.removeEventListener('abort', onAbort);
        signal?.throwIfAborted();
      }
    },
    close: async () => (await program?.catch(() => undefined))?.close(),
  };
};
