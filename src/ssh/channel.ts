import { constants } from 'node:os';
import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { Secret } from '../model/secret.ts';
import type { CommandResult, RunOptions, Terminal } from './session.ts';

/** A channel on which the command runs, or the user's shell if there is none and a pseudo-terminal is asked for. */
export const openChannel = (
  client: Client,
  command: string | undefined,
  options: ExecOptions,
): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    const lost = (): void => reject(new Error('connection lost'));
    client.once('close', lost);
    const answer = (error: Error | undefined, channel: ClientChannel): void => {
      client.off('close', lost);
      if (error !== undefined) {
        reject(error);
        return;
      }
      // The exit code may come in the same packet: whoever awaits this promise would listen too late.
      exits.set(channel, exitCode(channel));
      resolve(channel);
    };
    if (command !== undefined) client.exec(command, options, answer);
    else if (typeof options.pty === 'object') client.shell(options.pty, answer);
  });

const exits = new WeakMap<ClientChannel, Promise<number>>();

/** The output and exit code of a command on its channel. `onAbort` is to end the command. */
export const collect = (channel: ClientChannel, options: RunOptions, onAbort: () => void): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const { stdin, signal, onOutput, onBytes } = options;
    const output = { stdout: '', stderr: '' };
    const listen = (stream: 'stdout' | 'stderr', source: NodeJS.ReadableStream): void => {
      source.setEncoding('utf8').on('data', (chunk: string) => {
        output[stream] += chunk;
        onOutput?.(stream, chunk);
      });
    };
    if (onBytes === undefined) listen('stdout', channel);
    else channel.on('data', onBytes);
    listen('stderr', channel.stderr);
    signal?.addEventListener('abort', onAbort);
    const code = exits.get(channel) ?? exitCode(channel);
    channel.once('close', () => {
      signal?.removeEventListener('abort', onAbort);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else void code.then((value) => resolve({ code: value, ...output }));
    });
    channel.end(stdin instanceof Secret ? stdin.reveal() : (stdin ?? ''));
  });

const signalNumbers: Readonly<Record<string, number | undefined>> = constants.signals;

/** 128 + n for signal n, as shells say it; 255 if the connection ended before the command did, as ssh says it. */
const exitCode = (channel: ClientChannel): Promise<number> =>
  new Promise((resolve) => {
    channel.once('exit', (code: number | null, signal?: string) => {
      resolve(code ?? 128 + (signalNumbers[`SIG${(signal ?? '').replace(/^SIG/, '')}`] ?? 0));
    });
    channel.once('close', () => resolve(255));
  });

/** A channel with a pseudo-terminal. */
export const terminalOver = (channel: ClientChannel): Terminal => ({
  stream: channel,
  resize: (columns, rows) => channel.setWindow(rows, columns, 0, 0),
  exited: exits.get(channel) ?? exitCode(channel),
});
