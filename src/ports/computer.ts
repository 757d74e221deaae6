import { readFileSync } from 'node:fs';
import {
  availableParallelism,
  freemem,
  homedir,
  hostname,
  release,
  totalmem,
  uptime,
  userInfo,
  version,
} from 'node:os';
import { join } from 'node:path';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the kernel's ticks since boot; empty where the system does not tell. */
  readonly started: string;
  /** Of the computer's boot; two of the same boot are told by `isSameBoot`. */
  readonly boot: string;
}

const readProc = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Linux has an id of each boot; elsewhere it is when it was, in seconds since 1970, and the computer's name. */
const bootId = (): string =>
  readProc('/proc/sys/kernel/random/boot_id')?.trim() ??
  `booted ${String(Math.round(Date.now() / 1000 - uptime()))} ${hostname()}`;

/** By how much the time of one boot may differ from reading to reading, seconds: uptime is rounded, clocks are set. */
const bootTolerance = 120;

/** Whether two boots, as `ProcessIdentity` has them, are the same. */
export const isSameBoot = (one: string, other: string): boolean => {
  const [first, second] = [one, other].map((boot) => /^booted (\d+) (.*)$/.exec(boot));
  if (!first || !second) return one === other;
  return first[2] === second[2] && Math.abs(Number(first[1]) - Number(second[1])) <= bootTolerance;
};

/** The 3rd and the 22nd field of `/proc/<pid>/stat`; the second one, the name, may itself hold blanks and brackets. */
const statOf = (pid: number): { readonly state: string; readonly started: string } => {
  const text = readProc(`/proc/${String(pid)}/stat`) ?? '';
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
};

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A process as it is now. */
export const processIdentity = (pid: number): ProcessIdentity => ({
  pid,
  started: statOf(pid).started,
  boot: bootId(),
});

/** This very process. */
export const thisProcess = (): ProcessIdentity => processIdentity(process.pid);

/** Whether that process still runs. One that has ended and that nobody has taken note of (a zombie) does not. */
export const isAlive = ({ pid, started, boot }: ProcessIdentity): boolean => {
  if (!isSameBoot(boot, bootId()) || !exists(pid)) return false;
  const stat = statOf(pid);
  return stat.started === started && stat.state !== 'Z' && stat.state !== 'X';
};

/** Who runs this process: the effective user, also below sudo. */
export const currentUser = (): { readonly uid: number; readonly name: string } => {
  const uid = process.getuid?.() ?? 0;
  try {
    return { uid, name: userInfo().username };
  } catch {
    return { uid, name: String(uid) };
  }
};

/** Where this user's programs keep what must outlive them: `$XDG_STATE_HOME`, or `~/.local/state`. */
export const stateHome = (): string => process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');

/** This user's home, absolute. */
export const homeFolder = (): string => homedir();

/** Absolute path of the Node program that runs this. */
export const nodeProgram = process.execPath;

/** A variable of this process's environment, for programs that are found by one; empty where there is none. */
export const environmentVariable = (name: string): string => process.env[name] ?? '';

/** Sets a variable of this process's environment for a library that has no other setting, unless somebody has set it. */
export const presetEnvironment = (name: string, value: string): void => {
  process.env[name] ??= value;
};

/** Where this user's SSH agent listens, if one does: as `ssh` finds it. Windows' own has a fixed name. */
export const sshAgent = (): string | undefined =>
  process.env['SSH_AUTH_SOCK'] || (process.platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : undefined);

/** The system and the processor that this program runs on, in Node's words. */
export const platform: NodeJS.Platform = process.platform;
/** The processor, in Node's words: `x64`, `arm64`. */
export const architecture: string = process.arch;

/** What programs could have of this computer now. */
export const means = (): { readonly processors: number; readonly freeMemoryBytes: number } => ({
  processors: availableParallelism(),
  // macOS gives up at once what it keeps of files, and tells nobody how much that is: it would never have any.
  freeMemoryBytes: process.platform === 'darwin' ? totalmem() : freemem(),
});

/** What runs this program: Node's version, and the system's names of itself. */
export const computerVersions = (): { readonly node: string; readonly system: readonly string[] } => ({
  node: process.version,
  system: [platform, architecture, release(), version()],
});
