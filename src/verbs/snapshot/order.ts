import type { Blueprint } from '../../model/blueprint.ts';

/**
 * A lab's services, by id, in the order in which they stop: who asks before who is asked, so that nothing is under way in a
 * store when its turn comes. What asks in a circle stops at once.
 */
export const stoppingOrder = ({
  services,
  flows,
}: Pick<Blueprint, 'services' | 'flows'>): readonly (readonly string[])[] => {
  const asks = flows.flatMap(({ from, to }) =>
    from.kind === 'service' && from.service !== to.service ? [{ from: from.service, to: to.service }] : [],
  );
  const after = (left: readonly string[]): readonly (readonly string[])[] => {
    if (left.length === 0) return [];
    const unasked = left.filter((id) => !asks.some(({ from, to }) => to === id && left.includes(from)));
    const now = unasked.length === 0 ? left : unasked;
    return [now, ...after(left.filter((id) => !now.includes(id)))];
  };
  return after(services.map(({ id }) => id));
};
