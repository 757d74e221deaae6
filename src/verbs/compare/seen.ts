import type { Wake } from '../../sim/lab/calibration.ts';
import type { Kind } from '../../sim/lab/kinds.ts';
import type { LabSetup } from '../../sim/lab/lab-model.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import { doubtsOf } from './doubts.ts';
import type { HostDuring } from './results.ts';
import type { Measurement, Measuring } from './session.ts';

/** The lab that is measured, and what is known of it before anybody asks. */
export interface CalibrationWorld {
  readonly measuring: Measuring;
  readonly setup: LabSetup;
  readonly kinds: readonly Kind[];
  readonly background: Readonly<Record<string, number>>;
}

/** And how long visitors usually took to wake meanwhile. */
export interface SeenWorld extends CalibrationWorld {
  readonly wakes: readonly Wake[];
}

/** What was asked for in one go, and what it came to. */
export interface Asking {
  /** Requests a second. */
  readonly rate: number;
  readonly workload: Workload;
  readonly measurement: Measurement;
  /** What the computer did meanwhile. */
  readonly host: HostDuring;
}

/** What a kind of request came to, asked for by itself. */
export interface KindSeen {
  readonly kind: Kind;
  readonly askings: readonly Asking[];
}

/** Those of which nothing makes one doubt that the lab was alone. */
export const undisturbed = (all: readonly Asking[]): readonly Asking[] =>
  all.filter(({ host, measurement }) => doubtsOf(host, measurement.measured).length === 0);
