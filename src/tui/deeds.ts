import type { Sentence } from '../model/sentence.ts';
import { dim, good, say, type Look } from '../report/line.ts';
import * as text from '../text/tui.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import { injectFault, undoFaults } from '../verbs/fault.ts';
import { link } from '../verbs/link.ts';
import { restart, start, stop } from '../verbs/machines.ts';
import { set } from '../verbs/set.ts';
import type { Occurrence } from './occurrences.ts';
import type { Deed } from './orders.ts';
import { letSudoAsk } from './root.ts';
import type { UiState } from './state.ts';
import { mending, relinking, stopping } from './taking-back.ts';
import type { Tasks } from './tasks.ts';

/** What working on a lab behind the screen takes, besides the tasks that do it. */
export interface House {
  readonly request: LabRequest;
  readonly look: Look;
  readonly state: () => UiState;
  readonly tell: (occurrence: Occurrence) => void;
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What is done to a lab so that it can be taken back. */
export interface Deeds {
  do(deed: Deed): void;
  /** Takes the newest one back that has not been. */
  undo(): void;
}

export const createDeeds = ({ run, say: tellLine }: Tasks, { request, look, state, tell, lend }: House): Deeds => {
  const perform = (deed: Deed, onDone: (back: Deed | undefined) => void): void => {
    const { what, work } = scriptOf(deed, state());
    run(async (bench) => {
      if (state().target === 'local') await letSudoAsk(lend);
      const back = await work(request, bench);
      tellLine([good('✓'), ` ${say(what, look)}`]);
      onDone(back);
    });
  };
  return {
    do: (deed) =>
      perform(deed, (back) => {
        if (back !== undefined) tell({ type: 'can-undo', undo: back });
      }),
    undo: () => {
      const last = state().undos.at(-1);
      if (last === undefined) {
        tellLine([dim(`· ${say(text.nothingToUndo, look)}`)]);
        return;
      }
      tell({ type: 'undone' });
      perform(last, () => {});
    },
  };
};

/** What a deed is called, and what does it. */
interface Script {
  readonly what: Sentence;
  /** @returns what takes it back, where there is something to take back */
  readonly work: (request: LabRequest, bench: Bench) => Promise<Deed | undefined>;
}

const scriptOf = (deed: Deed, state: UiState): Script => {
  switch (deed.do) {
    case 'inject': {
      const { name, target } = deed;
      return {
        what: text.faultIs(name, target),
        work: async (request, bench) => mending(await injectFault({ ...request, name, target }, bench)),
      };
    }
    case 'mend': {
      const { name, target } = deed;
      return {
        what: text.faultUndone(name, target),
        work: (request, bench) => undoFaults({ ...request, name, target }, bench).then(nothing),
      };
    }
    case 'start':
      return named(deed, start, stopping(state, deed.name));
    case 'stop':
      return named(deed, stop, { do: 'start', name: deed.name });
    case 'restart':
      return named(deed, restart);
    case 'link':
      return cabling(deed);
    case 'relink':
      return recabling(deed);
    case 'set': {
      const { service, key, value, before } = deed;
      return {
        what: text.settingIs(service, key, value),
        work: async (request, bench) => {
          await set({ ...request, values: [`${service}.${key}=${value}`] }, bench);
          return { do: 'set', service, key, value: before, before: value };
        },
      };
    }
  }
};

const nothing = (): undefined => undefined;

const named = (
  deed: Extract<Deed, { readonly do: keyof typeof text.machineDeeds }>,
  work: typeof start,
  back?: Deed,
): Script => ({
  what: text.machineDeeds[deed.do](deed.name),
  work: (request, bench) => work({ ...request, names: [deed.name] }, bench).then(() => back),
});

const cabling = ({ machine, network, way }: Extract<Deed, { readonly do: 'link' }>): Script => ({
  what: text.linkIs(machine, network, text.linkWays[way]),
  work: async (request, bench) => {
    const of = { ...request, machine, network };
    const before = await link(of, bench);
    await link({ ...of, change: linkChanges[way] }, bench);
    if (before.changed) return relinking(before);
    return way === 'reset' ? undefined : { do: 'link', machine, network, way: 'reset' };
  },
});

const recabling = ({ machine, network, ...before }: Extract<Deed, { readonly do: 'relink' }>): Script => ({
  what: text.linkIs(machine, network, text.asBefore),
  work: async (request, bench) => {
    const of = { ...request, machine, network };
    await link({ ...of, change: 'reset' }, bench);
    for (const direction of ['from', 'to'] as const) {
      const change = before[direction];
      if (change !== undefined) await link({ ...of, direction, change }, bench);
    }
    return undefined;
  },
});

/** Ways to change a link, and the numbers behind their names. */
const linkChanges = {
  down: { down: true },
  slow: { rateBps: 1e6 },
  lossy: { loss: 0.2 },
  reset: 'reset',
} as const;
