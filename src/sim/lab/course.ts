import type { Blueprint } from '../../model/blueprint.ts';
import { isAt, type Fault } from './faults.ts';
import type { LoggedVisit } from './outcome.ts';

/** What visitors met of a fault in one run. Times are milliseconds. */
export interface FaultCourse {
  /** Requests that came to nothing since it broke, up to the beginning of the next fault: nobody knows whose those are. */
  readonly failed: number;
  /** How long after it broke the last of them failed; absent if none did. */
  readonly lastFailure?: number;
  /**
   * How long after it was back it first answered well again, unless it broke once more before. Where no balancer chooses it,
   * anything counts that had failed before, up to the beginning of the next fault. Absent if it was never mended, did not
   * answer any more, or nobody noticed.
   */
  readonly answersAgain?: number;
}

/** What came of each of the faults, in their order, from one run whose requests were all written down. */
export const coursesOf = (
  requests: readonly LoggedVisit[],
  faults: readonly Fault[],
  { services }: Pick<Blueprint, 'services'>,
): readonly FaultCourse[] =>
  faults.map((fault) => {
    const later = faults.filter(({ from }) => from > fault.from);
    const broken = concerned(fault, services);
    const targets = chosenAmong(requests, broken);
    const again = later.filter((other) => concerned(other, services).some((id) => broken.includes(id)));
    const until = (others: readonly Fault[]): readonly LoggedVisit[] => {
      const next = Math.min(...others.map(({ from }) => from));
      return requests.filter((visit) => endOf(visit) >= fault.from && endOf(visit) < next);
    };
    return courseOf(fault, { failing: until(later), answering: until(targets.size > 0 ? again : later) }, targets);
  });

/** The services that a fault is at. */
const concerned = (fault: Fault, services: Blueprint['services']): readonly string[] =>
  services.filter((service) => isAt(fault, service)).map(({ id }) => id);

/** Those of the services that a balancer chose at least once. */
const chosenAmong = (requests: readonly LoggedVisit[], services: readonly string[]): ReadonlySet<string> => {
  const targets = new Set(requests.map(({ target }) => target));
  return new Set(services.filter((id) => targets.has(id)));
};

/** Seconds, as faults have it. */
const endOf = ({ at, milliseconds }: LoggedVisit): number => (at + milliseconds) / 1000;

/** Requests that ended while a fault is told of: of those that failed, and of those that were answered. */
interface Since {
  readonly failing: readonly LoggedVisit[];
  readonly answering: readonly LoggedVisit[];
}

function courseOf({ from, until }: Fault, { failing, answering }: Since, targets: ReadonlySet<string>): FaultCourse {
  const failures = failing.filter(({ failure }) => failure !== undefined);
  const kinds = new Set(failures.map(({ kind }) => kind));
  const concerns = ({ target, kind }: LoggedVisit): boolean =>
    targets.size > 0 ? target !== undefined && targets.has(target) : kinds.has(kind);
  const again = answering.filter(
    (visit) => until !== undefined && visit.failure === undefined && endOf(visit) >= until && concerns(visit),
  );
  return {
    failed: failures.length,
    ...(failures.length > 0 && { lastFailure: 1000 * (latest(failures) - from) }),
    ...(until !== undefined && again.length > 0 && { answersAgain: 1000 * (earliest(again) - until) }),
  };
}

const latest = (visits: readonly LoggedVisit[]): number =>
  visits.reduce((last, visit) => Math.max(last, endOf(visit)), 0);
const earliest = (visits: readonly LoggedVisit[]): number =>
  visits.reduce((first, visit) => Math.min(first, endOf(visit)), Infinity);
