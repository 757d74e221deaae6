import type { LabEvent, Phase } from '../model/event.ts';
import type { Sentence } from '../model/sentence.ts';
import { now as loadNow } from '../text/load.ts';

/** What is going on in one place: on a machine, or in the lab as a whole. */
export interface Activity {
  /** Machine name; empty for the lab as a whole. */
  readonly place: string;
  readonly phase: Phase;
  readonly what: Sentence;
  /** When it began, on the console's clock, ms. */
  readonly since: number;
  /** The step at hand: the last change made, or what is awaited. */
  readonly step?: Sentence;
  readonly waiting: boolean;
  /** Changes made in this phase. */
  readonly changes: number;
}

/** Everything that is going on, in the order in which it began. */
export interface Progress {
  readonly activities: readonly Activity[];
  readonly passed: number;
  readonly notPassed: number;
}

/** Before the first event. */
export const noProgress: Progress = { activities: [], passed: 0, notPassed: 0 };

/** The activity that an event belongs to: the newest one in its place. */
export const activityOf = (progress: Progress, place: string, phase?: Phase): Activity | undefined =>
  progress.activities.findLast((one) => one.place === place && (phase === undefined || one.phase === phase));

const amend = (progress: Progress, place: string, amended: (activity: Activity) => Activity): Progress => {
  const current = activityOf(progress, place);
  if (current === undefined) return progress;
  return { ...progress, activities: progress.activities.map((one) => (one === current ? amended(one) : one)) };
};

/** What is going on after an event. Pure. */
export const advance = (progress: Progress, event: LabEvent, now: number): Progress => {
  switch (event.type) {
    case 'phase-started': {
      const { phase, what, machine: place = '' } = event;
      const begun: Activity = { place, phase, what, since: now, waiting: false, changes: 0 };
      return { ...progress, activities: [...progress.activities, begun] };
    }
    case 'phase-finished': {
      const ended = activityOf(progress, event.machine ?? '', event.phase);
      return { ...progress, activities: progress.activities.filter((one) => one !== ended) };
    }
    case 'waiting':
      return amend(progress, event.machine ?? '', (one) => ({ ...one, step: event.what, waiting: true }));
    case 'change-applied':
      return amend(progress, event.change.machine, (one) => ({
        ...one,
        step: event.change.summary,
        waiting: false,
        changes: one.changes + 1,
      }));
    case 'check-finished':
      return event.result.verdict === 'pass'
        ? { ...progress, passed: progress.passed + 1 }
        : { ...progress, notPassed: progress.notPassed + 1 };
    case 'load-second':
      return amend(progress, '', (one) => ({ ...one, step: loadNow(event.second) }));
    case 'scenario-step':
    case 'fault-injected':
    case 'fault-undone':
    case 'change-planned':
    case 'diagnostic':
    case 'notice':
    case 'output':
      return progress;
  }
};
