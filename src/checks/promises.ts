import type { RoleCheck } from '../kit/role.ts';
import type { Machine } from '../model/blueprint.ts';
import type { RoleAtWork } from '../provision/context.ts';
import { servicesOn } from '../provision/context.ts';
import type { CheckGround } from './check.ts';

/** Something that a role promises of one of its services. */
export type Promised<Kind extends RoleCheck['check']> = RoleAtWork & {
  readonly machine: Machine;
  readonly promise: Extract<RoleCheck, { check: Kind }>;
};

/** All that the roles of a lab promise, of one kind. */
export const promisesOf = <Kind extends RoleCheck['check']>(
  { world }: CheckGround,
  kind: Kind,
): readonly Promised<Kind>[] =>
  world.blueprint.machines.flatMap((machine) =>
    servicesOn(world, machine).flatMap((atWork) =>
      (atWork.role.checks?.(atWork.context) ?? [])
        .filter((promise): promise is Extract<RoleCheck, { check: Kind }> => promise.check === kind)
        .map((promise) => ({ ...atWork, machine, promise })),
    ),
  );
