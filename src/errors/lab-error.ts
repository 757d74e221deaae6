import type { Sentence } from '../model/sentence.ts';

/** Who can do something about it: the user's input, the computer or network, the lab being busy, permissions, or us. */
export type Fault = 'usage' | 'topology' | 'operation' | 'environment' | 'busy' | 'permission' | 'interrupted' | 'bug';

/** How a failure ends the command line, after sysexits.h where it has a word for it. */
export const exitCodes: Readonly<Record<Fault, number>> = {
  usage: 64,
  topology: 65,
  operation: 4,
  environment: 69,
  busy: 75,
  permission: 77,
  interrupted: 130,
  bug: 70,
};

/** What a failure is made of. */
export interface LabErrorOptions {
  /** Stable and readable: `machine-unreachable`. */
  readonly code: string;
  readonly fault: Fault;
  /** Lower case, the offending value, no full stop. */
  readonly message: Sentence;
  /** What to do next. */
  readonly hint?: Sentence;
  /** Where it happened: machine, resource, command, output. Never a secret. */
  readonly context?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
}

/** Everything that fails and is not a mistake in the topology file. */
export class LabError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly sentence: Sentence;
  readonly hint: Sentence | undefined;
  readonly context: Readonly<Record<string, string | number>>;

  constructor(options: LabErrorOptions) {
    super(options.message.en, { cause: options.cause });
    this.name = 'LabError';
    this.code = options.code;
    this.fault = options.fault;
    this.sentence = options.message;
    this.hint = options.hint;
    this.context = options.context ?? {};
  }
}
