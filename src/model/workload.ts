/** One request of a trace: what is asked, when, and by whom. */
export interface TracedRequest {
  /** When it is meant to be sent: milliseconds after the start. */
  readonly at: number;
  /** The visitor's address, one of their network's; any of them if absent. */
  readonly source?: string;
  /** Of a GET, with the query: where a page takes the work that it is to do as a parameter, the demand stands there. */
  readonly path: string;
}

/** What became of a traced request. Neither latency nor error: whoever sent it was interrupted and did not await its answer. */
export interface TracedOutcome extends TracedRequest {
  /** When it was sent: milliseconds after the start; absent if it was not. */
  readonly sent?: number;
  /** Milliseconds from `at` to the answer's last byte; absent where none came. */
  readonly latency?: number;
  readonly status?: number;
  /** Who answered, if the answer says so. */
  readonly machine?: string;
  readonly error?: LoadError;
}

/**
 * Why a request came to nothing.
 * `refused`, `unreachable`: no connection. `silent`: no answer in time. `closed`: hung up before the answer was whole.
 * `not-http`: an answer that cannot be read. `status`, `content`: another answer than a visitor needs to go on.
 * `not-sent`: more requests were open than the generator keeps.
 */
export type LoadError =
  'refused' | 'unreachable' | 'silent' | 'closed' | 'not-http' | 'status' | 'content' | 'not-sent';

/** How visitors come. */
export type Arrivals =
  /** At a rate of their own, however long answers take. `random`: as a Poisson process of exactly that many. */
  | { readonly kind: 'open'; readonly perSecond: number; readonly spacing: 'random' | 'even' }
  /** So many, each of whom comes again so long after the last answer. */
  | { readonly kind: 'closed'; readonly visitors: number; readonly thinkMs: number }
  /** As written down. */
  | { readonly kind: 'trace'; readonly requests: readonly TracedRequest[] };
