import type { GaugeSpec, Probe, ProbeSource, Values } from '../kit/probe.ts';
import type { AnswerTo, Facts, Question } from '../kit/question.ts';
import type { Inspection } from '../kit/role.ts';
import type { Service } from '../model/blueprint.ts';
import type { Gauge, Traffic } from '../model/status.ts';
import type { Vantage } from '../ports/vantage.ts';
import { countersOf, gaugesOf, secondsBetween, type Sample } from './counters.ts';
import { openStore, type StoreValues } from './store-values.ts';
import { trafficOf } from './traffic.ts';

/** What a machine answered, and the way into it for what must be asked by a client of its own. */
export interface Reply {
  readonly facts: Facts;
  /** Milliseconds of a clock that never jumps. */
  readonly at: number;
  readonly vantage: Vantage;
  readonly signal: AbortSignal;
}

/** What one probe yields. */
export interface Probed {
  readonly gauges: readonly Gauge[];
  readonly traffic?: Traffic;
}

/** One probe of a service, read again and again; it remembers the reading before. */
export interface ProbeWatch extends AsyncDisposable {
  /** For the machine, before each reading. */
  questions(): readonly Question[];
  /** Never fails: what could not be read is unknown. */
  read(reply: Reply): Promise<Probed>;
  /** Nothing could be asked. */
  unknown(): Probed;
}

/** Begins to read a probe. */
export const watchProbe = (probe: Probe, service: Service, inspection: Inspection | undefined): ProbeWatch => {
  if (probe.probe === 'traffic') return watchTraffic(probe, service);
  const { source, gauges } = probe;
  return source.from === 'questions' ? watchAnswers(source, gauges) : watchStore(source, gauges, inspection);
};

const nothing = async (): Promise<void> => {};

const watchTraffic = ({ log, need }: Extract<Probe, { probe: 'traffic' }>, { uses }: Service): ProbeWatch => {
  const use = uses.find(({ name }) => name === need);
  let before: Sample<AnswerTo['requests']> | undefined;
  const question = (): Extract<Question, { ask: 'requests' }> => ({
    ask: 'requests',
    log,
    ...(before && { cursor: before.value.cursor }),
  });
  return {
    questions: () => [question()],
    read: async ({ facts, at }) => {
      const after = { value: facts.answer(question()), at };
      const traffic = before && trafficOf(after.value, use, secondsBetween(before, after));
      before = after;
      return { gauges: [], ...(traffic && { traffic }) };
    },
    unknown: () => ({ gauges: [] }),
    [Symbol.asyncDispose]: nothing,
  };
};

const watchAnswers = (
  { questions, read }: Extract<ProbeSource, { from: 'questions' }>,
  specs: readonly GaugeSpec[],
): ProbeWatch => {
  const values = remembered(specs);
  return {
    questions: () => questions,
    read: async ({ facts, at }) => values.take({ value: read(facts), at }),
    unknown: values.unknown,
    [Symbol.asyncDispose]: nothing,
  };
};

const watchStore = (
  source: Exclude<ProbeSource, { from: 'questions' }>,
  specs: readonly GaugeSpec[],
  inspection: Inspection | undefined,
): ProbeWatch => {
  const values = remembered(specs);
  let store: StoreValues | undefined;
  const close = async (): Promise<void> => {
    const old = store;
    store = undefined;
    try {
      await old?.[Symbol.asyncDispose]();
    } catch {
      // It was gone already.
    }
  };
  return {
    questions: () => [],
    read: async ({ at, vantage, signal }) => {
      if (inspection === undefined) return values.unknown();
      try {
        store ??= await openStore(vantage, inspection, source, signal);
        return values.take({ value: await store.read(), at });
      } catch {
        // Opened anew for the next reading.
        await close();
        return values.unknown();
      }
    },
    unknown: values.unknown,
    [Symbol.asyncDispose]: close,
  };
};

const remembered = (specs: readonly GaugeSpec[]) => {
  let before: Sample<Values> | undefined;
  return {
    take: (after: Sample<Values>): Probed => {
      const gauges = gaugesOf(specs, countersOf(before, after));
      before = after;
      return { gauges };
    },
    unknown: (): Probed => {
      before = undefined;
      return { gauges: gaugesOf(specs, undefined) };
    },
  };
};
