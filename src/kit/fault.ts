import type { Sentence } from '../model/sentence.ts';
import type { Operation } from './operation.ts';

/**
 * What puts a machine back. It is written down before anything is broken, so it holds no secret, and does no harm where
 * somebody has done it already.
 */
export type UndoOperation =
  | Extract<Operation, { readonly do: 'remove' | 'systemctl' }>
  | { readonly do: 'run'; readonly argv: readonly string[]; readonly stdin?: string };

/**
 * What the simulator does in a fault's stead.
 * `down`: it is not there, and who asks is refused. `unreachable`: what is sent to it vanishes. `hang`: it is there and does nothing; what was begun goes on later.
 * `unnoticed`: nothing comes of it by itself. `of`: only questions of this kind. `fail`: it answers everything with an error, which the word names. `slow`: its processor is so many times slower. `stutter`: it hangs and runs by turns, for so many seconds each.
 */
export type Foretold =
  | { readonly how: 'down' | 'unreachable' | 'unnoticed' }
  | { readonly how: 'hang'; readonly of?: string }
  | { readonly how: 'fail'; readonly cause: string; readonly of?: string }
  | { readonly how: 'slow'; readonly factor: number }
  | { readonly how: 'stutter'; readonly stopped: number; readonly running: number };

/** One way to break a service, or the machine that it is on, with what puts it back. */
export interface FaultSpec {
  /** Kebab case, the same for every target: `redis-full`. */
  readonly name: string;
  readonly title: Sentence;
  /** What is to be expected while it is at work. */
  readonly seen: Sentence;
  /** What is broken, where that is not the service itself: a machine by its name, or another service by its id. */
  readonly target?: string;
  readonly inject: readonly Operation[];
  /** Absent: the simulator knows nothing like it. */
  readonly foretold?: Foretold;
  /** Done in order. */
  readonly undo: readonly UndoOperation[];
  /** What it changes is described: provisioning the service puts it back, after `undo`. */
  readonly reprovisions?: true;
  /** It harms what else is on a machine, so it is not for computers that were there before Bancada came. */
  readonly ownMachinesOnly?: true;
}

const folderOf = (unit: string): string => `/run/systemd/system/${unit}.d`;

/**
 * A drop-in of a systemd unit that is gone after the next boot, and its undo; systemd has read it when the operations are
 * done. Of two that say the same thing the one counts whose name comes last: its own comes after all others.
 */
export const passingDropIn = (unit: string, text: string): Pick<FaultSpec, 'inject' | 'undo'> => {
  const path = `${folderOf(unit)}/zz-bancada-fault.conf`;
  const reload = { do: 'run', argv: ['systemctl', 'daemon-reload'] } as const;
  return {
    inject: [{ do: 'write', path, content: text, mode: '0644', owner: 'root', group: 'root' }, reload],
    undo: [{ do: 'remove', path, emptied: true }, reload],
  };
};

/**
 * A Python program that works on a machine until the undo ends it. It is the machine's own systemd that keeps it, so that
 * it needs nobody here. `name`: unique among what works on a machine at once.
 */
export const programAtWork = (
  name: string,
  code: string,
  words: readonly string[] = [],
): Pick<FaultSpec, 'inject' | 'undo'> => {
  const unit = `bancada-fault-${name.replaceAll(/[^A-Za-z0-9-]/g, '-')}.service`;
  const options = ['--quiet', '--collect', `--unit=${unit}`, '--description=A fault of Bancada'];
  return {
    inject: [{ do: 'run', argv: ['systemd-run', ...options, '/usr/bin/python3', '-c', code, ...words] }],
    undo: [{ do: 'systemctl', verb: 'stop', unit }],
  };
};
