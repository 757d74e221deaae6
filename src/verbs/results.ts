import type { Role } from '../kit/role.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { AppliedChange, Change } from '../model/change.ts';
import type { FaultAtWork } from '../model/fault.ts';
import type { Direction } from '../model/links.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import type { MachineLoad, ServiceStatus } from '../model/status.ts';
import type { Link, Topology } from '../model/topology.ts';
import type { CheckResult } from '../model/verdict.ts';
import type { Finding, MachineState, Published } from '../providers/provider.ts';

/** One topology, or one lab without its topology, as `list` knows it. */
export interface ListedLab {
  readonly name: string;
  readonly title: string;
  /** The topology, as the user would name it; absent if it is gone, or in another project. */
  readonly file?: string;
  /** The folder of the project in which it was brought up, if that is another one. */
  readonly project?: string;
  /** Absent where nothing was ever brought up. */
  readonly id?: string;
  /** Where it was brought up. */
  readonly target?: string;
  readonly state: 'absent' | 'running' | 'partly' | 'stopped' | 'unknown';
  /** Why its state could not be read. */
  readonly why?: Sentence;
  /** How many mistakes its topology has, if any. */
  readonly mistakes?: number;
  readonly machines: number;
}

/** A topology file read, checked and, if it has no errors, compiled. */
export interface Compiled {
  /** As the user would name it: relative to where they stand, if it lies below. */
  readonly file: string;
  /** The file's text, for drawing diagnostics. */
  readonly text: string;
  readonly topology?: Topology;
  readonly blueprint?: Blueprint;
  readonly diagnostics: readonly Diagnostic[];
  /** Those that it may name. */
  readonly roles: readonly Role[];
}

/** What this computer has and lacks. */
export interface DoctorResult {
  readonly findings: readonly Finding[];
}

/** What `up` would do. */
export interface PlanResult {
  readonly lab: string;
  readonly target: string;
  /** Machines by what would happen to them. */
  readonly machines: readonly {
    readonly name: string;
    readonly action: 'create' | 'start' | 'keep' | 'update' | 'restart' | 'remove';
    readonly why: Sentence;
    /** Ids of services that do not answer meanwhile. */
    readonly interrupts: readonly string[];
  }[];
  /** What would be made, cost and be open beyond this computer, a line each; absent where nothing would. */
  readonly foresight?: readonly Sentence[];
  readonly changes: readonly Change[];
  /** Machines whose resources could not be read, because they do not run yet; what they need is not in `changes`. */
  readonly unread: readonly string[];
  /** What was broken on purpose; `up` puts it back. */
  readonly faults: readonly FaultAtWork[];
}

/** What `up` has done. */
export interface UpResult {
  readonly lab: string;
  readonly id: string;
  readonly title: string;
  readonly machines: readonly string[];
  readonly published: readonly PublishedUrl[];
  readonly changes: readonly AppliedChange[];
  /** Empty with `--no-check`. */
  readonly checks: readonly CheckResult[];
  /** The topology's own words, its placeholders filled in. */
  readonly message?: string;
  readonly milliseconds: number;
}
/** A place where visitors at this computer find a service, as they type it. */
export interface PublishedUrl extends Published {
  readonly url: string;
}

/** What is seen of a lab. */
export interface StatusResult {
  readonly lab: string;
  readonly id?: string;
  readonly title: string;
  readonly machines: readonly MachineStatus[];
  readonly published: readonly PublishedUrl[];
  /** What was broken on purpose. */
  readonly faults: readonly FaultAtWork[];
  /** Values that were set in the place of the file's, as they were written: `web.balance=least_conn`. */
  readonly overrides: readonly string[];
}
/** What is seen of a machine. */
export interface MachineStatus {
  readonly machine: MachineState;
  readonly address?: string;
  /** Absent where the machine could not be asked. */
  readonly load?: MachineLoad;
  /** How long ago it last answered, where it does not now; absent where it never has since we look. */
  readonly silentForMs?: number;
  readonly services: readonly ServiceStatus[];
}

/** A machine's link to a network as it is now. */
export interface LinkResult {
  readonly lab: string;
  readonly machine: string;
  readonly network: string;
  readonly declared: Link;
  /** What the machine sends. */
  readonly from: Direction;
  /** What is sent to the machine. */
  readonly to: Direction;
  /** Whether one of the two is not as declared. */
  readonly changed: boolean;
}

/** What a lab's checks came to. */
export interface CheckVerbResult {
  readonly lab: string;
  readonly results: readonly CheckResult[];
}

/** How a command ended on one machine. */
export interface ExecResult {
  readonly machine: string;
  readonly code: number;
}
