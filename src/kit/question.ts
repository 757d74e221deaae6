import type { Protocol } from '../model/blueprint.ts';
import type { Secret } from '../model/secret.ts';
import type { DialFailure } from '../model/verdict.ts';

/**
 * What can be read on a machine. All questions of a machine travel in one round trip and have no side effect.
 * The answers' types stand in `AnswerTo`.
 */
export type Question =
  | { readonly ask: 'file'; readonly path: string; readonly content?: boolean }
  | { readonly ask: 'tree'; readonly path: string }
  | { readonly ask: 'packages'; readonly names: readonly string[] }
  | { readonly ask: 'unit'; readonly unit: string }
  | { readonly ask: 'user'; readonly name: string }
  | { readonly ask: 'sysctl'; readonly key: string }
  | {
      readonly ask: 'command';
      readonly argv: readonly string[];
      readonly stdin?: string | Secret;
      readonly timeoutSeconds?: number;
      /**
       * What makes the program say `stdout`, when put between the inputs of several such questions: they may then be asked
       * in one run of it. Only of questions that have an input.
       */
      readonly apart?: { readonly stdin: string; readonly stdout: string };
    }
  /** Whether a connection can be opened from the machine itself. */
  | { readonly ask: 'tcp'; readonly address: string; readonly port: number; readonly timeoutSeconds: number }
  /** How a connection, or a datagram of one byte, is received that the machine itself sends. */
  | {
      readonly ask: 'knock';
      readonly address: string;
      readonly port: number;
      readonly protocol: Protocol;
      readonly timeoutMs: number;
    }
  /** One plain GET from the machine itself; redirects are not followed. */
  | {
      readonly ask: 'http';
      readonly address: string;
      readonly port: number;
      readonly path: string;
      readonly timeoutSeconds: number;
    }
  /** What the machine as a whole has used since it booted. */
  | { readonly ask: 'machine' }
  /** The processes of a unit. */
  | { readonly ask: 'processes'; readonly unit: string }
  /**
   * The requests that were logged since `cursor`, counted; without one, none yet. The log holds one JSON object a line
   * with `status`, `seconds`, and `upstream`: the addresses that were tried, joined by `, `. How long each of them took stands
   * in the same order in `upstream_seconds`, if it is told.
   */
  | { readonly ask: 'requests'; readonly log: string; readonly cursor?: string };

/** What a path leads to; a link is not followed. */
export interface FileAnswer {
  readonly type: 'absent' | 'file' | 'directory' | 'link' | 'other';
  /** Octal text, `0644`. */
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
  /** Of a regular file's bytes, hex. */
  readonly sha256?: string;
  /** UTF-8 text, if asked for and no larger than 64 KiB. */
  readonly content?: string;
  readonly target?: string;
}
/** A systemd unit, in systemctl's words. */
export interface UnitAnswer {
  /** `loaded`, `not-found`, `masked`, … */
  readonly load: string;
  /** `active`, `inactive`, `failed`, `activating`, … */
  readonly active: string;
  readonly sub: string;
  /** `enabled`, `disabled`, `static`, … */
  readonly enabled: string;
  /** SHA-256 by path of the files it was started or last reloaded with; absent if unknown. Recorded by `service`'s drop-in. */
  readonly startedWith?: Readonly<Record<string, string>>;
  readonly needsDaemonReload: boolean;
}
/** What a machine as a whole has used, and has. */
export interface MachineAnswer {
  /** Of processor time, by everything that ran on it. */
  readonly cpuSeconds: number;
  /** In use, caches that could be dropped left out. */
  readonly memoryBytes: number;
  /** Of the root file system. */
  readonly disk: { readonly usedBytes: number; readonly totalBytes: number };
  /** By network device, loopback left out. */
  readonly devices: Readonly<Record<string, { readonly receivedBytes: number; readonly sentBytes: number }>>;
}
/** What a log tells of the requests since the question before. */
export interface RequestsAnswer {
  /** Where the log ends now; to be put into the next question. */
  readonly cursor: string;
  readonly counts: readonly {
    readonly upstream: string;
    readonly status: number;
    readonly count: number;
    /** How long each of the addresses took, all these requests together. */
    readonly seconds: readonly number[];
  }[];
  /** How many requests took so many milliseconds; from 100 ms on rounded to two digits. */
  readonly milliseconds: readonly (readonly [milliseconds: number, count: number])[];
}
/** The type of the answer to each kind of question. */
export interface AnswerTo {
  readonly file: FileAnswer;
  /** Relative path to the file's answer, directories included. Empty if the tree is not there. */
  readonly tree: Readonly<Record<string, FileAnswer>>;
  /** Version by package name, of those fully installed. */
  readonly packages: Readonly<Record<string, string>>;
  readonly unit: UnitAnswer;
  /** `null` if there is no such user. */
  readonly user: {
    readonly uid: number;
    readonly home: string;
    readonly shell: string;
    readonly groups: readonly string[];
  } | null;
  /** `null` if the kernel does not know the key. */
  readonly sysctl: string | null;
  readonly command: { readonly code: number; readonly stdout: string; readonly stderr: string };
  readonly tcp: { readonly open: true } | { readonly open: false; readonly error: string };
  /** `null`: somebody opened, or answered. */
  readonly knock: DialFailure | null;
  readonly http:
    | { readonly status: number; readonly body: string }
    /** No answer that could be read. */
    | { readonly status: null; readonly error: string };
  readonly machine: MachineAnswer;
  /** Empty if the unit does not run. Times are of all threads, since the process began. */
  readonly processes: readonly { readonly pid: number; readonly cpuSeconds: number; readonly memoryBytes: number }[];
  readonly requests: RequestsAnswer;
}

/** The answers of one machine to the questions that were put to it. */
export interface Facts {
  /** @throws LabError (bug) if the question was not put. */
  answer<Q extends Question>(question: Q): AnswerTo[Q['ask']];
}
