import type { Blueprint } from '../../model/blueprint.ts';

/**
 * Seconds of a request that are none of its processor time and of its known ways: waking up, system calls, disks. Values of the
 * distribution, all as likely, of requests before which nobody had come for `after` seconds, but not for as long as the next
 * of them says; the first is after 0.
 */
export interface Rest {
  readonly after: number;
  readonly values: readonly number[];
}

/** How long visitors usually took to wake for a request: how quick the computer was. */
export interface Wake {
  /** Requests a second. */
  readonly rate: number;
  /** Seconds for which nobody had come before, as in `Rest`. */
  readonly after: number;
  /** In the middle. */
  readonly seconds: number;
}

/** What was measured on a lab that runs, at low load, in the place of what its roles say of labs in general. */
export interface Calibration {
  /** When: ISO 8601. */
  readonly at: string;
  /** Processors of the computer on which it was measured. */
  readonly processors: number;
  /**
   * How much more processor time a service takes than its role says, on a computer as quick as `wakes` say: by service name,
   * for instances are alike, then by kind of request, and `*` for all of them.
   */
  readonly factors: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By kind of request, as it is on a computer that is as quick as `wakes` say. */
  readonly rest: Readonly<Record<string, readonly Rest[]>>;
  /** By rate, and of each rate by how long nobody had come, rising. */
  readonly wakes: readonly Wake[];
  /** Processors that a machine keeps busy while nobody asks for anything. */
  readonly background: Readonly<Record<string, number>>;
  /** The computer was busy with other things all the time: figures are too large. */
  readonly doubtful?: true;
  /** Networks whose links have no delay, although they should: not every kernel can. */
  readonly undelayed: readonly string[];
}

/** How many times the role's processor time a service takes for a kind of request. */
export const factorOf = (
  calibration: Calibration | undefined,
  service: string,
  kind: string | undefined,
): number | undefined => {
  const factors = calibration?.factors[service];
  return (kind === undefined ? undefined : factors?.[kind]) ?? factors?.['*'];
};

/** As it would have been found on a computer that takes so many times as long: factors and rest. */
export const slowedBy = (calibration: Calibration, slowness: number): Calibration => ({
  ...calibration,
  factors: mapValues(calibration.factors, (byKind) => mapValues(byKind, (factor) => factor * slowness)),
  rest: mapValues(calibration.rest, (all) =>
    all.map((each) => ({ ...each, values: each.values.map((value) => value * slowness) })),
  ),
});

const mapValues = <T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The lab with the links that it really has. */
export const asFound = (blueprint: Blueprint, calibration: Calibration | undefined): Blueprint => {
  const { undelayed = [] } = calibration ?? {};
  if (undelayed.length === 0) return blueprint;
  const machines = blueprint.machines.map((machine) => ({
    ...machine,
    interfaces: machine.interfaces.map((each) =>
      undelayed.includes(each.network) ? { ...each, link: { ...each.link, delayMs: 0, jitterMs: 0 } } : each,
    ),
  }));
  return { ...blueprint, machines };
};
