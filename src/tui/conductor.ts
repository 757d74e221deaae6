import type { LoadResult } from '../model/load.ts';
import { failureLines } from '../report/failure.ts';
import { dim, good, plain, say, type Line, type Look } from '../report/line.ts';
import { rateText } from '../report/readings.ts';
import type { Terminal as RemoteTerminal } from '../ssh/session.ts';
import * as text from '../text/tui.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import { check } from '../verbs/check.ts';
import { link } from '../verbs/link.ts';
import { load } from '../verbs/load.ts';
import { logs } from '../verbs/logs.ts';
import { restart, start, stop } from '../verbs/machines.ts';
import { ssh } from '../verbs/ssh.ts';
import type { Occurrence } from './occurrences.ts';
import type { Order } from './orders.ts';
import type { UiState, Undo } from './state.ts';

/** What orders are carried out with. */
export interface Means {
  readonly request: LabRequest;
  readonly bench: Bench;
  readonly look: Look;
  readonly state: () => UiState;
  readonly tell: (occurrence: Occurrence) => void;
  readonly quit: () => void;
  /** Leaves the screen to somebody else for as long as that takes. */
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
  readonly shell: {
    readonly size: () => { readonly columns: number; readonly rows: number; readonly term: string };
    readonly attach: (terminal: RemoteTerminal) => Promise<void>;
  };
}

/** Carries orders out, each as the verb that it is. */
export interface Conductor {
  carryOut(order: Order): void;
  /** Ends what still runs, and waits until it has been tidied up. */
  end(): Promise<void>;
}

/** How long visitors come who are not sent away, milliseconds. */
const longestVisit = 60 * 60 * 1000;

const deeds = { start, stop, restart } as const;

export const createConductor = (means: Means): Conductor => {
  const { request, bench, look, tell } = means;
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  let visiting: AbortController | undefined;
  let following: AbortController | undefined;

  const benchUntil = (controller: AbortController): Bench => ({
    ...bench,
    stage: {
      emit: (event) => tell({ type: 'event', event }),
      consent: async () => false,
      signal: AbortSignal.any([bench.stage.signal, over.signal, controller.signal]),
    },
  });
  const say1 = (line: Line): void => tell({ type: 'said', lines: [line] });

  /** Failures are news, unless it was we who broke off. */
  const run = (work: (bench: Bench) => Promise<void>, controller = new AbortController()): void => {
    const own = benchUntil(controller);
    const task = work(own)
      .catch((error: unknown) => {
        if (!own.stage.signal.aborted) tell({ type: 'said', lines: failureLines(error, look) });
      })
      .finally(() => running.delete(task));
    running.add(task);
  };

  const visitors = (isRunning: boolean, perSecond: number): void => {
    const former = visiting;
    visiting = undefined;
    former?.abort();
    tell({ type: 'visitors', visitors: { perSecond, running: isRunning } });
    if (!isRunning) return;
    const controller = new AbortController();
    visiting = controller;
    say1([good('✓'), ` ${say(text.visitorsCome(rateText(perSecond)), look)}`]);
    const ended = (): void => {
      if (visiting !== controller) return;
      visiting = undefined;
      tell({ type: 'visitors', visitors: { perSecond: means.state().visitors.perSecond, running: false } });
    };
    run(async (own) => {
      try {
        const arrivals = { kind: 'open', perSecond, spacing: 'even' } as const;
        told(await load({ ...request, arrivals, milliseconds: longestVisit }, own));
      } finally {
        ended();
      }
    }, controller);
  };
  const told = ({ sent, failed }: LoadResult): void =>
    say1([failed === 0 ? good('✓') : dim('·'), ` ${say(text.visitorsGone(sent, failed), look)}`]);

  const checks = (): void => {
    if (means.state().checks.running) return;
    tell({ type: 'checking' });
    run(async (own) => {
      try {
        tell({ type: 'checked', results: (await check(request, own)).results });
      } catch (error) {
        tell({ type: 'checked' });
        throw error;
      }
    });
  };

  const shell = (machine: string): void =>
    run(async (own) => {
      const { size, attach } = means.shell;
      await means.lend(async () => {
        await ssh({ ...request, machine, terminal: size(), attach }, own);
      });
      say1([dim('·'), ` ${say(text.shellEnded(machine), look)}`]);
    });

  const follow = (name: string): void => {
    const controller = new AbortController();
    following = controller;
    const onLine = (machine: string, line: string): void =>
      tell({ type: 'log', line: name === '' ? [dim(`${machine} `), line] : [line] });
    run((own) => logs({ ...request, names: name === '' ? [] : [name], follow: true, onLine }, own), controller);
  };

  /** Carries it out, then remembers how it is taken back. */
  const reversible = (what: Line, work: (own: Bench) => Promise<unknown>, back: Order | undefined): void =>
    run(async (own) => {
      await work(own);
      say1([good('✓'), ' ', ...what]);
      if (back !== undefined) tell({ type: 'can-undo', undo: { what, order: back } });
    });

  const deed = (which: keyof typeof deeds, name: string, isUndo: boolean): void => {
    const backs = { stop: 'start', start: 'stop', restart: undefined } as const;
    const back = backs[which];
    reversible(
      [say(text.doing[which](name), look)],
      (own) => deeds[which]({ ...request, names: [name] }, own),
      isUndo || back === undefined ? undefined : { do: back, name },
    );
  };

  const changeLink = ({ machine, network, change }: Extract<Order, { do: 'link' }>, isUndo: boolean): void => {
    const isReset = change === 'reset';
    const how = isReset
      ? text.linkDeeds.reset
      : change.down
        ? text.linkDeeds.down
        : change.loss
          ? text.linkDeeds.lossy
          : text.linkDeeds.slow;
    reversible(
      [say(text.linkIs(machine, network, say(how, look)), look)],
      (own) => link({ ...request, machine, network, change }, own),
      isUndo || isReset ? undefined : { do: 'link', machine, network, change: 'reset' },
    );
  };

  const undo = (last: Undo | undefined): void => {
    if (last === undefined) {
      say1([dim('·'), ` ${say(text.nothingToUndo, look)}`]);
      return;
    }
    tell({ type: 'undone' });
    say1([dim('·'), ` ${say(text.undone(plain(last.what)), look)}`]);
    carryOut(last.order, true);
  };

  const carryOut = (order: Order, isUndo = false): void => {
    switch (order.do) {
      case 'quit':
        means.quit();
        break;
      case 'visitors':
        visitors(order.running, order.perSecond);
        break;
      case 'check':
        checks();
        break;
      case 'shell':
        shell(order.machine);
        break;
      case 'logs':
        follow(order.name);
        break;
      case 'leave-logs':
        following?.abort();
        break;
      case 'start':
      case 'stop':
      case 'restart':
        deed(order.do, order.name, isUndo);
        break;
      case 'link':
        changeLink(order, isUndo);
        break;
      case 'undo':
        undo(means.state().undos.at(-1));
    }
  };

  return {
    carryOut: (order) => carryOut(order),
    end: async () => {
      over.abort();
      await Promise.allSettled(running);
    },
  };
};
