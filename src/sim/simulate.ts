import type { SimModel } from './model/model.ts';
import type { SimOptions } from './options.ts';
import { knownPolicies } from './policies/known.ts';
import { compileModel } from './program/compile.ts';
import { replicate, type Replication } from './replication.ts';
import type { SimResult } from './result.ts';
import { changesWithTime, warmupOf } from './warmup.ts';
import { summarise } from './summary.ts';

const needsWarmup = (model: SimModel, { warmup = 'auto' }: SimOptions): boolean =>
  warmup === 'auto' && !changesWithTime(model);

/** Simulates a network of queues. */
export async function simulate(model: SimModel, options: SimOptions): Promise<SimResult> {
  const { seconds, replications = 10, batches, seed = 1, signal } = options;
  const compiled = compileModel(model);
  const policies = { ...knownPolicies, ...options.policies };
  const found = needsWarmup(model, options) ? await warmupOf({ compiled, policies, seed }, seconds, signal) : undefined;
  const warmup = found?.until ?? (typeof options.warmup === 'number' ? options.warmup : 0);
  const plan = { warmup, seconds, batches: batches ?? 1 };
  const runs: Replication[] = [];
  for (let replication = 0; replication < (batches === undefined ? replications : 1); replication += 1) {
    const run = await replicate({ compiled, policies, seed, replication }, plan, signal);
    if (run) runs.push(run);
  }
  const windows = runs.flatMap((run) => run.windows);
  const events = runs.reduce((sum, run) => sum + run.events, 0);
  return { seconds, warmup, windows: windows.length, events, ...summarise(compiled, windows), notices: [] };
}
