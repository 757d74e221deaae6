import type { Duplex } from 'node:stream';
import type { Operation } from '../kit/operation.ts';
import type { Facts, Question } from '../kit/question.ts';
import type { Secret } from '../model/secret.ts';
import type { Vantage } from '../ports/vantage.ts';

/** An SSH agent: a program of the user's own that signs with keys which it alone can read. */
export interface KeyAgent {
  /** Its socket or pipe. */
  readonly agent: string;
  /** The one that is meant, of all that it holds: `ssh-ed25519 AAAA…`. All of them are tried if it is not known. */
  readonly publicKey?: string;
}

/** How a machine is reached: by whom, with which key, and over which socket. Providers say it. */
export interface Reach {
  readonly machine: string;
  readonly user: string;
  /** The key, or the agent that holds it and does not give it away. */
  readonly privateKey: Secret | KeyAgent;
  /** Absolute path of the private key's file, where it is the user's own and not the lab's. */
  readonly identity?: string;
  /** The host key that the machine must show: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  readonly route: { readonly socket: string } | { readonly host: string; readonly port: number };
  /** Whether the user must go through `sudo -n` to be root. */
  readonly sudo: boolean;
  /** Whether the machine runs no more, so that nobody needs to wait for it; absent where that is not to be known quickly. */
  readonly hasEnded?: () => Promise<boolean>;
}

/** How a command ended, and what it said. */
export interface CommandResult {
  /** 128 + n for a command that signal n ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command is given, and who takes what it says. */
export interface RunOptions {
  readonly stdin?: string | Secret;
  readonly signal?: AbortSignal;
  readonly onOutput?: (stream: 'stdout' | 'stderr', chunk: string) => void;
  /** Takes standard output as it is, instead of as text; then none of it is collected. */
  readonly onBytes?: (chunk: Uint8Array) => void;
}

/** When operations stop, and who hears of each. */
export interface PerformOptions {
  /** Stops after the operation at hand. */
  readonly signal?: AbortSignal;
  /** Called as each operation ends well, with its position and the time it took on the machine. */
  readonly onDone?: (index: number, milliseconds: number) => void;
}

/** An open way into one running machine. Closing it ends everything that was started through it. */
export interface Session extends Vantage, AsyncDisposable {
  readonly name: string;
  /** All questions in one round trip. */
  ask(questions: readonly Question[], options?: { readonly signal?: AbortSignal }): Promise<Facts>;
  /**
   * Does the operations in order, as root, and stops at the first that fails.
   * @throws LabError `operation-failed` with command, output and exit code
   */
  perform(operations: readonly Operation[], options?: PerformOptions): Promise<void>;
  /** A command as root, its arguments quoted once, its output collected and passed on. */
  run(argv: readonly string[], options?: RunOptions): Promise<CommandResult>;
  /** An interactive shell or command on a pseudo-terminal. */
  terminal(
    argv: readonly string[] | undefined,
    size: { readonly columns: number; readonly rows: number; readonly term: string },
  ): Promise<Terminal>;
}

/** A pseudo-terminal on a machine. */
export interface Terminal {
  readonly stream: Duplex;
  resize(columns: number, rows: number): void;
  /** The remote exit code, once it has ended. */
  readonly exited: Promise<number>;
}
