import type { Peer, Readiness, Role, RoleContext } from '../kit/role.ts';
import { packages } from '../kit/resources/packages.ts';
import { renderTemplate } from '../kit/template.ts';
import type { Blueprint, Flow, Machine, Service } from '../model/blueprint.ts';
import type { Secret } from '../model/secret.ts';
import type { Piece } from './piece.ts';
import type { RoleTexts } from './texts.ts';

/** The lab's secrets, as roles ask for them. */
export interface SecretSource {
  secret(serviceName: string, name: string): Secret;
  /** The password that a service uses at another, by their names. */
  pair(fromName: string, toName: string): Secret;
}

/** Everything that the facets of roles are asked about. */
export interface RoleWorld {
  readonly lab: { readonly id: string; readonly name: string };
  readonly blueprint: Blueprint;
  readonly roles: readonly Role[];
  readonly secrets: SecretSource;
  readonly texts: RoleTexts;
}

/** The resources of one machine, in the order in which they are to be made: packages first, then service by service. */
export const resourcesOf = (world: RoleWorld, machine: Machine): readonly Piece[] => [
  { service: machine.name, resource: packages(machine.packages) },
  ...servicesOn(world, machine).flatMap(({ service, role, context }) =>
    (role.resources?.(context) ?? []).map((resource): Piece => ({ service: service.id, resource })),
  ),
];

/** The systemd units in which a service's processes run. */
export const unitsOf = ({ role, context }: RoleAtWork): readonly string[] =>
  (role.resources?.(context) ?? []).flatMap(({ id }) =>
    id.startsWith('service:') ? [id.slice('service:'.length)] : [],
  );

/** What must be true on one machine for its services to be ready. */
export const readinessOf = (world: RoleWorld, machine: Machine): readonly Readiness[] =>
  servicesOn(world, machine).flatMap(({ role, context }) => role.ready?.(context) ?? []);

/** A service with its role and what the role may look at. */
export interface RoleAtWork {
  readonly service: Service;
  readonly role: Role;
  readonly context: RoleContext;
}

/** The services of a machine whose roles can be provisioned, in the machine's order. */
export const servicesOn = (world: RoleWorld, machine: Machine): readonly RoleAtWork[] =>
  machine.services.flatMap((id) => {
    const service = world.blueprint.services.find((each) => each.id === id);
    const role = roleOf(world, service);
    if (service === undefined || role === undefined || !service.provisionable) return [];
    return [{ service, role, context: contextOf(world, machine, service) }];
  });

const roleOf = ({ roles }: RoleWorld, service: Service | undefined): Role | undefined =>
  roles.find(({ name }) => name === service?.role);

/** What a role may look at while it describes `service` on `machine`. */
export const contextOf = (world: RoleWorld, machine: Machine, service: Service): RoleContext => {
  const { lab, blueprint, secrets, texts } = world;
  return {
    lab,
    blueprint,
    machine,
    service,
    params: service.params,
    uses: (need) => usedBy(world, service, need),
    users: (port) => usersOf(world, service, port),
    secret: (name) => secrets.secret(service.name, name),
    template: (file, locals) =>
      renderTemplate({ file: `${service.role}/${file}`, text: texts.template(service.role, file) }, locals),
    carried: (path) => texts.carried(service.role, path),
  };
};

const usedBy = ({ blueprint, secrets }: RoleWorld, service: Service, need: string): readonly Peer[] =>
  service.uses
    .filter(({ name }) => name === need)
    .flatMap(({ targets }) => targets)
    .flatMap(({ service: id, address, port, network }) => {
      const target = blueprint.services.find((each) => each.id === id);
      if (target === undefined) return [];
      const machine = blueprint.machines.find(({ name }) => name === target.machine);
      const password = secrets.pair(service.name, target.name);
      return [{ service: target, machine, address, port, network, account: service.name, password }];
    });

const usersOf = (world: RoleWorld, service: Service, port: string | undefined): readonly Peer[] =>
  world.blueprint.flows
    .filter(({ to }) => to.service === service.id && (port === undefined || to.portName === port))
    .flatMap((flow) => userBy(world, service, flow));

const userBy = (world: RoleWorld, service: Service, flow: Flow): readonly Peer[] => {
  const { from, to, path } = flow;
  if (from.kind !== 'service') return [];
  const user = world.blueprint.services.find(({ id }) => id === from.service);
  if (user === undefined) return [];
  const schema = schemaBy(world, user, flow);
  return [
    {
      service: user,
      machine: world.blueprint.machines.find(({ name }) => name === from.machine),
      address: from.address,
      port: to.port,
      network: path.at(-1)?.network ?? '',
      account: user.name,
      password: world.secrets.pair(user.name, service.name),
      ...(schema === undefined ? {} : { schema }),
    },
  ];
};

const schemaBy = (world: RoleWorld, user: Service, flow: Flow): string | undefined => {
  const need = user.uses.find(({ targets }) => targets.some((target) => target.flow === flow.id));
  const path = need && roleOf(world, user)?.schemas?.[need.name];
  return path === undefined ? undefined : world.texts.carried(user.role, path)[0]?.content;
};
