import type { Secret } from '../model/secret.ts';

/** A program on this computer, with what it is to be given. No shell: each argument arrives as it is. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly stdin?: string | Secret;
  /** Absolute path; this process's own if absent. */
  readonly directory?: string;
  /** Added to this process's environment, or all there is with `onlyThisEnvironment`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onlyThisEnvironment?: boolean;
  /** Milliseconds after which it is ended; none if absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /**
   * It ends what it is at before it goes: a terminal's Ctrl-C does not reach it, and when the signal aborts or time is up
   * it is told once, by SIGINT, with all that it has started, and waited for; after 20 s it is killed.
   */
  readonly politely?: true;
  /** Each line of its output as it comes, standard error included. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended that ran to its end. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that is talked with, line by line. */
export interface Conversation {
  say(line: string | Secret): void;
  /** Ends its standard input. */
  hangUp(): void;
  /** What it says on standard output. */
  readonly lines: AsyncIterable<string>;
  /** Once it has ended; never rejects for an exit code. @throws LabError as `run` does */
  readonly finished: Promise<Finished>;
}

/** Programs on this computer. */
export interface Processes {
  /**
   * Runs a program to its end, whatever its exit code.
   * @throws LabError `program-missing`, `program-not-permitted`, `program-timeout`, `program-killed`, `interrupted`
   */
  run(command: Command): Promise<Finished>;
  /** Like `run`. @throws LabError `program-failed` for an exit code other than 0, with its output */
  must(command: Command): Promise<Finished>;
  /** Starts a program and talks with it. Its standard error is collected. */
  converse(command: Omit<Command, 'stdin' | 'onLine'>): Promise<Conversation>;
}

/** execa takes as long to load as Node to start: many commands run no program. */
const real = async (): Promise<Processes> => (await import('./start-process.ts')).realProcesses;

/** The real ones. */
export const systemProcesses: Processes = {
  run: async (command) => (await real()).run(command),
  must: async (command) => (await real()).must(command),
  converse: async (command) => (await real()).converse(command),
};
