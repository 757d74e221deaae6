import type { Deed, FaultCall, ScenarioStep, Traffic } from '../model/scenario.ts';

/** How a lab is to be at a point of a scenario. */
export interface Wanted {
  readonly streams: ReadonlyMap<string, Traffic>;
  readonly faults: readonly FaultCall[];
  readonly values: readonly string[];
}

/** Before anything has happened, and when all is over. */
export const untouched: Wanted = { streams: new Map(), faults: [], values: [] };

/** How it is to be after so many steps. From this alone a scenario goes on, back, and home. */
export const wantedAfter = (steps: readonly ScenarioStep[], count: number): Wanted =>
  steps
    .slice(0, count)
    .flatMap(({ deeds }) => deeds)
    .reduce(done, untouched);

/** Whether two calls mean the same. */
export const isSameCall = (one: FaultCall, other: FaultCall): boolean =>
  one.name === other.name && one.target === other.target;

const keyOf = (value: string): string => value.split('=')[0] ?? value;

const done = (wanted: Wanted, deed: Deed): Wanted => {
  switch (deed.do) {
    case 'traffic':
      return { ...wanted, streams: new Map([...wanted.streams, [deed.stream, deed.traffic]]) };
    case 'silence':
      return { ...wanted, streams: new Map() };
    case 'inject':
      return { ...wanted, faults: [...wanted.faults, deed.fault] };
    case 'undo': {
      const { fault } = deed;
      const isOver = (each: FaultCall): boolean => fault === undefined || isSameCall(each, fault);
      return { ...wanted, faults: wanted.faults.filter((each) => !isOver(each)) };
    }
    case 'set':
      return { ...wanted, values: [...wanted.values.filter((each) => keyOf(each) !== keyOf(deed.value)), deed.value] };
    case 'reset':
      return { ...wanted, values: [] };
  }
};
