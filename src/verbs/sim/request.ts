import type { LabRequest } from '../bench.ts';

/** What is to be foretold. */
export interface SimRequest extends LabRequest {
  /** Requests a second, of all visitors together. */
  readonly rate?: number;
  /** So many visitors who come again, in the place of a rate, and how long each thinks before, ms. */
  readonly closed?: number;
  readonly thinkMs?: number;
  /** A file that says what is asked when, in the place of a rate. */
  readonly trace?: string;
  /** How long visitors come, ms. */
  readonly milliseconds?: number;
  /** Addresses that visitors come from. */
  readonly clients?: number;
  /** How often is asked for what: `results=3`. */
  readonly ask?: readonly string[];
  /** Values in the place of the file's: `app.count=3`. One design, compared with the file's. */
  readonly whatIf?: readonly string[];
  /** One value after the other: `rate=10..200`, `app.count=1..5`. */
  readonly sweep?: string;
  /** What breaks: `app1:down@60s..90s`. */
  readonly faults?: readonly string[];
  readonly seed?: number;
  /** Tells every request of the first run. */
  readonly log?: boolean;
  /** By what the roles say, whatever was measured on the lab. */
  readonly uncalibrated?: boolean;
}

/** Where nothing is said. */
export const usual = { rate: 50, milliseconds: 300_000, clients: 30, seed: 1 } as const;

/** More requests than this are not written down: they take memory. */
export const mostLogged = 500_000;
