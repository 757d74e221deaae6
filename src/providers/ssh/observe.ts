import { LabError } from '../../errors/lab-error.ts';
import type { Bindings, MachineBinding } from '../../model/bindings.ts';
import type { Machine } from '../../model/blueprint.ts';
import type { Clock } from '../../ports/clock.ts';
import { existingText } from '../../text/existing.ts';
import type { MachineState, Observed, ProviderLab } from '../provider.ts';
import { publishedDirectly } from '../published.ts';
import { readAdopted } from './adopted.ts';
import { bindingOf, canVisit, visitorsOf, type Seen } from './bound.ts';
import { look } from './enter.ts';
import type { Host, Hosts } from './hosts.ts';
import { isOurs } from './marker.ts';
import { pinnedKey } from './trust.ts';

interface Sight {
  readonly state: MachineState;
  readonly seen?: Seen;
  readonly binding?: MachineBinding;
}

/** What there is of a lab on computers that were there before. Each is asked; one that does not answer is unknown. */
export const observeHosts = async (lab: ProviderLab, hosts: Hosts, clock: Clock): Promise<Observed> => {
  const own = lab.blueprint.machines.filter(({ name }) => lab.own.includes(name));
  const mine = hosts.of(lab.own);
  const sights = await Promise.all(
    own.map((machine) =>
      sightOf(
        lab,
        machine,
        mine.find((host) => host.machine === machine.name),
        clock,
      ),
    ),
  );
  const machines: Bindings['machines'] = Object.fromEntries(
    own.flatMap(({ name }, index) => {
      // One that does not answer now is still where it was.
      const binding = sights[index]?.binding ?? lab.bindings.machines[name];
      return binding === undefined ? [] : [[name, binding] as const];
    }),
  );
  const seen = sights.flatMap((sight) => sight.seen ?? []);
  const bindings = { machines, visitors: { ...lab.bindings.visitors, ...visitorsOf(lab.blueprint, machines, seen) } };
  const adopted = await readAdopted(lab.identity);
  return {
    machines: sights.map(({ state }) => state),
    undescribed: adopted.map(({ machine }) => machine).filter((name) => !lab.own.includes(name)),
    published: canVisit(mine) ? publishedDirectly(lab.blueprint, bindings) : [],
    // Whatever joins them was there before.
    networks: 'ready',
    bindings,
  };
};

const sightOf = async (lab: ProviderLab, machine: Machine, host: Host | undefined, clock: Clock): Promise<Sight> => {
  const { name } = machine;
  const hostKey = host && pinnedKey(host, lab.bindings);
  if (host === undefined || hostKey === undefined)
    return { state: { name, state: 'unknown', why: existingText.notMetYet } };
  try {
    const seen: Seen = { host, hostKey, probe: await look(host, hostKey) };
    const { marker, isParked, uptimeSeconds } = seen.probe;
    const binding = bindingOf(lab.blueprint, machine, seen);
    if (marker === undefined) return { state: { name, state: 'absent' }, seen, binding };
    if (!isOurs(marker, lab.identity)) {
      const why = existingText.taken(name, marker.name, marker.owner.name, marker.id).message;
      return { state: { name, state: 'unknown', why }, seen, binding };
    }
    const since = new Date(clock.now().getTime() - uptimeSeconds * 1000);
    return { state: isParked ? { name, state: 'stopped' } : { name, state: 'running', since }, seen, binding };
  } catch (error) {
    if (!(error instanceof LabError) || error.fault === 'bug') throw error;
    return { state: { name, state: 'unknown', why: error.sentence } };
  }
};
