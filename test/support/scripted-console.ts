import { Readable } from 'node:stream';
import type { Console, Output } from '../../src/ports/console.ts';

/** A console whose user is the test. */
export interface ScriptedConsole extends Console {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The questions that were asked. */
  readonly asked: readonly string[];
  /** Ctrl-C. */
  readonly interrupt: () => void;
}

export interface Script {
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** Whether a person sits there. */
  readonly terminal?: boolean;
  /** What is typed at each question. */
  readonly answers?: readonly string[];
}

const recorder = (terminal: boolean): Output & { readonly text: () => string } => {
  let text = '';
  return {
    write: (chunk) => void (text += chunk),
    flush: () => Promise.resolve(),
    terminal,
    columns: 80,
    rows: 24,
    onResize: () => () => {},
    text: () => text,
  };
};

/** Thrown by `exit`, which must not return. */
class Exited extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exited with ${code}`);
    this.code = code;
  }
}

export const scriptedConsole = (script: Script = {}): ScriptedConsole => {
  const { words = [], environment = {}, directory = process.cwd(), terminal = false, answers = [] } = script;
  const out = recorder(terminal);
  const error = recorder(terminal);
  const asked: string[] = [];
  const interruptions = new Set<() => void>();
  const strays = new Set<(error: unknown) => void>();
  return {
    words,
    environment,
    directory,
    input: { stream: Readable.from([]), terminal, raw: () => {} },
    out,
    error,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answers[asked.length - 1] ?? '');
    },
    onInterrupt: (listener) => {
      interruptions.add(listener);
      return () => void interruptions.delete(listener);
    },
    onStray: (listener) => {
      strays.add(listener);
      return () => void strays.delete(listener);
    },
    now: () => 0,
    exit: (code) => {
      throw new Exited(code);
    },
    stdout: out.text,
    stderr: error.text,
    asked,
    interrupt: () => {
      for (const listener of interruptions) listener();
    },
  };
};
