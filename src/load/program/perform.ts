import type { Pace, LoadSecond } from '../../model/load.ts';
import type { TracedOutcome, TracedRequest } from '../../model/workload.ts';
import { systemClock } from '../../ports/clock.ts';
import type { LoadOrder, Measured } from '../order.ts';
import { chanceFrom } from './chance.ts';
import { Crowd, outcomeOf } from './crowd.ts';
import { Meter } from './meter.ts';
import { Pacer } from './pacer.ts';
import { momentsOf } from './schedule.ts';
import { warmUp } from './warm-up.ts';

/** As many are sent in a row before answers are looked at again. */
const mostInARow = 32;

/** Something that is to begin at a moment. */
interface Due {
  readonly at: number;
  begin(): void;
}

interface Play {
  readonly order: LoadOrder;
  readonly crowd: Crowd;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly chance: () => number;
  readonly pacer: Pacer;
}

/** What a schedule came to. */
interface Played {
  readonly asked: number;
  readonly sent: number;
  /** Milliseconds over which it was to be sent, and was. */
  readonly meant: number;
  readonly taken: number;
  readonly outcomes?: readonly TracedOutcome[];
}

/** Does what was ordered, until its end or `signal`, and says what came of it. Its visitors leave nothing behind. */
export const perform = async (
  order: LoadOrder,
  onSecond: (second: LoadSecond) => void,
  signal: AbortSignal,
): Promise<Measured> => {
  using pacer = await Pacer.begin();
  await warmUp(order, signal);
  const started = systemClock.now().toISOString();
  const meter = new Meter(onSecond);
  const chance = chanceFrom(order.seed);
  const start = systemClock.elapsed();
  const now = (): number => systemClock.elapsed() - start;
  const crowd = new Crowd({ order, meter, now, signal });
  // Also while nothing comes back at all.
  const turning = setInterval(() => meter.turn(now()), 100);
  const played = await play({ order, crowd, now, signal, chance, pacer });
  clearInterval(turning);
  const seconds = now() / 1000;
  const { user, system } = process.cpuUsage();
  const { lag, ...counted } = meter.finish(now());
  const left = await crowd.tidyUp();
  crowd.leave();
  return {
    started,
    seconds,
    interrupted: signal.aborted,
    sources: order.sources.length,
    processorSeconds: (user + system) / 1e6,
    pace: paceOf(played, lag),
    ...counted,
    ...(order.script.steps.length > 1 && { visits: { ...crowd.visits, left } }),
    ...(order.record && { outcomes: crowd.outcomes }),
    ...(played.outcomes !== undefined && { outcomes: played.outcomes }),
  };
};

const paceOf = ({ asked, sent, meant, taken }: Played, lag: Pace['lag']): Pace => {
  const askedRate = meant === 0 ? 0 : (asked * 1000) / meant;
  const sentRate = taken === 0 ? 0 : (sent * 1000) / taken;
  return { asked, sent, askedRate, sentRate, kept: Math.abs(sentRate - askedRate) <= askedRate / 100, lag };
};

const play = (stage: Play): Promise<Played> => {
  const { arrivals } = stage.order;
  switch (arrivals.kind) {
    case 'open':
      return playOpen(stage, arrivals);
    case 'closed':
      return playClosed(stage, arrivals);
    case 'trace':
      return playTrace(stage, arrivals.requests);
  }
};

type Kind<K extends LoadOrder['arrivals']['kind']> = Extract<LoadOrder['arrivals'], { kind: K }>;

const playOpen = async (stage: Play, arrivals: Kind<'open'>): Promise<Played> => {
  const { order, crowd, chance, signal } = stage;
  const under = new Set<Promise<unknown>>();
  const { sources, script, milliseconds } = order;
  function* dues(): Generator<Due> {
    for (const at of momentsOf(arrivals, milliseconds, chance))
      yield {
        at,
        begin: () => {
          const source = sources[Math.floor(chance() * sources.length)];
          const visit = crowd.visit({ source, steps: script.steps, intended: at });
          under.add(visit);
          void visit.finally(() => under.delete(visit));
        },
      };
  }
  const begun = await begin(dues(), stage);
  await Promise.all(under);
  const meant = signal.aborted ? Math.min(milliseconds, begun.at) : milliseconds;
  return { asked: begun.count, sent: crowd.visits.begun, meant, taken: Math.max(meant, begun.at) };
};

const playTrace = async (stage: Play, requests: readonly TracedRequest[]): Promise<Played> => {
  const { order, crowd, chance, now, signal } = stage;
  const under: Promise<TracedOutcome>[] = [];
  const send = async (traced: TracedRequest): Promise<TracedOutcome> => {
    const source = traced.source ?? order.sources[Math.floor(chance() * order.sources.length)];
    const sent = now();
    const steps = [{ step: 'get', path: traced.path }] as const;
    const last = await crowd.visit({ source, steps, intended: traced.at });
    return last === undefined && signal.aborted ? { ...traced, sent } : outcomeOf(traced, sent, last);
  };
  function* dues(): Generator<Due> {
    for (const traced of requests) yield { at: traced.at, begin: () => void under.push(send(traced)) };
  }
  const begun = await begin(dues(), stage);
  const outcomes = await Promise.all(under);
  const meant = requests[begun.count - 1]?.at ?? 0;
  return { asked: begun.count, sent: crowd.visits.begun, meant, taken: Math.max(meant, begun.at), outcomes };
};

/** Begins one thing after the other, each at its moment. @returns how many, and when the last one really began */
const begin = (
  dues: Iterator<Due>,
  { now, signal, pacer }: Pick<Play, 'now' | 'signal' | 'pacer'>,
): Promise<{ readonly count: number; readonly at: number }> =>
  new Promise((resolve) => {
    let next = dues.next();
    let count = 0;
    let at = 0;
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve({ count, at });
    };
    const pump = (): void => {
      for (let inARow = 0; inARow < mostInARow && !signal.aborted; inARow++) {
        if (next.done) {
          end();
          return;
        }
        const left = next.value.at - now();
        if (left > 0) {
          pacer.wakeIn(left);
          return;
        }
        at = now();
        next.value.begin();
        count += 1;
        next = dues.next();
      }
      if (!signal.aborted) setImmediate(pump);
    };
    signal.addEventListener('abort', end);
    pacer.onWake = pump;
    // Who was stopped while getting going is not told again.
    if (signal.aborted) end();
    else pump();
  });

const playClosed = async (stage: Play, { visitors, thinkMs }: Kind<'closed'>): Promise<Played> => {
  const { order, crowd, signal, now } = stage;
  const { sources, script, milliseconds } = order;
  const comeAgain = async (index: number): Promise<void> => {
    const source = sources[index % Math.max(1, sources.length)];
    while (!signal.aborted && now() < milliseconds) {
      await crowd.visit({ source, steps: script.steps, intended: now() });
      if (thinkMs > 0) await systemClock.sleep(thinkMs, signal).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: visitors }, (_, index) => comeAgain(index)));
  const { begun } = crowd.visits;
  const taken = Math.min(milliseconds, now());
  return { asked: begun, sent: begun, meant: taken, taken };
};
