import { join } from 'node:path';
import type { ClientChannel } from 'ssh2';
import type { LabError } from '../../errors/lab-error.ts';
import { factsOf } from '../../kit/facts.ts';
import type { Operation } from '../../kit/operation.ts';
import type { Facts, Question } from '../../kit/question.ts';
import { Secret } from '../../model/secret.ts';
import { packageRoot, readText } from '../../ports/files.ts';
import { lineByLine } from '../../text/lines.ts';
import { brokenQuestion, noAnswer, operationFailed, stopped, type Failed } from './failure.ts';

/** Reads the program's length, the program, and runs it; its standard input then goes on with requests. */
export const bootstrap: readonly string[] = [
  'python3',
  '-ISc',
  'import sys; exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))',
];

type Message = { readonly id: number } & (
  | { readonly answers: readonly unknown[] }
  | { readonly done: number; readonly milliseconds: number }
  | Failed
  | { readonly stopped: number }
  | { readonly end: true }
  | { readonly broken: string }
);

/** How a request ended; `undefined` while it goes on. */
type Outcome<T> = { readonly over: T } | { readonly wrong: LabError } | undefined;

interface Pending {
  message(message: Message): void;
  lost(): void;
}

/** The far program, as long as its channel is open. */
export interface Remote {
  ask(questions: readonly Question[]): Promise<Facts>;
  perform(operations: readonly Operation[], onDone?: (index: number, milliseconds: number) => void): Promise<void>;
  /** Lets `perform` end after the operation at hand, with an error. */
  stop(): void;
  /** Ends the commands that were started under that mark. */
  endRun(mark: string): Promise<void>;
  /** Ends the program and what it started. */
  close(): void;
}

/** In this order they make one program. */
const parts = [
  'processes.py',
  'questions.py',
  'knocks.py',
  'readings.py',
  'before.py',
  'operations.py',
  'conversation.py',
];

let program: Promise<string> | undefined;
const readProgram = (): Promise<string> =>
  (program ??= Promise.all(parts.map(remotePart)).then((texts) => texts.join('\n')));

/** A part of what runs on machines, as text. */
export const remotePart = async (name: string): Promise<string> =>
  (await readText(join(packageRoot(), 'src/ssh/remote', name))) ?? '';

/** Sends the program over a channel on which `bootstrap` has been started. */
export const startRemote = async (channel: ClientChannel, machine: string): Promise<Remote> => {
  const source = Buffer.from(await readProgram());
  channel.write(`${String(source.length)}\n`);
  channel.write(source);
  return converse(channel, machine);
};

const converse = (channel: ClientChannel, machine: string): Remote => {
  const request = requestsOver(channel, machine);
  return {
    ask: (questions) =>
      request({ ask: questions }, (message) =>
        'answers' in message ? { over: factsOf(questions, message.answers) } : undefined,
      ),
    perform: (operations, onDone) =>
      request({ perform: operations }, (message) => {
        if ('done' in message) onDone?.(message.done, message.milliseconds);
        if ('stopped' in message) return { wrong: stopped(machine) };
        if ('failed' in message) return { wrong: operationFailed(machine, operations[message.failed], message) };
        return 'end' in message ? { over: undefined } : undefined;
      }),
    endRun: (mark) => request({ end: mark }, (message) => ('end' in message ? { over: undefined } : undefined)),
    stop: () => void channel.write('stop\n'),
    close: () => channel.end(),
  };
};

/** Sends a request; it goes on until `handle` makes something of a message. */
type SendRequest = <T>(body: object, handle: (message: Message) => Outcome<T>) => Promise<T>;

const requestsOver = (channel: ClientChannel, machine: string): SendRequest => {
  const pending = new Map<number, Pending>();
  let last = 0;
  let closed = false;
  const complaints: string[] = [];
  channel.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const replies = lineByLine((line) => {
    const message = JSON.parse(line) as Message;
    pending.get(message.id)?.message(message);
  });
  channel.setEncoding('utf8').on('data', (chunk: string) => replies.take(chunk));
  channel.on('close', () => {
    closed = true;
    for (const request of pending.values()) request.lost();
  });
  return (body, handle) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      const lost = (): void => {
        pending.delete(id);
        reject(noAnswer(machine, complaints.join('')));
      };
      const message = (received: Message): void => {
        const outcome = 'broken' in received ? { wrong: brokenQuestion(machine, received.broken) } : handle(received);
        if (outcome === undefined) return;
        pending.delete(id);
        if ('wrong' in outcome) reject(outcome.wrong);
        else resolve(outcome.over);
      };
      pending.set(id, { lost, message });
      if (closed) lost();
      else channel.write(`${JSON.stringify({ id, ...body }, reveal)}\n`);
    });
};

// JSON.stringify has already called `toJSON` on `value`; the holder still has the secret itself.
function reveal(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Secret ? original.reveal() : value;
}
