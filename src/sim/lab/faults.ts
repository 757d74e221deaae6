import type { Blueprint } from '../../model/blueprint.ts';
import type { Station, StationChange } from '../model/model.ts';
import type { Place } from './places.ts';

/**
 * Something that breaks, and is mended. Seconds after the start.
 * `down`: it is not there, and who asks is refused. `hang`: it is there and does nothing; what was begun goes on later.
 * `slow`: its processor has only a part of its speed.
 */
export interface Fault {
  /** A machine, a service (all its instances), or one instance, `survey@app1`. */
  readonly what: string;
  readonly how: 'down' | 'hang' | 'slow';
  /** How many times slower. */
  readonly factor?: number;
  readonly from: number;
  /** Never mended if absent. */
  readonly until?: number;
}

/** What the faults do to each place. */
export const interruptions =
  (faults: readonly Fault[], { services }: Blueprint) =>
  (place: Place): Pick<Station, 'schedule'> => {
    const name = services.find(({ id }) => id === place.service)?.name;
    const concerns = ({ what }: Fault): boolean => [place.machine, place.service, name].includes(what);
    const changes = faults.filter((fault) => concerns(fault)).flatMap((fault) => changesBy(fault, place));
    return changes.length === 0 ? {} : { schedule: changes.toSorted((one, other) => one.at - other.at) };
  };

function changesBy({ how, factor = 1, from, until }: Fault, place: Place): readonly StationChange[] {
  if (how === 'slow') {
    const speed = place.spec.speed ?? 1;
    return place.kind === 'processor' ? lasting({ speed: speed / factor }, { speed }, from, until) : [];
  }
  if (place.kind !== 'service') return [];
  return lasting({ down: how === 'down' ? 'refuse' : 'pause' }, { down: false }, from, until);
}

const lasting = (
  broken: Omit<StationChange, 'at'>,
  mended: Omit<StationChange, 'at'>,
  from: number,
  until: number | undefined,
): readonly StationChange[] => [{ at: from, ...broken }, ...(until === undefined ? [] : [{ at: until, ...mended }])];
