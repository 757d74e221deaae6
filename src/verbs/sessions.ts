import { LabError } from '../errors/lab-error.ts';
import { connect } from '../ssh/connect.ts';
import type { Session } from '../ssh/session.ts';
import * as text from '../text/verbs.ts';
import type { Bench } from './bench.ts';
import { reachOf, type OpenedLab } from './opened.ts';

/** The ways into a lab's machines, each opened when it is first asked for. Disposing closes them all. */
export interface Sessions extends AsyncDisposable {
  /** @throws LabError `ssh-…`, each time, if the machine could not be reached */
  of(machine: string): Promise<Session>;
  /** Those that can be reached, by machine name. */
  reachable(machines: readonly string[]): Promise<ReadonlyMap<string, Session>>;
}

/** `patienceMs`: how long machines on their way up are waited for. */
export const openSessions = (lab: OpenedLab, { stage }: Bench, patienceMs = 0): Sessions => {
  const opened = new Map<string, Promise<Session>>();
  const open = async (machine: string): Promise<Session> =>
    connect(reachOf(lab, machine), {
      patienceMs,
      signal: stage.signal,
      onRetry: (_, milliseconds) => stage.emit({ type: 'waiting', machine, what: text.connecting, milliseconds }),
    });
  const of = (machine: string): Promise<Session> => {
    const session = opened.get(machine) ?? open(machine);
    opened.set(machine, session);
    return session;
  };
  return {
    of,
    reachable: async (machines) => {
      const tried = await Promise.all(machines.map(async (name) => [name, await of(name).catch(unlessBug)] as const));
      return new Map(tried.filter((entry): entry is readonly [string, Session] => entry[1] !== undefined));
    },
    [Symbol.asyncDispose]: async () => {
      const sessions = await Promise.allSettled(opened.values());
      await Promise.all(
        sessions.flatMap((each) => (each.status === 'fulfilled' ? [each.value[Symbol.asyncDispose]()] : [])),
      );
    },
  };
};

const unlessBug = (error: unknown): undefined => {
  if (!(error instanceof LabError)) throw error;
};
