import type { Question } from '../kit/question.ts';
import type { Readiness } from '../kit/role.ts';
import { all, holds, until } from '../kit/wait.ts';
import type { LabEvent } from '../model/event.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import type { Session } from '../ssh/session.ts';

/** For how long is waited, and who hears of it. */
export interface AwaitReadyOptions {
  /** For all conditions together. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly emit: (event: LabEvent) => void;
  readonly clock?: Clock;
}

/**
 * Waits until all conditions hold on the machine at once, and tells once a second what is not true yet.
 * @throws LabError `not-ready`
 */
export const awaitReady = async (
  session: Session,
  readiness: readonly Readiness[],
  { deadlineMs, signal, emit, clock = systemClock }: AwaitReadyOptions,
): Promise<void> => {
  const wait = all(...readiness.map(({ what, condition }) => until(what, () => failureOf(session, condition, signal))));
  let told = -Infinity;
  await holds(wait, {
    deadlineMs,
    signal,
    clock,
    context: { machine: session.name },
    onUnmet: (unmet, milliseconds) => {
      if (milliseconds - told < 1000) return;
      told = milliseconds;
      for (const { what } of unmet) emit({ type: 'waiting', machine: session.name, what, milliseconds });
    },
  });
};

/** `undefined` if the condition holds, else what was seen, in the words of the machine's programs. */
export const failureOf = async (
  session: Session,
  condition: Readiness['condition'],
  signal: AbortSignal,
): Promise<string | undefined> => {
  const ask = async <Q extends Question>(question: Q) => (await session.ask([question], { signal })).answer(question);
  switch (condition.until) {
    case 'tcp': {
      const { address, port } = condition;
      const answer = await ask({ ask: 'tcp', address, port, timeoutSeconds: 1 });
      return answer.open ? undefined : `${address}:${String(port)}: ${answer.error}`;
    }
    case 'http': {
      const { address, port, path, status } = condition;
      const answer = await ask({ ask: 'http', address, port, path, timeoutSeconds: 2 });
      if (answer.status === status) return undefined;
      return `http://${address}:${String(port)}${path}: ${answer.status === null ? answer.error : String(answer.status)}`;
    }
    case 'active': {
      const { active, sub } = await ask({ ask: 'unit', unit: condition.unit });
      return active === 'active' ? undefined : `${condition.unit}: ${active} (${sub})`;
    }
    case 'command': {
      const { code, stdout, stderr } = await ask(condition.question);
      const last = `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
      return code === 0 ? undefined : `${condition.question.argv[0] ?? ''}: ${last} (${String(code)})`;
    }
  }
};
