import type { ServiceStatus } from '../model/status.ts';
import { failureOf } from '../provision/await-ready.ts';
import type { RoleAtWork } from '../provision/context.ts';
import type { Session } from '../ssh/session.ts';

/** Whether a service does what it is there for. */
export type Health = Pick<ServiceStatus, 'state' | 'why'>;

/** Asks once, on the service's own machine. @throws LabError if the machine cannot be asked */
export const healthOf = async (
  { role, context }: RoleAtWork,
  session: Session,
  signal: AbortSignal,
): Promise<Health> => {
  const conditions = role.ready?.(context) ?? [];
  const failures = await Promise.all(conditions.map(({ condition }) => failureOf(session, condition, signal)));
  const unmet = conditions.find((_, index) => failures[index] !== undefined);
  return unmet === undefined ? { state: 'ready' } : { state: 'not-ready', why: unmet.what };
};
