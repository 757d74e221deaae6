import { simText } from '../../text/sim.ts';
import type { SimModel } from '../model/model.ts';
import type { Arrivals, RatePiece, Source, Trace } from '../model/source.ts';
import { checkDistribution, isNothing } from './distributions.ts';
import type { Problems } from './problems.ts';
import type { StepCheck } from './steps.ts';

interface Tools {
  readonly model: SimModel;
  readonly problems: Problems;
  readonly steps: StepCheck;
}

/** What is wrong with a source. */
export function checkSource(source: Source, path: string, tools: Tools): void {
  const { problems, steps } = tools;
  if ('users' in source) {
    problems.number(`${path}.users`, source.users, 'count');
    checkDistribution(source.think, `${path}.think`, problems);
    problems.number(`${path}.from`, source.from, 'notNegative');
    problems.number(`${path}.until`, source.until, 'notNegative');
  } else if ('trace' in source) checkTrace(source.trace, `${path}.trace`, tools);
  else checkArrivals(source.arrivals, `${path}.arrivals`, problems);
  problems.number(`${path}.priority`, source.priority, 'priority');
  problems.number(`${path}.clients`, source.clients, 'count');
  checkKeys(source.keys, `${path}.keys`, problems);
  checkJourney(source.journey, `${path}.journey`, problems);
  checkDistribution(source.demand, `${path}.demand`, problems);
  steps.check(source.steps, `${path}.steps`);
  const { retry } = source;
  if (!retry) return;
  problems.number(`${path}.retry.attempts`, retry.attempts, 'count');
  problems.number(`${path}.retry.factor`, retry.factor, 'atLeastOne');
  problems.number(`${path}.retry.limit`, retry.limit, 'positive');
  checkDistribution(retry.after, `${path}.retry.after`, problems);
}

function checkKeys(keys: Source['keys'], path: string, problems: Problems): void {
  if (typeof keys !== 'object') {
    problems.number(path, keys, 'count');
    return;
  }
  keys.forEach((weight, i) => problems.number(`${path}.${i}`, weight, 'notNegative'));
  if (!keys.some((weight) => weight > 0)) problems.add(path, simText.empty);
}

function checkJourney(journey: Source['journey'], path: string, problems: Problems): void {
  if (journey?.length === 0) problems.add(path, simText.empty);
  journey?.forEach(({ key, think, demand }, i) => {
    problems.number(`${path}.${i}.key`, key, 'countOrNone');
    checkDistribution(think, `${path}.${i}.think`, problems);
    checkDistribution(demand, `${path}.${i}.demand`, problems);
  });
}

function checkArrivals(arrivals: Arrivals, path: string, problems: Problems): void {
  if ('every' in arrivals) {
    checkDistribution(arrivals.every, `${path}.every`, problems);
    if (isNothing(arrivals.every)) problems.add(`${path}.every`, simText.noTime);
    return;
  }
  const { rate, spacing } = arrivals;
  if (typeof rate === 'number') problems.number(`${path}.rate`, rate, 'positive');
  else checkPieces(rate, `${path}.rate`, problems);
  if (typeof spacing === 'string' || spacing === undefined) return;
  checkDistribution(spacing, `${path}.spacing`, problems);
  if (isNothing(spacing)) problems.add(`${path}.spacing`, simText.noTime);
}

function checkPieces(pieces: readonly RatePiece[], path: string, problems: Problems): void {
  if (pieces.length === 0) problems.add(path, simText.empty);
  pieces.forEach(({ rate }, i) => problems.number(`${path}.${i}.rate`, rate, 'notNegative'));
  problems.times(
    path,
    pieces.map(({ from }) => from),
  );
}

function checkTrace({ times, programs, ...columns }: Trace, path: string, { model, problems }: Tools): void {
  problems.times(`${path}.times`, times);
  for (const [name, column] of Object.entries({ ...columns, programs }))
    if (column && column.length !== times.length)
      problems.add(`${path}.${name}`, simText.lengths(column.length, times.length));
  columns.demands?.forEach((demand, i) => problems.number(`${path}.demands.${i}`, demand, 'notNegative'));
  for (const program of new Set(programs))
    problems.name(`${path}.programs`, program, { kind: simText.kinds.program, among: model.programs });
}
