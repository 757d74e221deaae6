import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { secureRandom } from '../ports/random.ts';
import { collect, openChannel, terminalOver } from './channel.ts';
import { dial } from './dial.ts';
import { sshError } from './errors.ts';
import { quote } from './quote.ts';
import { bootstrap } from './remote/remote.ts';
import { remoteOver } from './remote/started.ts';
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
  const far = remoteOver(() => open(asRoot(bootstrap)), reach.machine);
  const runs = new Set<string>();
  const endRun = (mark: string): Promise<void> => far.use((remote) => remote.endRun(mark));
  const leave = async (): Promise<void> => {
    await Promise.allSettled([...runs].map(endRun));
    await far.close();
    client.end();
  };
  return {
    name: reach.machine,
    // A question knows no other cancelling than the end of the far program; the next request starts it anew.
    ask: (questions, { signal } = {}) =>
      far.use((remote) => remote.ask(questions), { signal, cancel: (remote) => remote.close() }),
    perform: (operations, { signal, onDone } = {}) =>
      far.use((remote) => remote.perform(operations, onDone), { signal, cancel: (remote) => remote.stop() }),
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
      await Promise.race([leave(), closed]);
      const forget = setTimeout(() => client.destroy(), 500);
      await closed;
      clearTimeout(forget);
    },
  };
};
