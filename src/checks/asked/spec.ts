import { LabError } from '../../errors/lab-error.ts';
import type { Blueprint, Service } from '../../model/blueprint.ts';
import type { CheckSpec } from '../../model/topology.ts';
import { askedTitle, noSuchHost } from '../../text/checks.ts';
import type { Check } from '../check.ts';
import type { Place } from '../place.ts';

/** What the user wrote, of some kinds. */
export type SpecOf<Kind extends CheckSpec['kind']> = Extract<CheckSpec, { kind: Kind }>;

/** What all checks that the user wrote have in common. */
export const askedCheck = (
  { name }: Pick<CheckSpec, 'name'>,
  rest: Pick<Check, 'from' | 'ask'> & Partial<Pick<Check, 'patient' | 'manner'>>,
): Check => ({ id: `user:${name}`, title: askedTitle(name), manner: 'talks', patient: true, ...rest });

/** The service of that name, or id; the first instance of several. @throws LabError `no-such-host` */
export const serviceNamed = ({ services }: Blueprint, name: string): Service => {
  const service = services.find((each) => each.id === name || each.name === name);
  if (service !== undefined) return service;
  throw noHost(name, name);
};

/** A name that means nothing from somewhere. */
export const noHost = (name: string, from: string): LabError =>
  new LabError({ code: 'no-such-host', fault: 'topology', ...noSuchHost(name, from) });

/** The address at which a place reaches a machine; `undefined` if it does not know it. */
export const addressFrom = ({ machines }: Blueprint, place: Place, name: string): string | undefined => {
  if (place.kind === 'machine') {
    const known = place.name === name ? '127.0.0.1' : place.machine.hosts[name];
    if (known !== undefined) return known;
  }
  const interfaces = machines.find((machine) => machine.name === name)?.interfaces ?? [];
  const near = interfaces.find(({ network }) => place.kind === 'network' && place.network === network);
  return (near ?? interfaces[0])?.address;
};
