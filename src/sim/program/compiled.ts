import type { Cache, DownMode, Station } from '../model/model.ts';
import type { Retry, Source } from '../model/source.ts';
import type { Code } from './code.ts';

/** A model in numbers: what the engine runs. Names are replaced by indices, distributions by draws. */
export interface Compiled {
  readonly code: Code;
  readonly sources: readonly CompiledSource[];
  readonly stations: readonly CompiledStation[];
  readonly links: readonly CompiledLink[];
  readonly caches: readonly CompiledCache[];
  readonly balancers: readonly CompiledBalancer[];
}

export interface CompiledSource {
  readonly name: string;
  readonly spec: Source;
  /** Where its requests begin: one place, or for a trace that names programs one for each of its requests. */
  readonly entries: Int32Array;
  readonly priority: number;
  /** Draws; -1 where there is none. */
  readonly spacing: number;
  readonly think: number;
  /** Of a closed source: when its users come and go. */
  readonly window: { readonly from: number; readonly until: number };
  readonly demand: number;
  /** Whether requests come from any of the clients, by chance. */
  readonly anyClient: boolean;
  /** Streams. */
  readonly client: number;
  readonly key: number;
  /** Table of weights of the keys, or -1: all alike. */
  readonly keyWeights: number;
  /** The requests of a visit, where it has several: what is asked for, and the draws of the thinking before and of how much (-1: none). */
  readonly journey: readonly { readonly key: number; readonly think: number; readonly demand: number }[];
  readonly retry: (Omit<Retry, 'on' | 'after'> & { readonly causes: number; readonly after: number }) | undefined;
}

export interface CompiledStation {
  readonly name: string;
  /** Whether it is the queue before a link, and not a station of the model. */
  readonly ofLink: boolean;
  readonly spec: Station;
  readonly breakdowns: { readonly up: number; readonly down: number; readonly mode: DownMode } | undefined;
}

export interface CompiledLink {
  readonly name: string;
  readonly delay: number;
  readonly jitter: number;
  /** A stream. */
  readonly chance: number;
  readonly loss: number;
  /** Seconds, or infinite: what is lost fails. */
  readonly resendAfter: number;
  readonly schedule: readonly { readonly at: number; readonly loss?: number; readonly delay?: number }[];
  /** When nothing gets through. */
  readonly outages: readonly { readonly from: number; readonly until: number }[];
}

export interface CompiledCache {
  readonly name: string;
  readonly spec: Cache;
  /** A stream. */
  readonly chance: number;
}

export interface CompiledBalancer {
  readonly name: string;
  readonly targets: readonly { readonly name: string; readonly weight: number }[];
  readonly policy: string;
  readonly options: unknown;
  /** A stream. */
  readonly chance: number;
  readonly passive: { readonly failures: number; readonly window: number; readonly rest: number } | undefined;
  readonly active:
    | {
        readonly every: number;
        readonly failures: number;
        readonly passes: number;
        /** Where the probe of each target begins. */
        readonly entries: readonly number[];
      }
    | undefined;
}
