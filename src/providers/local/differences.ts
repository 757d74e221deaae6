import type { Published } from '../provider.ts';
import type { MachineOrder, Publication } from './protocol.ts';

/** In what a machine that is there differs from what is ordered. Packages it has beyond are no difference. */
export type Difference = 'size' | 'disk' | 'interfaces' | 'packages' | 'containers';

/** Compares a machine as it was made with an order for it. */
export const differences = (made: MachineOrder, ordered: MachineOrder): readonly Difference[] => {
  const sameSize = made.size.cpus === ordered.size.cpus && made.size.memoryMiB === ordered.size.memoryMiB;
  const sameInterfaces = canonical(made.interfaces) === canonical(ordered.interfaces);
  return [
    ...(sameSize ? [] : ['size' as const]),
    // A disk only grows; a smaller size leaves it as it is.
    ...(ordered.size.diskGiB <= made.size.diskGiB ? [] : ['disk' as const]),
    ...(sameInterfaces ? [] : ['interfaces' as const]),
    ...(ordered.packages.every((name) => made.packages.includes(name)) ? [] : ['packages' as const]),
    // A machine that may hold some and has none is none the worse.
    ...(ordered.containers && !made.containers ? ['containers' as const] : []),
  ];
};

/** Whether a machine has to be stopped and started for them; the others are brought about while it runs. */
export const mustRestart = (differences: readonly Difference[]): boolean =>
  (['interfaces', 'disk', 'containers'] as const).some((each) => differences.includes(each));

/** Whether a port leads where an order says, and is the one that was asked for, if one was. */
export const leadsAs = (order: Publication, { visitors, listen, address, port }: Published): boolean =>
  order.visitors === visitors &&
  order.address === address &&
  order.port === port &&
  (order.listen ?? listen) === listen;

/** Text that is equal for equal values, whatever the order in which their keys were written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
