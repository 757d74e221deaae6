import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { secureRandom } from '../ports/random.ts';
import { collect, openChannel, terminalOver } from './channel.ts';
import { dial } from './dial.ts';
import { sshError } from './errors.ts';
import { quote } from './quote.ts';
import { bootstrap, startRemote, type Remote } from './remote/remote.ts';
import type { Reach, Session } from './session.ts';

/** The session over an authenticated connection. */
export const sessionOver = (client: Client, reach: Reach): Session => {
  // One for each request that is under way; their number says nothing.
  client.setMaxListeners(0);
  // Listened for from the start: the machine may go first, at any moment, and tells it once.
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const asRoot = (argv: readonly string[]): string => quote(reach.sudo ? ['sudo', '-n', '--', ...argv] : argv);
  const open = (command: string | undefined, options: ExecOptions = {}): Promise<ClientChannel> =>
    openChannel(client, command, options).catch((error: unknown) => {
      throw sshError(error, reach.machine, reach.user);
    });
  const runs = new Set<string>();
  let program: Promise<Remote> | undefined;
  const start = async (): Promise<Remote> => {
    try {
      const channel = await open(asRoot(bootstrap));
      channel.once('close', () => (program = undefined));
      return await startRemote(channel, reach.machine);
    } catch (error) {
      program = undefined;
      throw error;
    }
  };
  const remote = (): Promise<Remote> => (program ??= start());
  const cancellable = async <T>(
    signal: AbortSignal | undefined,
    cancel: (far: Remote) => void,
    work: (far: Remote) => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    const far = await remote();
    const onAbort = (): void => cancel(far);
    signal?.addEventListener('abort', onAbort);
    try {
      return await work(far);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      signal?.throwIfAborted();
    }
  };
  const endRun = async (mark: string): Promise<void> => (await remote()).endRun(mark);
  return {
    name: reach.machine,
    // A question knows no other cancelling than the end of the far program; the next request starts it anew.
    ask: (questions, { signal } = {}) =>
      cancellable(
        signal,
        (far) => far.close(),
        (far) => far.ask(questions),
      ),
    perform: (operations, { signal, onDone } = {}) =>
      cancellable(
        signal,
        (far) => far.stop(),
        (far) => far.perform(operations, onDone),
      ),
    run: async (argv, options = {}) => {
      options.signal?.throwIfAborted();
      const mark = secureRandom.text(16);
      const channel = await open(asRoot(['env', `BANCADA_RUN=${mark}`, ...argv]));
      runs.add(mark);
      try {
        return await collect(channel, options, () => void endRun(mark).catch(() => channel.close()));
      } finally {
        runs.delete(mark);
      }
    },
    terminal: async (argv, { columns, rows, term }) => {
      const shell = reach.sudo ? quote(['sudo', '-n', '-i']) : undefined;
      const channel = await open(argv === undefined ? shell : asRoot(argv), { pty: { term, cols: columns, rows } });
      return terminalOver(channel);
    },
    dial: (address, port, options) => dial(client, { address, port, ...options }),
    [Symbol.asyncDispose]: async () => {
      const leave = async (): Promise<void> => {
        await Promise.allSettled([...runs].map(endRun));
        (await program?.catch(() => undefined))?.close();
        client.end();
      };
      await Promise.race([leave(), closed]);
      const forget = setTimeout(() => client.destroy(), 500);
      await closed;
      clearTimeout(forget);
    },
  };
};
