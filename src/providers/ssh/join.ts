import { LabError } from '../../errors/lab-error.ts';
import { noBindings, type Bindings } from '../../model/bindings.ts';
import type { Stage } from '../../ports/stage.ts';
import { timed } from '../../ports/timed.ts';
import { existingText } from '../../text/existing.ts';
import type { ProviderLab } from '../provider.ts';
import { noteAdopted } from './adopted.ts';
import { takeCare } from './care.ts';
import { inside, look } from './enter.ts';
import { refuseTakenPorts, unfitness } from './fitness.ts';
import type { Host } from './hosts.ts';
import { markerOf } from './marker.ts';
import type { Probe } from './probe.ts';
import { trustHosts, type Trusted } from './trust.ts';

/**
 * Makes computers machines of the lab: all are looked at first, and none is touched unless every one of them can be.
 * @returns what was known before, with the host keys that were agreed to
 * @throws LabError: `host-…`
 */
export const joinLab = async (lab: ProviderLab, hosts: readonly Host[], stage: Stage): Promise<Bindings> => {
  const trusted = await trustHosts(hosts, lab.bindings, stage);
  const looked = await everyHost(trusted, async (each) => ({
    ...each,
    probe: await fitting(lab, each, stage.signal),
  }));
  const joining = looked.filter(({ probe }) => probe.marker === undefined);
  await everyHost(joining, ({ host, hostKey }) =>
    inside(host, hostKey, { sudo: true, signal: stage.signal }, (session) =>
      refuseTakenPorts(session, lab.blueprint, host),
    ),
  );
  await noteAdopted(
    lab.identity,
    looked.map(({ host: { machine, address, port, user, key }, hostKey }) => ({
      machine,
      address,
      port,
      user,
      key,
      hostKey,
    })),
  );
  const waiting = looked.filter(({ probe }) => probe.marker === undefined || probe.isParked);
  await everyHost(waiting, (each) => welcome(lab, each, each.probe, stage));
  return withKeys(lab.bindings, trusted);
};

const fitting = async ({ identity }: ProviderLab, { host, hostKey }: Trusted, signal: AbortSignal): Promise<Probe> => {
  const probe = await look(host, hostKey, signal);
  const fault = unfitness(host, probe, identity);
  if (fault) throw fault;
  return probe;
};

const welcome = (lab: ProviderLab, { host, hostKey }: Trusted, { marker }: Probe, stage: Stage): Promise<void> =>
  timed(stage, { phase: 'machine', machine: host.machine, what: existingText.adopting }, () =>
    inside(host, hostKey, { sudo: true, signal: stage.signal }, (session) =>
      takeCare(session, marker === undefined ? 'adopt' : 'resume', markerOf(lab.identity, host.machine)),
    ),
  );

const withKeys = ({ machines, visitors }: Bindings, trusted: readonly Trusted[]): Bindings => ({
  ...noBindings,
  visitors,
  machines: {
    ...machines,
    ...Object.fromEntries(
      trusted.map(({ host: { machine, address, port, user }, hostKey }) => [
        machine,
        { attachments: {}, ...machines[machine], ssh: { host: address, port, user, hostKey } },
      ]),
    ),
  },
});

/** All at once. @throws the failure, or one that tells of all failures */
export const everyHost = async <Item extends object, T>(
  hosts: readonly Item[],
  work: (host: Item) => Promise<T>,
): Promise<readonly T[]> => {
  const results = await Promise.allSettled(hosts.map(work));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const ours = failures.filter((failure) => failure instanceof LabError);
  const [first] = failures;
  if (first !== undefined && (failures.length === 1 || ours.length < failures.length)) throw first;
  if (ours[0] !== undefined)
    throw new LabError({
      code: 'hosts-failed',
      fault: ours[0].fault,
      message: existingText.severalUnfit(ours.map(({ sentence }) => sentence)),
      ...(ours[0].hint && { hint: ours[0].hint }),
      cause: new AggregateError(failures),
    });
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};
