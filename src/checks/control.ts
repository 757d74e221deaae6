import type { Blueprint, Machine } from '../model/blueprint.ts';
import type { CheckGround } from './check.ts';
import { knockFrom, once } from './knocks.ts';
import { flowsFrom, reachable } from './matrix.ts';
import type { Place } from './place.ts';

/**
 * Whether connections from a place work at all, before and after a silence: without it, silence proves nothing.
 * Each is tried once for all checks that share the control.
 */
export interface Control {
  before(signal: AbortSignal): Promise<boolean>;
  after(signal: AbortSignal): Promise<boolean>;
}

/**
 * A control connection from a place: to what it may use. Where it uses nothing: to its own services, or to the machines
 * of its networks, where being turned away is an answer too, and so is the port by which they are managed from here.
 * One that succeeds within the silence that is to be believed, milliseconds, is enough.
 */
export const controlFrom = (ground: CheckGround, place: Place, silenceMs: number): Control => {
  const targets = controlTargets(ground.world.blueprint, place);
  const knocks = targets.map(({ address, port }) => ({ address, port, protocol: 'tcp' }) as const);
  const attempt = async (signal: AbortSignal): Promise<boolean> => {
    const turned = await knockFrom(ground, place, { knocks, silenceMs }, signal);
    return targets.some(
      ({ orRefusal }, index) => turned[index] === undefined || (orRefusal && turned[index] === 'refused'),
    );
  };
  return { before: once(attempt), after: once(attempt) };
};

interface ControlTarget {
  readonly address: string;
  readonly port: number;
  /** Whether a refusal shows as well that the way works. */
  readonly orRefusal: boolean;
}

const controlTargets = (blueprint: Blueprint, place: Place): readonly ControlTarget[] => {
  const used = flowsFrom(blueprint, place).map(({ to }) => ({ ...to, orRefusal: false }));
  return used.length > 0 ? used : [...ownPorts(blueprint, place), ...neighbours(blueprint, place)];
};

const ownPorts = ({ services }: Blueprint, place: Place): readonly ControlTarget[] => {
  if (place.kind !== 'machine') return [];
  const offers = services.filter(({ machine }) => machine === place.name).flatMap((service) => service.offers);
  const ports = offers.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port);
  const addresses = ['127.0.0.1', ...place.machine.interfaces.map(({ address }) => address)];
  return ports.flatMap((port) => addresses.map((address) => ({ address, port, orRefusal: false })));
};

/** The port that the standard reserves for nothing that answers. */
export const discard = 9;

const neighbours = ({ machines }: Blueprint, place: Place): readonly ControlTarget[] => {
  const networks = place.kind === 'network' ? [place.network] : place.machine.interfaces.map(({ network }) => network);
  return machines
    .filter(({ name }) => name !== place.name)
    .flatMap((machine) => {
      const ports = [discard, ...(place.kind === 'network' ? managementPorts(machine) : [])];
      const met = reachable(machine).filter(({ network }) => networks.includes(network));
      return met.flatMap(({ address }) => ports.map((port) => ({ address, port, orRefusal: true })));
    });
};

/** Where a cloud's security group swallows whatever it does not know, this is all that answers. */
const managementPorts = ({ firewall }: Machine): readonly number[] =>
  firewall.input.flatMap(({ flow, port }) => (flow === 'management' ? [port] : []));
