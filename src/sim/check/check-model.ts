import { simText } from '../../text/sim.ts';
import type { Balancer, Cache, DownMode, Link, Named, Quota, SimModel, Station } from '../model/model.ts';
import { causesOf } from './causes.ts';
import { checkDistribution } from './distributions.ts';
import { Problems, type ModelProblem } from './problems.ts';
import { checkSource } from './sources.ts';
import { StepCheck } from './steps.ts';

/** All that is wrong with a model; nothing, if it can be simulated. */
export function checkModel(model: SimModel, policies: Named<unknown>): readonly ModelProblem[] {
  const problems = new Problems();
  const causes = causesOf(model);
  const steps = new StepCheck(model, problems, causes);
  if (Object.keys(model.sources).length === 0) problems.add('sources', simText.empty);
  each(model.sources, 'sources', (source, path) => checkSource(source, path, { model, problems, steps }));
  each(model.stations, 'stations', (station, path) => checkStation(station, path, problems));
  each(model.links, 'links', (link, path) => checkLink(link, path, problems));
  each(model.caches, 'caches', (cache, path) => checkCache(cache, path, problems));
  each(model.balancers, 'balancers', (balancer, path) => checkBalancer(balancer, path, { problems, policies, steps }));
  each(model.programs, 'programs', (program, path) => steps.check(program, path));
  if (Object.keys(causes).length > 31) problems.add('', simText.tooManyCauses);
  return unique(problems.found);
}

/** A part that is used twice is looked at twice, and is as wrong as once. */
const unique = (problems: readonly ModelProblem[]): readonly ModelProblem[] => [
  ...new Map(problems.map((problem) => [problem.path + problem.message.en, problem])).values(),
];

function each<T>(things: Named<T> | undefined, path: string, check: (thing: T, path: string) => void): void {
  for (const [name, thing] of Object.entries(things ?? {})) check(thing, `${path}.${name}`);
}

const disciplines: Readonly<Record<NonNullable<Station['discipline']>, true>> = {
  fifo: true,
  priority: true,
  sharing: true,
  delay: true,
};
const modes: Readonly<Record<DownMode, true>> = { pause: true, refuse: true };

function checkStation(station: Station, path: string, problems: Problems): void {
  const { discipline = 'fifo', breakdowns } = station;
  problems.name(`${path}.discipline`, discipline, { kind: simText.kinds.discipline, among: disciplines });
  problems.number(`${path}.servers`, station.servers, 'count');
  problems.number(`${path}.room`, station.room, 'countOrNone');
  problems.number(`${path}.speed`, station.speed, 'positive');
  if (station.quota) checkQuota(station, station.quota, `${path}.quota`, problems);
  station.schedule?.forEach(({ at, speed, down = false }, i) => {
    if (down !== false) problems.name(`${path}.schedule.${i}.down`, down, { kind: simText.kinds.mode, among: modes });
    problems.number(`${path}.schedule.${i}.at`, at, 'notNegative');
    problems.number(`${path}.schedule.${i}.speed`, speed, 'positive');
  });
  if (!breakdowns) return;
  const { up, down, mode = 'pause' } = breakdowns;
  checkDistribution(up, `${path}.breakdowns.up`, problems);
  checkDistribution(down, `${path}.breakdowns.down`, problems);
  problems.name(`${path}.breakdowns.mode`, mode, { kind: simText.kinds.mode, among: modes });
}

function checkQuota({ discipline }: Station, quota: Quota, path: string, problems: Problems): void {
  problems.number(`${path}.seconds`, quota.seconds, 'positive');
  problems.number(`${path}.period`, quota.period, 'positive');
  problems.number(`${path}.phase`, quota.phase, 'notNegative');
  if (discipline !== 'sharing') problems.add(path, simText.quotaIsShared);
}

function checkLink(link: Link, path: string, problems: Problems): void {
  checkDistribution(link.delay, `${path}.delay`, problems);
  checkDistribution(link.jitter, `${path}.jitter`, problems);
  problems.number(`${path}.rate`, link.rate, 'positive');
  problems.number(`${path}.loss`, link.loss, 'probability');
  problems.number(`${path}.resendAfter`, link.resendAfter, 'positive');
  link.schedule?.forEach(({ at, loss, delay, rate }, i) => {
    problems.number(`${path}.schedule.${i}.at`, at, 'notNegative');
    problems.number(`${path}.schedule.${i}.loss`, loss, 'probability');
    problems.number(`${path}.schedule.${i}.delay`, delay, 'notNegative');
    problems.number(`${path}.schedule.${i}.rate`, rate, 'positive');
  });
}

function checkCache({ items, popularity, capacity, timeToLive }: Cache, path: string, problems: Problems): void {
  problems.number(`${path}.items`, items, 'count');
  if (popularity !== 'key') problems.number(`${path}.popularity`, popularity, 'notNegative');
  problems.number(`${path}.capacity`, capacity, 'count');
  problems.number(`${path}.timeToLive`, timeToLive, 'positive');
}

interface BalancerTools {
  readonly problems: Problems;
  readonly policies: Named<unknown>;
  readonly steps: StepCheck;
}

function checkBalancer(balancer: Balancer, path: string, { problems, policies, steps }: BalancerTools): void {
  const { targets, policy = 'random', tries, retryOn, passive, active } = balancer;
  if (Object.keys(targets).length === 0) problems.add(`${path}.targets`, simText.empty);
  problems.name(`${path}.policy`, policy, { kind: simText.kinds.policy, among: policies });
  problems.number(`${path}.tries`, tries, 'count');
  steps.checkCauses(retryOn, `${path}.retryOn`);
  each(targets, `${path}.targets`, (target, place) => {
    problems.number(`${place}.weight`, target.weight, 'positive');
    steps.check(target.steps, `${place}.steps`);
  });
  if (passive) {
    problems.number(`${path}.passive.failures`, passive.failures, 'count');
    problems.number(`${path}.passive.window`, passive.window, 'positive');
    problems.number(`${path}.passive.rest`, passive.rest, 'positive');
  }
  if (!active) return;
  for (const word of ['every', 'timeout'] as const) problems.number(`${path}.active.${word}`, active[word], 'positive');
  for (const word of ['failures', 'passes'] as const) problems.number(`${path}.active.${word}`, active[word], 'count');
  each(active.steps, `${path}.active.steps`, (probe, place) => steps.check(probe, place));
}
