import { roles } from '../../../ansible-free-provision/index.ts';
import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import { Secret } from '../../model/secret.ts';
import { contextOf, type RoleWorld } from '../../provision/context.ts';

const untouched = (): never => {
  throw new Error('a role looked at files to say what its service does in the simulator');
};
const placeholder = new Secret('');

/** What the roles say that the services of a lab do. Nothing is generated, read or brought up for it. */
export function serviceModels(blueprint: Blueprint): ReadonlyMap<string, ServiceModel> {
  const world: RoleWorld = {
    lab: { id: '', name: blueprint.name },
    blueprint,
    roles,
    secrets: { secret: () => placeholder, pair: () => placeholder },
    texts: { template: untouched, carried: untouched },
  };
  return new Map(
    blueprint.services.flatMap((service) => {
      const role = roles.find(({ name }) => name === service.role);
      const machine = blueprint.machines.find(({ name }) => name === service.machine);
      const model = machine && role?.model?.(contextOf(world, machine, service));
      return model ? [[service.id, model] as const] : [];
    }),
  );
}
