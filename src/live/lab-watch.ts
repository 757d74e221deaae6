import type { Machine } from '../model/blueprint.ts';
import { systemClock } from '../ports/clock.ts';
import { deadline } from '../ports/deadline.ts';
import type { MachineState, Observed } from '../providers/provider.ts';
import { watchMachine, type MachineSeen, type MachineWatch, type Watched } from './machine-watch.ts';

/** What a whole lab's watch needs: also the provider's own view of it. */
export interface WatchedLab extends Watched {
  readonly observe: () => Promise<Observed>;
}

/** A lab at one moment, machines in the order of the blueprint. */
export interface LabSeen {
  readonly observed: Observed;
  readonly machines: readonly {
    readonly machine: Machine;
    readonly state: MachineState;
    readonly seen: MachineSeen;
    /** How long ago it last answered, where it does not now. */
    readonly silentForMs?: number;
  }[];
}

/** How long one look at a machine may take, milliseconds; its session is given up after that. */
const lookMs = 5000;
/** A look that takes longer than this many intervals is not waited for: the machine is shown as unknown meanwhile. */
const patience = 2.5;
/** How often the provider is asked, milliseconds: for some it starts a program. */
const observeEveryMs = 2000;

/** One machine's watch with what it last yielded. */
interface Follower {
  readonly machine: Machine;
  readonly watch: MachineWatch;
  last?: { readonly seen: MachineSeen; readonly at: number };
  /** When it last answered. */
  answeredAt?: number;
}

/** Between the two readings of one look, milliseconds: rates need both. */
const betweenMs = 200;

/** One look at a lab. Machines are looked at while the provider is asked; those that do not run are not waited for. */
export const lookAtLab = async (lab: WatchedLab, signal: AbortSignal): Promise<LabSeen> => {
  const followers = followersOf(lab).map((follower) => ({ follower, over: new AbortController() }));
  const looks = followers.map(({ follower, over }) => lookTwice(lab, follower, AbortSignal.any([signal, over.signal])));
  try {
    const observed = await lab.observe();
    for (const { follower, over } of followers) if (!runs(observed, follower.machine)) over.abort();
    await Promise.all(looks);
    signal.throwIfAborted();
    const all = followers.map(({ follower }) => follower);
    return seenBy(lab, all, observed, Infinity);
  } finally {
    for (const { over } of followers) over.abort();
    await Promise.all(looks);
    await leave(followers.map(({ follower }) => follower));
  }
};

/** Two readings of a machine; of one that cannot be asked, none. Never fails. */
const lookTwice = async (lab: WatchedLab, follower: Follower, signal: AbortSignal): Promise<void> => {
  const { clock = systemClock } = lab;
  const at = await follow(lab, follower, signal);
  if (at === undefined) return;
  await clock.sleep(Math.max(0, at + betweenMs - clock.elapsed()), signal).catch(() => undefined);
  await follow(lab, follower, signal);
};

/**
 * Looks at a lab again and again, until aborted: yields once an interval, each reading once. Each machine is asked on
 * its own: one that hangs holds up no other for longer than an interval. `everyMs`: from one look to the next.
 */
export async function* watchLab(lab: WatchedLab, everyMs: number, signal: AbortSignal): AsyncGenerator<LabSeen> {
  const clock = lab.clock ?? systemClock;
  const followers = followersOf(lab);
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const pause = (milliseconds: number): Promise<void> => clock.sleep(milliseconds, until).catch(() => {});
  let observed = await lab.observe();
  const observing = (async () => {
    while (!until.aborted)
      await Promise.allSettled([pause(observeEveryMs), lab.observe().then((seen) => (observed = seen))]);
  })();
  const looks = new Map<Follower, Promise<void>>();
  const look = async (follower: Follower): Promise<void> => {
    await lookAt(lab, follower, observed, until);
    looks.delete(follower);
  };
  try {
    for (;;) {
      const interval = pause(everyMs);
      for (const follower of followers) if (!looks.has(follower)) looks.set(follower, look(follower));
      await Promise.race([interval, Promise.all(looks.values())]);
      if (isOver(until)) return;
      yield seenBy(lab, followers, observed, patience * everyMs);
      await interval;
    }
  } finally {
    over.abort();
    await Promise.allSettled([observing, ...looks.values()]);
    await leave(followers);
  }
}

// Apart: the compiler does not know that a signal changes while one waits.
const isOver = (signal: AbortSignal): boolean => signal.aborted;

const followersOf = (lab: WatchedLab): readonly Follower[] =>
  lab.world.blueprint.machines.map((machine) => ({ machine, watch: watchMachine(lab, machine) }));

const leave = async (followers: readonly Follower[]): Promise<void> => {
  await Promise.allSettled(followers.map(({ watch }) => watch[Symbol.asyncDispose]()));
};

const lookAt = async (lab: WatchedLab, follower: Follower, observed: Observed, signal: AbortSignal): Promise<void> => {
  if (runs(observed, follower.machine)) await follow(lab, follower, signal);
  else note(lab, follower, follower.watch.unseen());
};

/** Asks a machine and notes what it said. Yields when it was read, if it was. */
const follow = async (lab: WatchedLab, follower: Follower, signal: AbortSignal): Promise<number | undefined> => {
  const seen = signal.aborted ? follower.watch.unseen() : await follower.watch.look(deadline(lookMs, signal));
  note(lab, follower, seen);
  return seen.at;
};

const note = ({ clock = systemClock }: WatchedLab, follower: Follower, seen: MachineSeen): void => {
  follower.last = { seen, at: clock.elapsed() };
  if (seen.load !== undefined) follower.answeredAt = follower.last.at;
};

const runs = (observed: Observed, machine: Machine): boolean => {
  const { state } = stateOf(observed, machine);
  return state !== 'absent' && state !== 'stopped';
};

const stateOf = ({ machines }: Observed, { name }: Machine): MachineState =>
  machines.find((each) => each.name === name) ?? { name, state: 'absent' };

const seenBy = (
  { clock = systemClock }: WatchedLab,
  followers: readonly Follower[],
  observed: Observed,
  freshMs: number,
): LabSeen => {
  const now = clock.elapsed();
  const machines = followers.map(({ machine, watch, last, answeredAt }) => {
    const fresh = last !== undefined && now - last.at < freshMs;
    const seen = fresh ? last.seen : watch.unseen();
    const silent = seen.load === undefined && answeredAt !== undefined;
    const state = stateOf(observed, machine);
    return { machine, state, seen, ...(silent && { silentForMs: Math.round(now - answeredAt) }) };
  });
  return { observed, machines };
};
