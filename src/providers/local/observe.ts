import { basename } from 'node:path';
import { noBindings } from '../../model/bindings.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import type { ChangedLink } from '../../model/links.ts';
import { isAlive, isSameBoot, thisProcess } from '../../ports/computer.ts';
import { isGone, listFolder, readText, storedBytes } from '../../ports/files.ts';
import { parseJson } from '../../state/json.ts';
import { localTexts } from '../../text/local.ts';
import type { SomeMachine } from '../budget.ts';
import type { MachineState, Observed, ProviderLab } from '../provider.ts';
import { differences, leadsAs, mustRestart } from './differences.ts';
import { machineOrder, networkOrders, publications } from './orders.ts';
import { markOfKeys } from './keys.ts';
import { labPlaces, machinePlaces, places } from './places.ts';
import { hasSwitches, isPlugged, isShut } from './plugged.ts';
import type { DoorRecord, LabRecord, LinksRecord, MachineRecord, RunRecord, SwitchRecord } from './records.ts';

/** A record of the root program's. One that a crash of the computer has cut short is none: what it told of is made anew. */
const read = async <T>(path: string): Promise<T | undefined> => parseJson<T>(await readText(path));

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** What a machine holds in memory, bytes: files that could be dropped at once are not counted. Both cgroup versions. */
const memoryOf = async (folder: string): Promise<number | undefined> => {
  const used = number(
    (await readText(`${folder}/memory.current`)) ?? (await readText(`${folder}/memory.usage_in_bytes`)),
  );
  const statistics = await readText(`${folder}/memory.stat`);
  if (used === undefined || statistics === undefined) return undefined;
  const idle = /^total_inactive_file (\d+)$/m.exec(statistics) ?? /^inactive_file (\d+)$/m.exec(statistics);
  return Math.max(0, used - Number(idle?.[1] ?? 0));
};

/** Whether a machine that was started runs no more. */
export const hasEnded = async (id: string, machine: string): Promise<boolean> => {
  const run = await read<RunRecord>(machinePlaces(id, machine).run);
  return run !== undefined && !isAlive(run);
};

type Known = Pick<ProviderLab, 'identity' | 'blueprint' | 'authorizedKey' | 'hostKeys'>;

const machineState = async (
  { identity: { id }, authorizedKey, hostKeys }: Known,
  machine: Blueprint['machines'][number],
): Promise<MachineState> => {
  const { name } = machine;
  const place = machinePlaces(id, name);
  const record = await read<MachineRecord>(place.record);
  if (record === undefined) return { name, state: 'absent' };
  const run = await read<RunRecord>(place.run);
  if (run === undefined || !isAlive(run)) {
    const rebooted = record.boot !== undefined && !isSameBoot(record.boot, thisProcess().boot);
    return { name, state: 'stopped', ...(rebooted && { why: localTexts.rebooted }) };
  }
  const holder = await read<SwitchRecord>(labPlaces(id).switch);
  if (holder === undefined || !(await hasSwitches(holder)) || !(await isPlugged(run, record, holder)))
    return { name, state: 'different', why: localTexts.unplugged, restarts: true };
  if (await isShut(id, name, run)) return { name, state: 'different', why: localTexts.shut, restarts: true };
  const hostKey = hostKeys[name]?.publicKey;
  if (run.keys !== undefined && hostKey !== undefined && run.keys !== markOfKeys(authorizedKey, hostKey))
    return { name, state: 'different', why: localTexts.rekeyed, restarts: true };
  const changed = differences(record.order, machineOrder(machine));
  const links = (await read<LinksRecord>(place.links)) ?? [];
  if (changed.length === 0 && links.length > 0)
    return {
      name,
      state: 'different',
      why: localTexts.linksChanged(links.map(({ network }) => network)),
      restarts: false,
    };
  if (changed.length > 0)
    return { name, state: 'different', why: localTexts.different(changed), restarts: mustRestart(changed) };
  const memoryBytes = await memoryOf(run.memory);
  return { name, state: 'running', since: new Date(run.since), ...(memoryBytes === undefined ? {} : { memoryBytes }) };
};

const networksState = async (blueprint: Blueprint, id: string): Promise<Observed['networks']> => {
  const record = await read<SwitchRecord>(labPlaces(id).switch);
  if (record === undefined) return 'absent';
  const there = new Set(
    record.networks.map((network) => JSON.stringify([network.name, network.vantage, network.prefix])),
  );
  const wanted = networkOrders(blueprint).every(({ name, vantage, prefix }) =>
    there.has(JSON.stringify([name, vantage, prefix])),
  );
  const only = record.networks.length === networkOrders(blueprint).length;
  return (await hasSwitches(record)) && wanted && only ? 'ready' : 'broken';
};

/** What is there of a lab, from records that everybody may read and the kernel's list of processes. */
export const observe = async (lab: Known): Promise<Observed> => {
  const {
    identity: { id },
    blueprint,
  } = lab;
  const [machines, there, networks, door] = await Promise.all([
    Promise.all(blueprint.machines.map((machine) => machineState(lab, machine))),
    listFolder(labPlaces(id).machines),
    networksState(blueprint, id),
    read<DoorRecord>(labPlaces(id).door),
  ]);
  const open = door !== undefined && isAlive(door) && !(await isGone(labPlaces(id).doorSocket));
  const asked = publications(blueprint);
  const published = open ? door.published : [];
  const leads =
    published.length === asked.length && asked.every((order) => published.some((one) => leadsAs(order, one)));
  const undescribed = there.filter((name) => !blueprint.machines.some((machine) => machine.name === name));
  return {
    machines,
    undescribed,
    published,
    networks: networks === 'ready' && !(open && leads) ? 'broken' : networks,
    bindings: noBindings,
  };
};

/** Whether a program works on the lab as root, for somebody who may have been killed, or was killed itself at it. */
const isAtWork = async (id: string): Promise<boolean> =>
  (await listFolder(places.runtime)).includes(basename(labPlaces(id).turn));

/** Whether these machines (all, if none are named) and all else of the lab are there as described: root has nothing to do. */
export const isMade = async (lab: ProviderLab, names = lab.own): Promise<boolean> => {
  const { id, folder } = lab.identity;
  if (await isAtWork(id)) return false;
  const { machines, networks } = await observe(lab);
  const [record, ...runs] = await Promise.all([
    read<LabRecord>(labPlaces(id).record),
    ...names.map((name) => read<RunRecord>(machinePlaces(id, name).run)),
  ]);
  return (
    networks === 'ready' &&
    record?.folder === folder &&
    runs.every((run) => run?.settled === true) &&
    machines.every(({ name, state }) => state === 'running' || !names.includes(name))
  );
};

/** The links that were changed since their machines started. */
export const changedLinks = async ({
  identity: { id },
  blueprint,
}: Pick<ProviderLab, 'identity' | 'blueprint'>): Promise<readonly ChangedLink[]> => {
  const records = await Promise.all(
    blueprint.machines.map(async ({ name: machine }) => {
      const place = machinePlaces(id, machine);
      const run = await read<RunRecord>(place.run);
      const links =
        run !== undefined && isAlive(run)
          ? await read<readonly Omit<ChangedLink, 'machine'>[]>(place.links)
          : undefined;
      return (links ?? []).map((link) => ({ machine, ...link }));
    }),
  );
  return records.flat();
};

/** Which link properties this kernel cannot give the lab, as found when its switches were made. */
export const lackingLinks = async (id: string): Promise<SwitchRecord['lacking']> =>
  (await read<SwitchRecord>(labPlaces(id).switch))?.lacking ?? [];

/** Whether anything of a lab may be there. The turn comes before all else and goes last. */
export const isBegun = async (id: string): Promise<boolean> => {
  const names = [...(await listFolder(places.labs)), ...(await listFolder(places.runtime))];
  return [id, basename(labPlaces(id).turn)].some((name) => names.includes(name));
};

/** The machines of all labs on this computer that were made. */
export const machinesOfAllLabs = async (): Promise<readonly SomeMachine[]> => {
  const ids = await listFolder(places.labs);
  const labs = await Promise.all(
    ids.map(async (id) => {
      const names = await listFolder(labPlaces(id).machines);
      return Promise.all(names.map((name) => someMachine(id, name)));
    }),
  );
  return labs.flat(2);
};

const someMachine = async (id: string, name: string): Promise<readonly SomeMachine[]> => {
  const place = machinePlaces(id, name);
  const [record, run, diskBytes = 0] = await Promise.all([
    read<MachineRecord>(place.record),
    read<RunRecord>(place.run),
    storedBytes(place.disk),
  ]);
  if (record === undefined) return [];
  const runs = run !== undefined && isAlive(run);
  const memoryBytes = runs ? ((await memoryOf(run.memory)) ?? 0) : undefined;
  return [{ id, size: record.order.size, memoryBytes, diskBytes }];
};

/** The records of an owner's labs. */
export const ownersLabs = async (owner: number): Promise<readonly LabRecord[]> => {
  const ids = await listFolder(places.labs);
  const records = await Promise.all(ids.map((id) => read<LabRecord>(labPlaces(id).record)));
  return records.filter((record) => record?.owner === owner) as readonly LabRecord[];
};
