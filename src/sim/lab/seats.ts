import type { ServiceModel, Work } from '../../kit/service-model.ts';

/** The pools of which a request keeps a place for all the time that the service is busy with it. */
export const seatsOf = ({ answers = {} }: ServiceModel): readonly string[] => [
  ...new Set(
    Object.values(answers).flatMap((kinds) => Object.values(kinds).flatMap(({ work }) => work.flatMap(outermost))),
  ),
];

const outermost = (work: Work): readonly string[] => {
  if ('occupy' in work) return [work.occupy];
  return 'oneOf' in work ? work.oneOf.flatMap((each) => each.work.flatMap(outermost)) : [];
};
