import type { Consent } from '../model/event.ts';
import { dim, say, type Look } from '../report/line.ts';
import type { Terminal as RemoteTerminal } from '../ssh/session.ts';
import * as text from '../text/tui.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import { check } from '../verbs/check.ts';
import { listFaults } from '../verbs/fault.ts';
import { logs } from '../verbs/logs.ts';
import { ssh } from '../verbs/ssh.ts';
import { trace } from '../verbs/trace.ts';
import { createDeeds } from './deeds.ts';
import type { Occurrence } from './occurrences.ts';
import type { Order } from './orders.ts';
import { createPlaying } from './playing.ts';
import { createQuestions } from './questions.ts';
import type { UiState } from './state.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { createVisit } from './visiting.ts';

/** What orders are carried out with. */
export interface Means {
  readonly request: LabRequest;
  readonly bench: Bench;
  readonly look: Look;
  readonly state: () => UiState;
  /** What the user has agreed to beforehand. */
  readonly agreed: readonly Consent['code'][];
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
export interface Conductor extends Pick<Tasks, 'run' | 'end'> {
  carryOut(order: Order): void;
}

export const createConductor = (means: Means): Conductor => {
  const questions = createQuestions(means.tell);
  const consent: Bench['stage']['consent'] = async (question) =>
    means.agreed.includes(question.code) || questions.ask(question);
  const tasks = createTasks({ ...means, consent });
  const visit = createVisit(tasks, means);
  const deeds = createDeeds(tasks, means);
  const playing = createPlaying(tasks, means);
  let following: AbortController | undefined;
  const carryOut = (order: Order): void => {
    switch (order.do) {
      case 'quit':
        means.quit();
        break;
      case 'visitors':
        visit(order.perSecond);
        break;
      case 'check':
        checkNow(tasks, means);
        break;
      case 'scenarios':
        playing.offer();
        break;
      case 'play':
        playing.play(order.name);
        break;
      case 'steer':
        playing.steer(order.how);
        break;
      case 'trace':
        followOne(tasks, means);
        break;
      case 'faults':
        listOf(tasks, means, order.machine);
        break;
      case 'shell':
        enter(tasks, means, order.machine);
        break;
      case 'logs':
        following = new AbortController();
        follow(tasks, means, order.name, following);
        break;
      case 'leave-logs':
        following?.abort();
        break;
      case 'answer':
        questions.answer(order.yes);
        break;
      case 'undo':
        deeds.undo();
        break;
      default:
        deeds.do(order);
    }
  };
  return { carryOut, run: tasks.run, end: tasks.end };
};

/** Whoever looks on wants to know how it is now: a check that does not hold is repeated no longer than this, milliseconds. */
const checkMs = 5000;

const checkNow = ({ run }: Tasks, { request, state, tell }: Means): void => {
  if (state().checks.running) return;
  run(async (bench) => {
    try {
      await check({ ...request, timeoutMs: checkMs }, bench);
    } finally {
      tell({ type: 'unchecked' });
    }
  });
};

const followOne = ({ run }: Tasks, { request, tell }: Means): void =>
  run(async (bench) => tell({ type: 'traced', trace: await trace(request, bench) }));

const listOf = ({ run }: Tasks, { request, tell }: Means, machine: string): void =>
  run(async (bench) => {
    const { faults } = await listFaults(request, bench);
    tell({ type: 'faults', faults: faults.filter((fault) => fault.machine === machine) });
  });

const enter = ({ run, say: tellLine }: Tasks, { request, look, lend, shell }: Means, machine: string): void =>
  run(async (bench) => {
    const { size, attach } = shell;
    await lend(() => ssh({ ...request, machine, terminal: size(), attach }, bench));
    tellLine([dim(`· ${say(text.shellEnded(machine), look)}`)]);
  });

const follow = ({ run }: Tasks, { request, tell }: Means, name: string, controller: AbortController): void => {
  const onLine = (machine: string, line: string): void =>
    tell({ type: 'log', line: name === '' ? [dim(`${machine} `), line] : [line] });
  run((bench) => logs({ ...request, names: name === '' ? [] : [name], follow: true, onLine }, bench), controller);
};
