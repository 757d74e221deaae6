import type { ServiceModel } from '../../kit/service-model.ts';
import { Secret } from '../../model/secret.ts';
import { contextOf, type RoleWorld } from '../../provision/context.ts';
import type { RoleTexts } from '../../provision/texts.ts';
import type { LabOfRoles } from '../choices.ts';

const untouched = (): never => {
  throw new Error('a role looked at files to say what its service does in the simulator');
};
const placeholder = new Secret('');

/** What roles are asked with about a lab that is not up: nothing is generated, and nothing read but these texts. */
export const drawnWorld = (
  { blueprint, roles }: LabOfRoles,
  texts: RoleTexts = { template: untouched, carried: untouched },
): RoleWorld => ({
  lab: { id: '', name: blueprint.name },
  blueprint,
  roles,
  secrets: { secret: () => placeholder, pair: () => placeholder },
  texts,
});

/** What the roles say that the services of a lab do. */
export function serviceModels(lab: LabOfRoles): ReadonlyMap<string, ServiceModel> {
  const { blueprint, roles } = lab;
  const world = drawnWorld(lab);
  return new Map(
    blueprint.services.flatMap((service) => {
      const role = roles.find(({ name }) => name === service.role);
      const machine = blueprint.machines.find(({ name }) => name === service.machine);
      const model = machine && role?.model?.(contextOf(world, machine, service));
      return model ? [[service.id, model] as const] : [];
    }),
  );
}
