import type { Measured } from '../../load/order.ts';
import type { Workload } from '../../sim/lab/workload.ts';

/** What of a workload was sent: all of it, or up to when Ctrl-C came. */
export const sentOf = ({ requests, trace }: Workload, { outcomes = [] }: Pick<Measured, 'outcomes'>): Workload => ({
  requests: requests.slice(0, outcomes.length),
  trace: partOf(trace, 0, outcomes.length),
});

/** Some of its requests, by their places. */
export const partOf = (
  { times, clients, keys, demands }: Workload['trace'],
  from: number,
  until?: number,
): Workload['trace'] => ({
  times: times.slice(from, until),
  ...(clients && { clients: clients.slice(from, until) }),
  ...(keys && { keys: keys.slice(from, until) }),
  ...(demands && { demands: demands.slice(from, until) }),
});
