/** One thread of a simulation: runs the replications that it is told to, and sends back what they counted. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SimModel } from './model/model.ts';
import { knownPolicies } from './policies/known.ts';
import { compileModel } from './program/compile.ts';
import { replicate, type ReplicationPlan } from './replication.ts';

/** What a thread has to know from its start. */
export interface ThreadTask {
  readonly model: SimModel;
  readonly seed: number;
  readonly plan: ReplicationPlan;
}

const { model, seed, plan } = workerData as ThreadTask;
const setup = { compiled: compileModel(model), policies: knownPolicies, seed };

parentPort!.on('message', (replication: number) => {
  void replicate({ ...setup, replication }, plan).then((run) => parentPort!.postMessage(run));
});
