import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { systemClock } from '../../ports/clock.ts';
import { ownVantage } from '../../ports/own-vantage.ts';
import { timed } from '../../ports/timed.ts';
import { existingText } from '../../text/existing.ts';
import type { Provider, ProviderLab } from '../provider.ts';
import type { OpenProvider } from '../registry.ts';
import { canVisit } from './bound.ts';
import { takeCare } from './care.ts';
import { inside, look, reachHost } from './enter.ts';
import { readHosts, type Hosts } from './hosts.ts';
import { everyHost, joinLab } from './join.ts';
import { leaveHosts } from './leave.ts';
import { markerOf } from './marker.ts';
import { observeHosts } from './observe.ts';
import { pinnedKey } from './trust.ts';

/** Computers that are already there: they join a lab, and are put back as they were when they leave it. */
export const openSsh: OpenProvider = async ({ project, options }) => {
  const path = options.hosts ?? join(project, 'hosts.yaml');
  // What ends a lab must do without the file.
  const read = await readHosts(path).catch(unlessBug);
  const hosts = (): Hosts => {
    if (read instanceof LabError) throw read;
    return read;
  };
  return sshProvider(hosts, read instanceof LabError ? [] : read.all);
};

const unlessBug = (error: unknown): LabError => {
  if (!(error instanceof LabError) || error.fault === 'bug') throw error;
  return error;
};

const sshProvider = (hosts: () => Hosts, named: Hosts['all']): Provider => {
  const pinned = (lab: ProviderLab, machine: string) => {
    const [host] = hosts().of([machine]);
    const hostKey = host && pinnedKey(host, lab.bindings);
    if (host === undefined || hostKey === undefined)
      throw new LabError({
        code: 'host-not-met',
        fault: 'operation',
        message: existingText.unknownHost(machine),
        hint: existingText.notMetYet,
      });
    return { host, hostKey };
  };
  return {
    name: 'ssh',
    examine: async () => [{ code: 'hosts', what: existingText.known(hosts().all.length), status: 'good', fix: [] }],
    create: async (lab, stage, { only } = {}) => {
      const bindings = await joinLab(lab, hosts().of(only ?? lab.own), stage);
      return observeHosts({ ...lab, bindings }, hosts(), systemClock);
    },
    observe: (lab) => observeHosts(lab, hosts(), systemClock),
    stop: async (lab, stage, only = lab.own) => {
      await everyHost(
        only.map((machine) => pinned(lab, machine)),
        ({ host, hostKey }) =>
          timed(stage, { phase: 'stop', machine: host.machine, what: existingText.parking }, () =>
            inside(host, hostKey, { sudo: true, signal: stage.signal }, (session) =>
              takeCare(session, 'park', markerOf(lab.identity, host.machine)),
            ),
          ),
      );
    },
    remove: (lab, stage, machines) => leaveHosts(lab.identity, named, stage, machines),
    destroy: (identity, stage) => leaveHosts(identity, named, stage),
    list: async (owner) => {
      const known = named.flatMap((host) => (host.hostKey === undefined ? [] : [{ host, hostKey: host.hostKey }]));
      const probes = await Promise.all(known.map(({ host, hostKey }) => look(host, hostKey).catch(unlessBug)));
      const markers = probes.flatMap((probe) => (probe instanceof LabError ? [] : (probe.marker ?? [])));
      const mine = markers.filter((marker) => marker.owner.uid === owner.uid && marker.owner.name === owner.name);
      return [...new Map(mine.map(({ id, name, folder }) => [id, { id, name, folder }])).values()];
    },
    reach: (lab, machine) => {
      const { host, hostKey } = pinned(lab, machine);
      return reachHost(host, hostKey);
    },
    vantage: async (lab, network) => {
      if (!canVisit(hosts().of(lab.own)))
        throw new LabError({ code: 'no-vantage', fault: 'environment', message: existingText.noVantage(network) });
      return ownVantage(`visitors@${network}`);
    },
  };
};
