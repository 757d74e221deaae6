import { simText } from '../../text/sim.ts';
import type { SimModel } from '../model/model.ts';
import type { Arrivals, RatePiece, Source, Trace } from '../model/source.ts';
import { checkDistribution, isNothing } from './distributions.ts';
import { meanOf } from './mean.ts';
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
  else if (!('arrivals' in source)) problems.add(path, simText.noComing);
  else checkArrivals(source.arrivals, `${path}.arrivals`, problems);
  problems.number(`${path}.priority`, source.priority, 'priority');
  checkClients(source.clients, `${path}.clients`, problems);
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
  steps.checkCauses(retry.on, `${path}.retry.on`);
}

function checkClients(clients: Source['clients'], path: string, problems: Problems): void {
  if (typeof clients !== 'object') {
    problems.number(path, clients, 'count');
    return;
  }
  if (clients.length === 0) problems.add(path, simText.empty);
  clients.forEach((client, i) => problems.number(`${path}.${i}`, client, 'client'));
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
    problems.number(`${path}.${i}.key`, key, 'key');
    checkDistribution(think, `${path}.${i}.think`, problems);
    checkDistribution(demand, `${path}.${i}.demand`, problems);
  });
}

type Spaced = Extract<Arrivals, { readonly rate: unknown }>;

function checkArrivals(arrivals: Arrivals, path: string, problems: Problems): void {
  if ('every' in arrivals) {
    checkDistribution(arrivals.every, `${path}.every`, problems);
    if (isNothing(arrivals.every)) problems.add(`${path}.every`, simText.noTime);
    return;
  }
  if (!('rate' in arrivals)) {
    problems.add(path, simText.noRate);
    return;
  }
  const { rate, spacing } = arrivals;
  if (typeof rate === 'number') problems.number(`${path}.rate`, rate, 'positive');
  else checkPieces(rate, `${path}.rate`, problems);
  if (spacing !== undefined) checkSpacing(spacing, `${path}.spacing`, problems);
}

const spacings = { poisson: true, even: true };
/** Of a mean whose digits were rounded. */
const rounding = 0.001;

function checkSpacing(spacing: NonNullable<Spaced['spacing']>, path: string, problems: Problems): void {
  if (typeof spacing === 'string') {
    problems.name(path, spacing, { kind: simText.kinds.spacing, among: spacings });
    return;
  }
  const before = problems.found.length;
  checkDistribution(spacing, path, problems);
  if (problems.found.length > before) return;
  if (isNothing(spacing)) problems.add(path, simText.noTime);
  else if (Math.abs(meanOf(spacing) - 1) > rounding) problems.add(path, simText.spacingMean(meanOf(spacing)));
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
  columns.keys?.forEach((key, i) => problems.number(`${path}.keys.${i}`, key, 'key'));
  columns.clients?.forEach((client, i) => problems.number(`${path}.clients.${i}`, client, 'client'));
  columns.demands?.forEach((demand, i) => problems.number(`${path}.demands.${i}`, demand, 'notNegative'));
  for (const program of new Set(programs))
    problems.name(`${path}.programs`, program, { kind: simText.kinds.program, among: model.programs });
}
