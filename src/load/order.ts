import type { VisitStep } from '../kit/role.ts';
import type { LoadResult, LoadSecond } from '../model/load.ts';
import type { Arrivals } from '../model/workload.ts';

/** A request of a visitor. Without a status every answer below 400 is a good one. */
export type LoadStep =
  VisitStep | { readonly step: 'get'; readonly path: string; readonly status?: number; readonly contains?: string };

/** What visitors do: a page, or a visit of several. */
export interface Script {
  /** Walked in this order; the visit ends with the first step that fails. */
  readonly steps: readonly LoadStep[];
  /** Undoes what the steps made. Not measured. */
  readonly cleanup: readonly VisitStep[];
  /** Before the clean-up is tried a second time: gets in again. */
  readonly again: readonly VisitStep[];
}

/** What the program that is the visitors is told: one line. */
export interface LoadOrder {
  readonly address: string;
  readonly port: number;
  /** Addresses to come from; empty: the system's choice. */
  readonly sources: readonly string[];
  readonly arrivals: Arrivals;
  /** Of an open or closed load: for how long visitors come. */
  readonly milliseconds: number;
  readonly script: Script;
  /** Header of an answer that names the machine which gave it. */
  readonly servedBy?: string;
  /** Whether a connection serves again after an answer. */
  readonly keepAlive: boolean;
  /** After which a request counts as unanswered. */
  readonly timeoutMs: number;
  /** What became of each request is part of the result, as of a trace's. */
  readonly record?: boolean;
  /** The same seed draws the same arrivals. */
  readonly seed: number;
}

/** What the program measured; the rest of a result is known to whoever ordered it. */
export type Measured = Omit<LoadResult, 'lab' | 'visitors' | 'network' | 'profile' | 'title' | 'target'>;

/** A line of the program's answer. A second line of its input, or the input's end, means: stop now. */
export type LoadReply =
  | { readonly reply: 'second'; readonly second: LoadSecond }
  | { readonly reply: 'result'; readonly result: Measured }
  | { readonly reply: 'failed'; readonly message: string };
