import { LabError } from '../errors/lab-error.ts';
import { simText } from '../text/sim.ts';
import { checkModel } from './check/check-model.ts';
import { checkOptions } from './check/options.ts';
import type { Window } from './engine/window.ts';
import type { SimModel } from './model/model.ts';
import type { SimOptions } from './options.ts';
import { knownPolicies } from './policies/known.ts';
import { compileModel } from './program/compile.ts';
import type { Compiled } from './program/compiled.ts';
import { replicate, type Replication, type ReplicationPlan } from './replication.ts';
import type { Notice, RequestResult, SimResult } from './result.ts';
import { overloaded } from './stability.ts';
import { summarise } from './summary.ts';
import { Threads } from './threads.ts';
import { changesWithTime, warmupOf, windowFor } from './warmup.ts';

/**
 * Simulates a network of queues: replications of the same model with different chance, and what they say together.
 *
 * @throws LabError `sim-model` if the model or the options make no sense, `sim-standstill` if time does not pass in it.
 * An overloaded model is simulated all the same, and named so in the notices.
 */
export async function simulate(model: SimModel, options: SimOptions): Promise<SimResult> {
  const policies = { ...knownPolicies, ...options.policies };
  refuse([...checkOptions(options), ...checkModel(model, policies)]);
  const { seconds, seed = 1, batches, signal } = options;
  const compiled = compileModel(model);
  const setup = { compiled, policies, seed };
  const notices: Notice[] = [];
  let warmup = typeof options.warmup === 'number' ? options.warmup : 0;
  if (typeof options.warmup !== 'number' && !changesWithTime(model)) {
    const found = await warmupOf(setup, seconds * (batches ?? 1), signal);
    warmup = found.until;
    if (!found.certain) notices.push({ code: 'short-run', message: simText.shortRun });
    else if (batches !== undefined && seconds < windowFor(found))
      notices.push({ code: 'short-windows', message: simText.shortWindows(seconds, windowFor(found)) });
  }
  const plan = { warmup, seconds, batches: batches ?? 1, log: options.log === true };
  const runs = await runsOf({ model, setup, plan, options });
  const windows = runs.flatMap((run) => run.windows);
  const events = runs.reduce((sum, run) => sum + run.events, 0);
  notices.push(...noticesOf({ compiled, runs, options }));
  const lastSeconds = lastOf(windows, seconds);
  return {
    ...{ seconds, warmup, windows: windows.length, events },
    ...(lastSeconds !== seconds && { lastSeconds }),
    ...summarise(compiled, windows),
    ...(options.log && { requests: requestsOf(compiled, runs[0], warmup) }),
    notices,
  };
}

/** How long the last window really is; it may be off by what floating-point sums are. */
const lastOf = (windows: readonly Window[], seconds: number): number => {
  const last = windows.at(-1)?.seconds ?? seconds;
  return Math.abs(last - seconds) > seconds * 1e-9 ? last : seconds;
};

const requestsOf = (
  { sources, balancers, code }: Compiled,
  run: Replication | undefined,
  warmup: number,
): readonly RequestResult[] =>
  (run?.requests ?? []).map(({ source, sent, ended, cause, client, key, step, demand, balancer, target }) => ({
    source: sources[source]!.name,
    at: sent - warmup,
    seconds: ended - sent,
    ...(cause >= 0 && { failure: code.causes[cause]! }),
    ...{ client, key, demand },
    ...(sources[source]!.journey.length > 0 && { step }),
    ...(balancer >= 0 && { target: balancers[balancer]!.targets[target]!.name }),
  }));

function refuse(problems: Parameters<typeof simText.badModel>[0]): void {
  if (problems.length === 0) return;
  const context = Object.fromEntries(problems.map(({ path, message }) => [path, message.en]));
  throw new LabError({ code: 'sim-model', fault: 'usage', ...simText.badModel(problems), context });
}

/** The least and the greatest number of replications. */
function limits({ batches, precision, replications }: SimOptions): readonly [number, number] {
  if (batches !== undefined) return [1, 1];
  if (!precision) return [replications ?? 10, replications ?? 10];
  return [replications ?? 5, precision.most ?? 100];
}

interface Work {
  readonly model: SimModel;
  readonly setup: Omit<Parameters<typeof replicate>[0], 'replication'>;
  readonly plan: ReplicationPlan;
  readonly options: SimOptions;
}

/** The replications in their order, as many as it takes. */
async function runsOf({ model, setup, plan, options }: Work): Promise<readonly Replication[]> {
  const { threads = 1, signal } = options;
  const lanes = Math.min(threads, limits(options)[1]);
  if (lanes === 1)
    return inOrder((replication) => replicate({ ...setup, replication }, plan, signal), 1, { setup, options });
  using pool = new Threads(lanes, { model, seed: setup.seed, plan }, signal);
  return await inOrder((replication) => pool.run(replication), 2 * lanes, { setup, options });
}

type RunOne = (replication: number) => Promise<Replication | undefined>;

/** Looks at the runs in their order, so that nothing depends on which of them is ready first. */
async function inOrder(run: RunOne, ahead: number, { setup, options }: Pick<Work, 'setup' | 'options'>) {
  const [least, most] = limits(options);
  const runs: Replication[] = [];
  const pending: Promise<Replication | undefined>[] = [];
  for (let next = 0; runs.length < most;) {
    while (pending.length < ahead && next < most) pending.push(prepared(run(next++)));
    const done = await pending.shift();
    if (!done) break;
    if (done.ending === 'standstill') {
      throw new LabError({ code: 'sim-standstill', fault: 'usage', ...simText.standstill(done.until) });
    }
    runs.push(done);
    if (
      done.ending === 'crowded' ||
      done.ending === 'interrupted' ||
      (runs.length >= least && isPrecise(setup.compiled, runs, options))
    )
      break;
  }
  return runs;
}

/** A promise that may fail before, or without ever, being waited for. */
function prepared<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function isPrecise(compiled: Compiled, runs: readonly Replication[], { precision }: SimOptions): boolean {
  if (!precision) return false;
  const { sources } = summarise(
    compiled,
    runs.flatMap((run) => run.windows),
  );
  return Object.values(sources).every(
    ({ latency: { count, mean } }) => count === 0 || mean.halfWidth <= precision.halfWidth * mean.value,
  );
}

interface Done {
  readonly compiled: Compiled;
  readonly runs: readonly Replication[];
  readonly options: SimOptions;
}

function noticesOf({ compiled, runs, options }: Done): readonly Notice[] {
  const windows = runs.flatMap((run) => run.windows);
  const [, most] = limits(options);
  const notices: Notice[] = windows.length === 0 ? [] : [...overloaded(compiled, windows)];
  const crowded = runs.find(({ ending }) => ending === 'crowded');
  if (crowded) {
    const message = simText.crowded(crowded.windows.at(-1)?.presentAfter ?? 0);
    notices.push({ code: 'crowded', message });
  } else if (options.signal?.aborted) {
    notices.push({ code: 'interrupted', message: simText.interrupted(runs.length, most) });
    const last = lastOf(windows, options.seconds);
    if (last < options.seconds) notices.push({ code: 'cut-off', message: simText.cutOff(last) });
  } else if (options.precision && !isPrecise(compiled, runs, options)) {
    notices.push({ code: 'not-precise', message: simText.notPrecise(runs.length) });
  }
  return notices;
}
