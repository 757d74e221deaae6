import type { PassOn, ServiceModel, Work } from '../../kit/service-model.ts';

/** All that a service does, whatever it is asked, and what that consists of, where it is looked into. */
const workOf = (
  model: ServiceModel | undefined,
  isLookedInto: (work: Work) => boolean = () => true,
): readonly Work[] => {
  const all = (work: readonly Work[]): readonly Work[] =>
    work.flatMap((each) => [each, ...(isLookedInto(each) ? all(within(each)) : [])]);
  return Object.values(model?.answers ?? {}).flatMap((kinds) => Object.values(kinds).flatMap(({ work }) => all(work)));
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

/** All that a service passes on to others, whatever it does besides. */
export const passingOn = (model: ServiceModel | undefined): readonly PassOn[] =>
  workOf(model).flatMap((work) => ('passOn' in work ? [work] : []));
