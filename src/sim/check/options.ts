import { simText } from '../../text/sim.ts';
import type { SimOptions } from '../options.ts';
import { Problems, type ModelProblem } from './problems.ts';

/** What is wrong with how a model is to be simulated. */
export function checkOptions(options: SimOptions): readonly ModelProblem[] {
  const problems = new Problems();
  problems.number('seconds', options.seconds, 'positive');
  if (options.warmup !== 'auto') problems.number('warmup', options.warmup, 'notNegative');
  problems.number('replications', options.replications, 'count');
  problems.number('batches', options.batches, 'several');
  problems.number('precision.halfWidth', options.precision?.halfWidth, 'positive');
  problems.number('precision.most', options.precision?.most, 'several');
  problems.number('seed', options.seed, 'seed');
  problems.number('threads', options.threads, 'count');
  if (options.policies && (options.threads ?? 1) > 1) problems.add('policies', simText.policiesOnOneThread);
  return problems.found;
}
