import type { Time } from '../../kit/service-model.ts';
import type { Sentence } from '../../model/sentence.ts';
import { timed } from '../../ports/timed.ts';
import type { Kind } from '../../sim/lab/kinds.ts';
import { drawWorkload } from '../../sim/lab/workload.ts';
import * as text from '../../text/compare.ts';
import { doubtsOf, hostDuring } from './doubts.ts';
import { demandsWithin } from './factors.ts';
import type { HostDuring } from './results.ts';
import { undisturbed, type Asking, type CalibrationWorld, type KindSeen } from './seen.ts';
import { sentOf } from './sent.ts';
import { measure, type Measuring } from './session.ts';
import { sentIn } from './waking.ts';

/**
 * Requests a second, one of these in each turn, and by chance, as comparisons send them: how long an answer takes depends on
 * how long nobody had asked. But none that keeps the busiest machine busy for more than this share of the time, so that next to
 * nobody waits for anybody.
 */
const rates = [40, 20, 100] as const;
const mostBusy = 0.15;
/** In turns, so that a slow half minute of the computer hits some turns of each kind, and not all of one kind. */
const mostTurns = 3;
/** Seconds that a turn takes at least, where there are several: of each the beginning does not count. */
const shortest = 10;
/** What a lab does for the first time takes longer: seconds in which all of it is done once. */
const warmUp = 2;

/** Asks for one kind after the other, several times over, so many seconds each in all. */
export const askInTurns = async (
  seconds: number,
  { measuring, setup, kinds }: CalibrationWorld,
): Promise<readonly KindSeen[]> => {
  const { stage } = measuring.bench;
  const alone = kinds.filter(({ visitOnly }) => !visitOnly);
  const taken = new Map(alone.map((kind) => [kind, [] as Asking[]]));
  const turns = Math.min(mostTurns, Math.max(1, Math.floor(seconds / shortest)));
  // For what was asked for while the computer was busy.
  const spare = turns - 1;
  const evenly = kinds.map((kind) => ({ ...kind, share: alone.includes(kind) ? 1 / alone.length : 0 }));
  await askFor(evenly, { measuring, rate: rates[1], seconds: Math.min(warmUp, seconds), seed: turns + spare + 1 });
  for (let turn = 0; turn < turns + spare; turn += 1)
    for (const [kind, before] of taken) {
      const rate = nextRate(before, ratesFor(mostFor(kind, { setup, kinds }), turns));
      if (stage.signal.aborted || rate === undefined) continue;
      const only = kinds.map((each) => ({ ...each, share: each === kind ? 1 : 0 }));
      const order = { measuring, rate, seconds: seconds / turns, seed: turn + 1 };
      const what = text.asking(kind.name, rate);
      const asking = timed(stage, { phase: 'load', what }, () => askFor(only, order));
      // What was seen before Ctrl-C is still to be told.
      before.push(
        ...(await asking
          .then((each) => (each.workload.requests.length === 0 ? [] : [each]))
          .catch((error: unknown) => noneIf(stage.signal, error))),
      );
    }
  return [...taken].flatMap(([kind, all]) => (all.length === 0 ? [] : [seenIn(kind, all, turns)]));
};

/** Nothing, if it was interrupted; rethrows all else. */
const noneIf = ({ aborted }: AbortSignal, error: unknown): readonly Asking[] => {
  if (!aborted) throw error;
  return [];
};

/** One for each turn: the usual ones that are not above the most there may be, or else that. */
export const ratesFor = (most: number, turns: number): readonly number[] => {
  const possible = rates.filter((rate) => rate <= most);
  return Array.from({ length: turns }, (_, turn) => possible[turn % possible.length] ?? most);
};

/** The rate of the next turn: each of those that are wanted, then those at which something has disturbed the lab once more. */
export const nextRate = (before: readonly Asking[], wanted: readonly number[]): number | undefined => {
  if (before.length < wanted.length) return wanted[before.length];
  const good = undisturbed(before).map(({ rate }) => rate);
  return wanted.find((rate, at) => countOf(rate, wanted.slice(0, at + 1)) > countOf(rate, good));
};

const countOf = (rate: number, all: readonly number[]): number => all.filter((each) => each === rate).length;

/** So many turns in which nothing disturbed the lab are enough; the others are then left out. */
export const seenIn = (kind: Kind, all: readonly Asking[], enough: number): KindSeen => {
  const good = undisturbed(all);
  return { kind, askings: good.length >= enough ? good : all };
};

/** Why what was seen may be wrong, by the worst that disturbed it; empty if nothing speaks against it. */
export const doubtsAbout = (seen: readonly KindSeen[]): readonly Sentence[] => {
  const askings = seen.flatMap((each) => each.askings);
  const most = (of: (host: HostDuring) => number | undefined): number =>
    Math.max(0, ...askings.map(({ host }) => of(host) ?? 0));
  const worst: Omit<HostDuring, 'wake'> = {
    busy: most(({ busy }) => busy),
    stolen: most(({ stolen }) => stolen),
    others: most(({ others }) => others),
    late: most(({ late }) => late),
  };
  return doubtsOf(worst, { pace: { kept: askings.every(({ measurement }) => measurement.measured.pace.kept) } });
};

/** As many requests a second as there may be, by the roles' own figures. */
const mostFor = (kind: Kind, { setup, kinds }: Pick<CalibrationWorld, 'setup' | 'kinds'>): number => {
  const { blueprint } = setup;
  const demands = demandsWithin(setup, kinds.indexOf(kind));
  const asked = meanOf(kind.demand ?? 0);
  const busy = blueprint.machines.map(({ name, size }) => {
    const services = blueprint.services.filter(({ machine }) => machine === name);
    const seconds = services.map(({ id }) => demands.get(id)).map((each) => (each ? each.own + each.asked * asked : 0));
    return seconds.reduce((sum, each) => sum + each, 0) / size.cpus;
  });
  return mostBusy / Math.max(...busy, Number.MIN_VALUE);
};

const meanOf = (time: Time): number => (typeof time === 'number' ? time : time.lognormal.mean);

interface Order {
  readonly measuring: Measuring;
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
}

const askFor = async (kinds: readonly Kind[], { measuring, rate, seconds, seed }: Order): Promise<Asking> => {
  const { sources } = measuring.destination;
  const drawn = await drawWorkload({ arrivals: { rate }, seconds, kinds, sources, seed });
  const measurement = await measure(measuring, drawn);
  const workload = sentOf(drawn, measurement.measured);
  // Of so few requests the slowest one tells nothing of the others.
  const host = { ...hostDuring(measurement), late: measurement.measured.pace.lag.p95 };
  return { rate, workload, measurement, host };
};

/** Milliseconds of all good answers. */
export const latenciesOf = ({ workload, measurement }: Asking): readonly number[] =>
  sentIn(workload, measurement).flatMap(({ latency }) => (latency === undefined ? [] : [latency * 1000]));
