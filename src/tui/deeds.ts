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
    const { what, work, back } = scriptOf(deed);
    run(async (bench) => {
      if (state().target === 'local') await letSudoAsk(lend);
      await work(request, bench);
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

/** What a deed is called, what it does, and what takes it back. */
interface Script {
  readonly what: Sentence;
  readonly work: (request: LabRequest, bench: Bench) => Promise<unknown>;
  readonly back?: Deed;
}

const scriptOf = (deed: Deed): Script => {
  switch (deed.do) {
    case 'inject': {
      const { name, target } = deed;
      return {
        what: text.faultIs(name, target),
        work: (request, bench) => injectFault({ ...request, name, target }, bench),
        back: { do: 'mend', name, target },
      };
    }
    case 'mend': {
      const { name, target } = deed;
      return {
        what: text.faultUndone(name, target),
        work: (request, bench) => undoFaults({ ...request, name, target }, bench),
      };
    }
    case 'start':
      return named(deed, start, { do: 'stop', name: deed.name });
    case 'stop':
      return named(deed, stop, { do: 'start', name: deed.name });
    case 'restart':
      return named(deed, restart);
    case 'link': {
      const { machine, network, way } = deed;
      const back: Deed = { do: 'link', machine, network, way: 'reset' };
      return {
        what: text.linkIs(machine, network, text.linkWays[way]),
        work: (request, bench) => link({ ...request, machine, network, change: linkChanges[way] }, bench),
        ...(way !== 'reset' && { back }),
      };
    }
    case 'set': {
      const { service, key, value, before } = deed;
      return {
        what: text.settingIs(service, key, value),
        work: (request, bench) => set({ ...request, values: [`${service}.${key}=${value}`] }, bench),
        back: { do: 'set', service, key, value: before, before: value },
      };
    }
  }
};

const named = (
  deed: Extract<Deed, { readonly do: keyof typeof text.machineDeeds }>,
  work: typeof start,
  back?: Deed,
): Script => ({
  what: text.machineDeeds[deed.do](deed.name),
  work: (request, bench) => work({ ...request, names: [deed.name] }, bench),
  ...(back && { back }),
});

/** Ways to change a link, and the numbers behind their names. */
const linkChanges = {
  down: { down: true },
  slow: { rateBps: 1e6 },
  lossy: { loss: 0.2 },
  reset: 'reset',
} as const;
