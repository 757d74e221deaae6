import { join } from 'node:path';
import { removeTree, readText, writePrivately, listFolder } from '../../ports/files.ts';
import { labsFolder } from '../../state/lab.ts';
import { parseJson } from '../../state/json.ts';
import type { VagrantInput } from './compiled.ts';
import type { HypervisorName } from './hypervisor.ts';
import { vagrantState } from './vagrant.ts';
import type { Stead } from './networks.ts';
import type { Vm } from './vm-info.ts';

/** What is remembered of a lab's VMs, in the lab's folder. */
export interface VmRecords {
  readonly steads: readonly Stead[];
  /** By machine: what was set up on it. */
  readonly setUp: Readonly<Record<string, SetUp>>;
  /** By machine that was told to shut down: since when it had run, milliseconds since 1970. A later run has a later time. */
  readonly ending: Readonly<Record<string, number>>;
}

/** A VM that was given the lab's keys, its name and its networks. */
export interface SetUp {
  /** VirtualBox's id: another VM of the same name is another one. */
  readonly vm: string;
  /** Of all that it was given. */
  readonly fingerprint: string;
  /** Inside the machine, the device of the NAT. */
  readonly natDevice: string;
}

interface NamedVm {
  readonly machine: string;
  readonly vm: Pick<Vm, 'state' | 'since'>;
}

const recordsPath = (folder: string): string => join(folder, 'vms.json');

/** Reads them; nothing where there is nothing, or half of it: what they tell of is found, or made, again. */
export const readRecords = async (folder: string): Promise<VmRecords> => ({
  ...{ steads: [], setUp: {}, ending: {} },
  ...parseJson<Partial<VmRecords>>(await readText(recordsPath(folder))),
});

export const writeRecords = (folder: string, records: VmRecords): Promise<void> =>
  writePrivately(recordsPath(folder), `${JSON.stringify(records, null, 2)}\n`);

/**
 * Notes that machines are told to shut down: they run on for a while, also if the run that told them so is cut off.
 * @returns all that is noted now
 */
export const noteEnding = async (folder: string, machines: readonly NamedVm[]): Promise<VmRecords> => {
  const before = await readRecords(folder);
  const known = machines
    .filter(({ vm }) => vm.state === 'running' && vm.since.getTime() > 0)
    .map(({ machine, vm }) => [machine, vm.since.getTime()] as const);
  const records: VmRecords = { ...before, ending: { ...before.ending, ...Object.fromEntries(known) } };
  await writeRecords(folder, records);
  return records;
};

/** What the Vagrantfile reads. */
const inputFile = 'vagrant.json';

/** Leaves it where the Vagrantfile looks for it. */
export const writeInput = (folder: string, input: VagrantInput): Promise<void> =>
  writePrivately(join(folder, inputFile), `${JSON.stringify(input, null, 2)}\n`);

/** Vagrant's names of a lab's machines, by the lab's id, from what was compiled for it. */
export const compiledNames = async (project: string, id: string): Promise<readonly string[]> => {
  const labs = await listFolder(labsFolder(project));
  const inputs = await Promise.all(labs.map((lab) => readText(join(labsFolder(project), lab, inputFile))));
  return inputs.flatMap((text) => {
    const input = parseJson<VagrantInput>(text);
    return input?.id === id ? input.machines.map(({ name }) => name) : [];
  });
};

const machineFolder = (project: string, name: string): string => join(vagrantState(project), 'machines', name);

/** Which VM Vagrant holds for one of its machines. One that it was killed over has no name of ours yet. */
export const vagrantId = async (
  project: string,
  name: string,
  hypervisor: HypervisorName,
): Promise<string | undefined> => (await readText(join(machineFolder(project, name), hypervisor, 'id')))?.trim();

/** Lets Vagrant forget a machine. */
export const forgetMachine = (project: string, name: string): Promise<void> => removeTree(machineFolder(project, name));
