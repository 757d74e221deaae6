import { execa } from 'execa';
import type { LabEvent, Phase } from '../src/model/event.ts';
import { interrupted } from './interrupts.ts';

/** From when to when something lasted, in milliseconds since the process was started. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One whole process, from its start to its end. */
export interface Run {
  readonly milliseconds: number;
  /** Of each phase that it told of with `--json`: its first start and its last end, over all machines. */
  readonly phases: ReadonlyMap<Phase, Span>;
  /**
   * By machine: when it had answered by SSH, milliseconds since the process was started. What a plan of its changes is made
   * from are answers to questions that were asked there by SSH; a machine on which nothing is to change is known to have
   * answered once it is provisioned. The start of its provisioning proves nothing: only then a way into it is opened.
   */
  readonly answered: ReadonlyMap<string, number>;
  readonly stdout: string;
}

/** Of which machine an event proves that it has answered by SSH, if it does. */
const answering = (event: LabEvent): string | undefined => {
  if (event.type === 'change-planned') return event.change.machine;
  return event.type === 'phase-finished' && event.phase === 'provision' ? event.machine : undefined;
};

const isPhase = (event: { readonly type?: unknown }): event is Extract<LabEvent, { readonly phase: Phase }> =>
  event.type === 'phase-started' || event.type === 'phase-finished';

/** Runs a program until it ends or is interrupted. @throws what it said, if it fails: a figure of something that did not work is none. */
export const timed = async (folder: string, [program, ...argv]: readonly [string, ...string[]]): Promise<Run> => {
  const phases = new Map<Phase, Span>();
  const answered = new Map<string, number>();
  const started = performance.now();
  const how = { cwd: folder, stdin: 'ignore', env: { NO_COLOR: '1' }, cancelSignal: interrupted } as const;
  const running = execa(program, argv, how);
  for await (const line of running) {
    const now = performance.now() - started;
    const event = line.startsWith('{"') ? (JSON.parse(line) as LabEvent) : undefined;
    if (event && isPhase(event)) phases.set(event.phase, { from: phases.get(event.phase)?.from ?? now, to: now });
    const machine = event && answering(event);
    if (machine !== undefined && !answered.has(machine)) answered.set(machine, now);
  }
  const { stdout } = await running;
  return { milliseconds: performance.now() - started, phases, answered, stdout };
};

/** The run in the middle, so that its phases are those of the figure that is shown. */
export const median = (runs: readonly Run[]): Run =>
  runs.toSorted((one, other) => one.milliseconds - other.milliseconds)[Math.floor(runs.length / 2)]!;

/** The figure in the middle. */
export const medianOf = (figures: readonly number[]): number =>
  figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
