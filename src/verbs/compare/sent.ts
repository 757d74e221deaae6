import type { Measured } from '../../load/order.ts';
import type { Workload } from '../../sim/lab/workload.ts';

/** What of a workload was sent: all of it, or up to when Ctrl-C came. */
export const sentOf = (
  { requests, trace: { times, clients, keys, demands } }: Workload,
  { outcomes = [] }: Pick<Measured, 'outcomes'>,
): Workload => {
  const sent = <T>(all: readonly T[]): readonly T[] => all.slice(0, outcomes.length);
  return {
    requests: sent(requests),
    trace: {
      times: sent(times),
      ...(clients && { clients: sent(clients) }),
      ...(keys && { keys: sent(keys) }),
      ...(demands && { demands: sent(demands) }),
    },
  };
};
