import type { PassOn, ServiceModel, Work } from '../../kit/service-model.ts';

/** All that a service does, whatever it is asked, and what that consists of, where it is looked into. */
const workOf = (
  model: ServiceModel | undefined,
  isLookedInto: (work: Work) => boolean = () => true,
): readonly Work[] => {
  const all = (work: readonly Work[]): readonly Work[] =>
    work.flatMap((each) => [each, ...(isLookedInto(each) ? all(within(each)) : [])]);
  const answers = Object.values(model?.answers ?? {}).flatMap((kinds) => Object.values(kinds));
  return [...answers.flatMap(({ work }) => all(work)), ...all(model?.carries ?? [])];
};

const within = (work: Work): readonly Work[] => {
  if ('occupy' in work) return work.work;
  if ('oneOf' in work) return work.oneOf.flatMap((each) => each.work);
  if ('aside' in work) return work.aside;
  return 'ask' in work ? (work.otherwise ?? []) : [];
};

/** The pools of which a request keeps a place for all the time that the service is busy with it. */
export const seatsOf = (model: ServiceModel): readonly string[] => [
  ...new Set(workOf(model, (work) => 'oneOf' in work).flatMap((work) => ('occupy' in work ? [work.occupy] : []))),
];

/** The pools of which a place is kept for nothing but computing: as long as one is taken, a processor is busy. */
export const computingOf = (model: ServiceModel): readonly string[] => {
  const taken = workOf(model).flatMap((work) => ('occupy' in work ? [work] : []));
  const otherwise = new Set(
    taken.filter(({ work }) => !work.every((each) => 'compute' in each)).map(({ occupy }) => occupy),
  );
  return [...new Set(taken.map(({ occupy }) => occupy))].filter((pool) => !otherwise.has(pool));
};

/** All that a service passes on to others, whatever it does besides. */
export const passingOn = (model: ServiceModel | undefined): readonly PassOn[] =>
  workOf(model).flatMap((work) => ('passOn' in work ? [work] : []));
