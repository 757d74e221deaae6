import { simText } from '../../text/sim.ts';
import type { Distribution } from '../model/distribution.ts';
import { meanOf } from './mean.ts';
import type { Problems } from './problems.ts';

type Kind = Exclude<Distribution, number> extends infer D ? (D extends unknown ? keyof D : never) : never;
type Only<K extends Kind> = Extract<Distribution, Readonly<Record<K, unknown>>>[K &
  keyof Extract<Distribution, Readonly<Record<K, unknown>>>];
type Checks = { readonly [K in Kind]: (value: Only<K>, path: string, problems: Problems) => void };

const checks: Checks = {
  exponential: (mean, path, problems) => problems.number(path, mean, 'notNegative'),
  erlang: ({ mean, phases }, path, problems) => {
    problems.number(`${path}.mean`, mean, 'notNegative');
    problems.number(`${path}.phases`, phases, 'count');
  },
  hyperexponential: (branches, path, problems) => {
    branches.forEach(({ mean }, i) => problems.number(`${path}.${i}.mean`, mean, 'notNegative'));
    problems.probabilities(
      path,
      branches.map(({ probability }) => probability),
    );
  },
  lognormal: ({ mean, variation }, path, problems) => {
    problems.number(`${path}.mean`, mean, 'positive');
    problems.number(`${path}.variation`, variation, 'notNegative');
  },
  uniform: ([from, to], path, problems) => {
    problems.number(`${path}.0`, from, 'notNegative');
    problems.number(`${path}.1`, to, 'notNegative');
    if (from > to) problems.add(path, simText.bounds(from, to));
  },
  weibull: ({ shape, scale }, path, problems) => {
    problems.number(`${path}.shape`, shape, 'positive');
    problems.number(`${path}.scale`, scale, 'positive');
  },
  empirical: ({ values, weights }, path, problems) => {
    if (values.length === 0) problems.add(`${path}.values`, simText.empty);
    values.forEach((value, i) => problems.number(`${path}.values.${i}`, value, 'notNegative'));
    weights?.forEach((weight, i) => problems.number(`${path}.weights.${i}`, weight, 'notNegative'));
    if (weights && weights.length !== values.length)
      problems.add(`${path}.weights`, simText.lengths(weights.length, values.length));
    if (weights?.every((weight) => weight === 0)) problems.add(`${path}.weights`, simText.empty);
  },
  demand: (factor, path, problems) => problems.number(path, factor, 'notNegative'),
};

/** What is wrong with a distribution. */
export function checkDistribution(distribution: Distribution | undefined, path: string, problems: Problems): void {
  if (distribution === undefined) return;
  if (typeof distribution === 'number') {
    problems.number(path, distribution, 'notNegative');
    return;
  }
  const [entry] = Object.entries(distribution) as [Kind, never][];
  if (entry && Object.hasOwn(checks, entry[0])) checks[entry[0]](entry[1], `${path}.${entry[0]}`, problems);
  else problems.add(path, simText.unknownDistribution);
}

/** Whether it is zero always, so that no time would ever pass. */
export const isNothing = (distribution: Distribution): boolean => meanOf(distribution) === 0;
