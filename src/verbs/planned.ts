import { noBindings } from '../model/bindings.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { PlannedLab } from '../providers/provider.ts';
import type { Lab } from '../state/lab.ts';

/** A lab as a provider is told of it before anything of it is looked at. `begun`: what is known of it, if it was begun. */
export const plannedLab = (blueprint: Blueprint, begun: Pick<Lab, 'identity'> | undefined): PlannedLab => ({
  blueprint,
  own: blueprint.machines.map(({ name }) => name),
  bindings: noBindings,
  ...(begun && { identity: begun.identity }),
});
