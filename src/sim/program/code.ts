import type { Draw } from '../random/samplers.ts';

/**
 * What a request does next. An instruction is eight numbers: the operation, up to six operands, and the frame that it
 * is in. What begins a frame is outside of it and names it; what ends one is inside.
 */
export const end = 0;
/** station, draw of the service, priority or -1, draw of the patience or -1 */
export const visit = 1;
/** station, frame, priority or -1, draw of the patience or -1 */
export const acquire = 2;
/** frame */
export const release = 3;
/** draw */
export const delay = 4;
/** link */
export const cross = 5;
/** table of weights, stream, first of the places to go to */
export const choose = 6;
/** place */
export const jump = 7;
/** frame, place of the miss */
export const lookup = 8;
/** frame */
export const store = 9;
/** frame */
export const balance = 10;
/** frame */
export const balanced = 11;
/** frame, number of seconds */
export const within = 12;
/** frame */
export const withinOver = 13;
/** cause */
export const fail = 14;
/** frame */
export const measure = 15;
/** frame */
export const measured = 16;

/** how many places, first of the places to go to */
export const byKey = 17;

/** frame */
export const came = 18;
/** frame, how many ways, first of the places to go to, first of the numbers of seconds */
export const idled = 19;

/** frame */
export const commit = 20;

/** Numbers of an instruction, and where its frame is among them. */
export const stride = 8;
export const frameAt = 7;

/** What a request is inside of, and what becomes of that if it fails: see `Frame`. */
export const holding = 0;
export const waitingWithin = 1;
export const attempting = 2;
export const balancing = 3;
export const missing = 4;
export const measuring = 5;
export const idling = 6;

/** A stretch of a program with a beginning and an end, in which others may be nested. */
export interface Frame {
  readonly kind: number;
  /** The frame around it, or -1. */
  readonly parent: number;
  /** How many are around it: where its data is among those of a request. */
  readonly depth: number;
  /** Station, balancer, cache, measure or clock; 1 for a `within` whose steps go on when its time is over. */
  readonly thing: number;
  /** Where to go on: behind an attempt that failed; among `places`, the first of a balancer's targets. */
  readonly place: number;
  /** The causes that concern it, one bit each. */
  readonly causes: number;
  readonly tries: number;
}

/** A model in numbers, which are the same for each replication. */
export interface Code {
  readonly instructions: Int32Array;
  readonly frames: readonly Frame[];
  /** The greatest number of frames that a request is in at once. */
  readonly depth: number;
  readonly places: Int32Array;
  readonly numbers: Float64Array;
  readonly weights: readonly (readonly number[])[];
  readonly draws: readonly Draw[];
  readonly streams: readonly string[];
  readonly causes: readonly string[];
  readonly measures: readonly string[];
  /** Of each it is known when somebody came last. */
  readonly clocks: readonly string[];
}
