import type { Question } from '../kit/question.ts';
import type { Machine } from '../model/blueprint.ts';
import type { RoleAtWork } from '../provision/context.ts';
import type { CheckGround } from './check.ts';

type Requests = Extract<Question, { readonly ask: 'requests' }>;

/**
 * Begins to count the requests that a service has, by its own log.
 * @returns what counts them up to now; 0 where the service keeps no such log, or cannot be asked
 */
export const countingRequests = async (
  { sessions }: Pick<CheckGround, 'sessions'>,
  { role, context, machine }: RoleAtWork & { readonly machine: Machine },
  signal: AbortSignal,
): Promise<() => Promise<number>> => {
  const log = role.probe?.(context).find((probe) => probe.probe === 'traffic')?.log;
  const session = sessions.get(machine.name);
  if (log === undefined || session === undefined) return () => Promise.resolve(0);
  const ask = async (question: Requests) => {
    try {
      return (await session.ask([question], { signal })).answer(question);
    } catch (error) {
      // What the balancer promises can be asked without.
      if (signal.aborted) throw error;
      return undefined;
    }
  };
  const begun = await ask({ ask: 'requests', log });
  if (begun === undefined) return () => Promise.resolve(0);
  return async () => {
    const since = await ask({ ask: 'requests', log, cursor: begun.cursor });
    return (since?.counts ?? []).reduce((total, { count }) => total + count, 0);
  };
};
