import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { Secret } from '../model/secret.ts';
import { secureRandom } from '../ports/random.ts';
import { DialError } from '../ports/vantage.ts';
import { dialError, sshError } from './errors.ts';
import { quote } from './quote.ts';
import { bootstrap, startRemote, type Remote } from './remote/remote.ts';
import type { CommandResult, Reach, RunOptions, Session, Terminal } from './session.ts';

/** The session over an authenticated connection. */
export const sessionOver = (client: Client, reach: Reach): Session => {
  // One for each request that is under way; their number says nothing.
  client.setMaxListeners(0);
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
    terminal: async (argv, size) => {
      const command = argv === undefined ? undefined : asRoot(argv);
      const pty = { term: size.term, cols: size.columns, rows: size.rows };
      return terminalOver(await open(command ?? (reach.sudo ? asRoot(['-i']) : undefined), { pty }));
    },
    dial: (address, port, options) => dial(client, { address, port, ...options }),
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled([...runs].map(endRun));
      (await program?.catch(() => undefined))?.close();
      await ended(client);
    },
  };
};

const openChannel = (client: Client, command: string | undefined, options: ExecOptions): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    const lost = (): void => reject(new Error('connection lost'));
    client.once('close', lost);
    const answer = (error: Error | undefined, channel: ClientChannel): void => {
      client.off('close', lost);
      if (error === undefined) resolve(channel);
      else reject(error);
    };
    if (command !== undefined) client.exec(command, options, answer);
    else if (typeof options.pty === 'object') client.shell(options.pty, answer);
  });

const collect = (channel: ClientChannel, options: RunOptions, onAbort: () => void): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const { stdin, signal, onOutput } = options;
    const output = { stdout: '', stderr: '' };
    const listen = (stream: 'stdout' | 'stderr', source: NodeJS.ReadableStream): void => {
      source.setEncoding('utf8').on('data', (chunk: string) => {
        output[stream] += chunk;
        onOutput?.(stream, chunk);
      });
    };
    listen('stdout', channel);
    listen('stderr', channel.stderr);
    signal?.addEventListener('abort', onAbort);
    const code = exitCode(channel);
    channel.once('close', () => {
      signal?.removeEventListener('abort', onAbort);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else void code.then((value) => resolve({ code: value, ...output }));
    });
    channel.end(stdin instanceof Secret ? stdin.reveal() : (stdin ?? ''));
  });

/** 128 + n for signal n, as shells say it; 255 if the connection ended before the command did, as ssh says it. */
const exitCode = (channel: ClientChannel): Promise<number> =>
  new Promise((resolve) => {
    channel.once('exit', (code: number | null, signal?: string) => {
      resolve(code ?? 128 + (constants.signals[`SIG${(signal ?? '').replace(/^SIG/, '')}` as NodeJS.Signals] ?? 0));
    });
    channel.once('close', () => resolve(255));
  });

const terminalOver = (channel: ClientChannel): Terminal => ({
  stream: channel,
  resize: (columns, rows) => channel.setWindow(rows, columns, 0, 0),
  exited: exitCode(channel),
});

interface Dial {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const dial = (client: Client, { address, port, timeoutMs, signal }: Dial): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const silent = new DialError('silent', `${address}:${String(port)} said nothing within ${String(timeoutMs)} ms`);
    const giveUp = (): void => reject(signal?.aborted === true ? (signal.reason as Error) : silent);
    const lost = (): void => reject(new DialError('unreachable', 'the connection to the machine was lost'));
    limit.addEventListener('abort', giveUp);
    client.once('close', lost);
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
      limit.removeEventListener('abort', giveUp);
      client.off('close', lost);
      if (error !== undefined) reject(dialError(error, address, port));
      else if (limit.aborted) channel.destroy();
      else resolve(channel);
    });
  });

const ended = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    const forget = setTimeout(() => client.destroy(), 500);
    client.once('close', () => {
      clearTimeout(forget);
      resolve();
    });
    client.end();
  });
