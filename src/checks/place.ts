import { LabError } from '../errors/lab-error.ts';
import type { Blueprint, FlowSource, Machine, Network } from '../model/blueprint.ts';
import type { Vantage } from '../ports/vantage.ts';
import type { Session } from '../ssh/session.ts';
import { machineNotReached, nowhere } from '../text/checks.ts';
import type { CheckGround } from './check.ts';

/** Somewhere connections can be opened from. */
export type Place = MachinePlace | NetworkPlace;

/** Inside a machine. */
export interface MachinePlace {
  readonly kind: 'machine';
  /** The machine's. */
  readonly name: string;
  readonly machine: Machine;
}

/** Beside the machines on a network, where visitors are. */
export interface NetworkPlace {
  readonly kind: 'network';
  /** `visitors@lan`. */
  readonly name: string;
  readonly network: string;
}

const networkPlace = (network: string): NetworkPlace => ({ kind: 'network', name: `visitors@${network}`, network });

const machinePlace = (machine: Machine): MachinePlace => ({ kind: 'machine', name: machine.name, machine });

const hasVantage = (network: Network): boolean => network.kind !== 'openvpn';

/** Every place of a lab. */
export const placesOf = ({ machines, networks }: Blueprint): readonly Place[] => [
  ...machines.map(machinePlace),
  ...networks.filter(hasVantage).map(({ name }) => networkPlace(name)),
];

/** The place that a machine's or network's name means. @throws LabError `no-such-place` */
export const placeNamed = (blueprint: Blueprint, name: string): Place => {
  const place = placesOf(blueprint).find(
    (each) => each.name === name || (each.kind === 'network' && each.network === name),
  );
  if (place !== undefined) return place;
  throw new LabError({
    code: 'no-such-place',
    fault: 'topology',
    ...nowhere(
      name,
      placesOf(blueprint).map((each) => each.name),
    ),
  });
};

/** The place in which a flow begins; `undefined` for what is no machine of the lab. */
export const placeOfSource = (blueprint: Blueprint, from: FlowSource): Place | undefined => {
  if (from.kind === 'managed') return undefined;
  if (from.kind !== 'service') return networkPlace(from.network);
  const machine = blueprint.machines.find(({ name }) => name === from.machine);
  return machine && machinePlace(machine);
};

/** The way into a machine. @throws LabError `machine-not-reached` */
export const sessionOn = ({ sessions }: CheckGround, machine: string): Session => {
  const session = sessions.get(machine);
  if (session !== undefined) return session;
  throw new LabError({ code: 'machine-not-reached', fault: 'environment', ...machineNotReached(machine) });
};

/** A way to open connections there. @throws LabError `machine-not-reached` */
export const vantageAt = async (ground: CheckGround, place: Place): Promise<Vantage> =>
  place.kind === 'network' ? ground.vantage(place.network) : sessionOn(ground, place.name);
