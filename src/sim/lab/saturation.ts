import type { Source, Traced } from '../model/source.ts';
import { simulate } from '../simulate.ts';
import { bottleneckOf } from './bottleneck.ts';
import type { Bottleneck } from './bottleneck.ts';
import { labModel } from './lab-model.ts';
import type { LabModel, LabSetup } from './lab-model.ts';
import { labOutcome } from './outcome.ts';

/** The most that a lab can do. */
export interface Saturation {
  /** Answers a second. */
  readonly rate: number;
  readonly bottleneck: Bottleneck | undefined;
}

/** Visitors who never think, tried in this order until more of them get no more answers. */
const crowds = [32, 128, 512, 2048];
/** Answers that are waited for with each crowd. */
const answers = 3000;
/** With more failures than this the crowd is too big to tell anything. */
const tolerable = 0.01;
const noBetter = 1.02;

/**
 * The rate at which a lab saturates, found by a crowd of visitors of whom each asks again as soon as it has an answer
 * (a closed network with ever more customers, whose throughput grows towards that of its bottleneck).
 * Undefined if the signal ended it before anything was known.
 */
export async function saturationOf(
  setup: LabSetup,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<Saturation | undefined> {
  const open = labModel({ ...setup, faults: [] });
  let best: Saturation | undefined;
  let expected = 200;
  for (const crowd of crowds) {
    const seconds = Math.min(60, Math.max(0.5, answers / expected));
    const result = await simulate(crowded(open, crowd), {
      seconds,
      warmup: seconds,
      replications: 1,
      seed,
      signal,
    });
    if (signal.aborted) return best;
    const outcome = labOutcome(open, result);
    const rate = outcome.visitors.reduce((sum, { throughput }) => sum + throughput.value, 0);
    const failed = Math.max(...outcome.visitors.map(({ failureShare }) => failureShare.value));
    if (best !== undefined && (failed > tolerable || rate < best.rate * noBetter))
      return rate > best.rate && failed <= tolerable
        ? { rate, bottleneck: bottleneckOf(outcome) }
        : { ...best, bottleneck: bottleneckOf(outcome) };
    best = { rate, bottleneck: bottleneckOf(outcome) };
    expected = Math.max(rate, 1);
  }
  return best;
}

/** The same lab with a crowd in place of arrivals. */
function crowded({ model }: LabModel, users: number) {
  const names = Object.keys(model.sources);
  const each = Math.ceil(users / names.length);
  const sources = Object.entries(model.sources).map(([name, source]) => [name, crowdOf(source, each)] as const);
  return { ...model, sources: Object.fromEntries(sources) };
}

/**
 * Who comes at a rate comes from the same addresses here, each as often: pinned to their addresses, those whom a balancer
 * sends to an idle instance would only come faster, where an instance that gets more than its share is the end.
 */
function crowdOf(source: Source, users: number): Source {
  const { steps = [], keys, demand, clients: addresses } = 'trace' in source ? asTraced(source) : source;
  return {
    ...{ users, think: 0, steps, anyClient: !('users' in source) },
    ...(keys !== undefined && { keys }),
    ...(demand !== undefined && { demand }),
    ...(addresses !== undefined && { clients: addresses }),
  };
}

/** What a trace asks for, as often as it does, from its addresses. */
function asTraced({
  trace,
  steps = [],
  keys,
  demand,
  clients,
}: Source & Traced): Pick<Source, 'steps' | 'keys' | 'demand' | 'clients'> {
  const kinds =
    typeof keys === 'object' ? keys.map((_, at) => trace.keys?.filter((key) => key === at).length ?? 0) : keys;
  // Only who asks for a time says one; all others say none.
  const values = trace.demands?.filter((seconds) => seconds > 0) ?? [];
  const addresses = trace.clients ?? clients;
  return {
    steps,
    ...(kinds !== undefined && { keys: trace.keys === undefined && keys !== undefined ? keys : kinds }),
    ...(values.length > 0 ? { demand: { empirical: { values } } } : demand !== undefined && { demand }),
    ...(addresses !== undefined && { clients: addresses }),
  };
}
