import { LabError } from '../errors/lab-error.ts';
import type { Interface, Machine } from '../model/blueprint.ts';
import type { ChangedLink, Direction } from '../model/links.ts';
import type { LinkControl } from '../providers/provider.ts';
import { withLock } from '../state/lock.ts';
import * as text from '../text/links.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import type { OpenedLab } from './opened.ts';
import { ports } from './ports.ts';
import type { LinkResult } from './results.ts';
import { selectOne } from './selection.ts';

/** Which link is looked at, and what of it is changed. */
export interface LinkRequest extends LabRequest {
  readonly machine: string;
  readonly network: string;
  /** What the machine sends, what is sent to it, or both if absent. */
  readonly direction?: 'from' | 'to';
  /** Laid over what is now. `reset`: back to what is declared. Absent: only looked at. */
  readonly change?: Direction | 'reset';
}

/** Changes a machine's link to a network while the lab runs, and says how it is then. */
export const link = async (request: LinkRequest, bench: Bench): Promise<LinkResult> => {
  const lab = await openMeant(request, bench, (drawn) => cableOf(drawn, request));
  const { machine, cable } = cableOf(lab, request);
  const links = controlOf(lab);
  const { change } = request;
  if (change === undefined) return resultOf(lab, machine, cable, await nowOf(lab, links, machine, cable));
  return withLock(lab.identity.folder, 'link', ports, async () => {
    const wanted = changedTo(await nowOf(lab, links, machine, cable), cable, request.direction, change);
    await links.change(lab.known, wanted, bench.stage);
    return resultOf(lab, machine, cable, wanted);
  });
};

const cableOf = (
  { blueprint }: Pick<OpenedLab, 'blueprint'>,
  request: LinkRequest,
): { readonly machine: Machine; readonly cable: Interface } => {
  const machine = selectOne(blueprint, request.machine);
  const cable = machine.interfaces.find(({ network }) => network === request.network);
  const tunnel = blueprint.networks.find(({ name, kind }) => name === request.network && kind === 'openvpn');
  if (tunnel?.kind === 'openvpn')
    throw new LabError({ code: 'link-of-tunnel', fault: 'usage', ...text.linkOfTunnel(tunnel.name, tunnel.over) });
  const known = machine.interfaces.filter(({ mac }) => mac !== undefined).map(({ network }) => network);
  if (cable === undefined)
    throw new LabError({
      code: 'no-such-link',
      fault: 'usage',
      ...text.noSuchLink(machine.name, request.network, known),
    });
  return { machine, cable };
};

const controlOf = ({ provider, target }: OpenedLab): LinkControl => {
  if (provider.links !== undefined) return provider.links;
  throw new LabError({ code: 'links-fixed', fault: 'usage', ...text.linksFixed(target) });
};

const nowOf = async (lab: OpenedLab, links: LinkControl, { name }: Machine, cable: Interface): Promise<ChangedLink> => {
  const changed = await links.changed(lab.known);
  const unchanged = { machine: name, network: cable.network };
  return changed.find((each) => each.machine === name && each.network === cable.network) ?? unchanged;
};

const changedTo = (
  now: ChangedLink,
  { link: declared }: Interface,
  direction: LinkRequest['direction'],
  change: Direction | 'reset',
): ChangedLink => {
  const one = (way: 'from' | 'to'): Direction | undefined => {
    if (direction !== undefined && direction !== way) return now[way];
    return change === 'reset' ? undefined : { ...(now[way] ?? declared), ...change };
  };
  const [from, to] = [one('from'), one('to')];
  const { machine, network } = now;
  return { machine, network, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
};

const resultOf = (
  { identity }: OpenedLab,
  machine: Machine,
  { network, link: declared }: Interface,
  { from, to }: ChangedLink,
): LinkResult => ({
  lab: identity.name,
  machine: machine.name,
  network,
  declared,
  from: from ?? declared,
  to: to ?? declared,
  changed: from !== undefined || to !== undefined,
});
