import type { TracedRequest } from '../../model/workload.ts';
import type { Arrivals, Trace } from '../model/source.ts';
import { simulate } from '../simulate.ts';
import type { Kind } from './kinds.ts';
import { wishes } from './lab-model.ts';

/** What is to be asked, when and by whom: the same for the simulator and for a lab. */
export interface Workload {
  readonly trace: Trace;
  readonly requests: readonly TracedRequest[];
}

interface WorkloadPlan {
  readonly arrivals: Arrivals;
  readonly seconds: number;
  readonly kinds: readonly Kind[];
  /** Addresses to come from, IPv4. */
  readonly sources: readonly string[];
  readonly seed: number;
}

/** Draws a workload, as the simulator draws the requests of its sources. Moments are whole microseconds. */
export async function drawWorkload({ arrivals, seconds, kinds, sources, seed }: WorkloadPlan): Promise<Workload> {
  const source = { arrivals, ...wishes(kinds), clients: Math.max(1, sources.length), steps: [] };
  const model = { sources: { visitors: source } };
  const { requests = [] } = await simulate(model, { seconds, warmup: 0, replications: 1, seed, log: true });
  const drawn = requests.map(({ at, client, key, demand }) => {
    const kind = kinds[key];
    const milliseconds = Math.min(longestDemand, Math.round(demand * 1e5) / 100);
    return {
      at: Math.round(at * 1e6) / 1000,
      source: sources[client],
      key,
      demand: kind?.demand === undefined ? 0 : milliseconds,
      path: (kind?.path ?? '/').replace('{ms}', String(milliseconds)),
    };
  });
  return {
    requests: drawn.map(({ at, source: from, path }) => ({ at, path, ...(from !== undefined && { source: from }) })),
    trace: {
      times: drawn.map(({ at }) => at / 1000),
      clients: drawn.map(({ source: from }) => addressNumber(from ?? '0.0.0.0')),
      keys: drawn.map(({ key }) => key),
      demands: drawn.map(({ demand }) => demand / 1000),
    },
  };
}

/** Milliseconds: who asks for more is refused by some. */
const longestDemand = 150;

const addressNumber = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
