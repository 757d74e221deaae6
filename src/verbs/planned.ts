import { LabError } from '../errors/lab-error.ts';
import { noBindings } from '../model/bindings.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { PlannedLab } from '../providers/provider.ts';
import type { Lab } from '../state/lab.ts';
import { onlySketched } from '../text/verbs.ts';

/** A lab as a provider is told of it before anything of it is looked at. `begun`: what is known of it, if it was begun. */
export const plannedLab = (blueprint: Blueprint, begun: Pick<Lab, 'identity'> | undefined): PlannedLab => ({
  blueprint,
  own: blueprint.machines.map(({ name }) => name),
  bindings: noBindings,
  ...(begun && { identity: begun.identity }),
});

/** @throws LabError `only-sketched` where nobody knows how to make a service of the lab */
export const refuseSketches = ({ services }: Blueprint): void => {
  const sketched = services.filter(({ provisionable }) => !provisionable).map(({ id }) => id);
  if (sketched.length > 0) throw new LabError({ code: 'only-sketched', fault: 'usage', ...onlySketched(sketched) });
};
