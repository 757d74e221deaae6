import type { AppliedChange, Change } from './change.ts';
import type { LoadSecond } from './load.ts';
import type { FaultAtWork } from './fault.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Sentence } from './sentence.ts';
import type { CheckResult } from './verdict.ts';

/** The long steps of a verb, in the order in which a user meets them. */
export type Phase =
  | 'image'
  | 'network'
  | 'machine'
  | 'provision'
  | 'ready'
  | 'check'
  | 'load'
  | 'simulate'
  | 'stop'
  | 'snapshot'
  | 'destroy';

/** What a verb has to say while it works. The library emits; command line, terminal UI and JSON lines subscribe. */
export type LabEvent =
  | { readonly type: 'phase-started'; readonly phase: Phase; readonly machine?: string; readonly what: Sentence }
  | { readonly type: 'phase-finished'; readonly phase: Phase; readonly machine?: string; readonly milliseconds: number }
  /** Something is awaited; emitted again while it is not true. */
  | { readonly type: 'waiting'; readonly machine?: string; readonly what: Sentence; readonly milliseconds: number }
  | { readonly type: 'change-planned'; readonly change: Change }
  | { readonly type: 'change-applied'; readonly change: AppliedChange }
  | { readonly type: 'check-finished'; readonly result: CheckResult }
  | { readonly type: 'load-second'; readonly second: LoadSecond }
  /** A step of a scenario begins, so many milliseconds after its start. */
  | { readonly type: 'scenario-step'; readonly at: number; readonly say?: Sentence }
  | { readonly type: 'fault-injected'; readonly fault: FaultAtWork }
  | { readonly type: 'fault-undone'; readonly fault: FaultAtWork }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  /** A standing remark: a link property that the kernel cannot give, a raised limit. */
  | { readonly type: 'notice'; readonly code: string; readonly what: Sentence }
  /** A line of raw output of a program; shown with -v. */
  | { readonly type: 'output'; readonly source: string; readonly line: string };

/** A question to the user, with what is assumed if nobody can answer. */
export interface Consent {
  readonly code: 'setup' | 'spend' | 'public' | 'trust' | 'destroy';
  readonly question: Sentence;
  /** What exactly would be done, line by line: the commands, the price. */
  readonly details: readonly (string | Sentence)[];
}
