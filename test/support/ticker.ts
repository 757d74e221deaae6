/** Time that passes when the test says so, with what is to happen regularly. */
export interface Ticker {
  readonly now: () => number;
  /** As the live reporter wants it: calls back at an interval, ms, until stopped. */
  readonly every: (milliseconds: number, act: () => void) => () => void;
  readonly advanceTo: (moment: number) => void;
}

export const createTicker = (): Ticker => {
  let now = 0;
  const alarms = new Set<{ due: number; readonly interval: number; readonly act: () => void }>();
  return {
    now: () => now,
    every(interval, act) {
      const alarm = { due: now + interval, interval, act };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    advanceTo(moment) {
      while (now < moment) {
        now = Math.min(moment, ...[...alarms].map(({ due }) => due));
        for (const alarm of [...alarms].filter(({ due }) => due <= now)) {
          alarm.due += alarm.interval;
          alarm.act();
        }
      }
    },
  };
};
