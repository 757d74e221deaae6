import type { Bindings } from '../../model/bindings.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import { currentUser, platform } from '../../ports/computer.ts';
import type { Processes } from '../../ports/process.ts';
import type { Stage } from '../../ports/stage.ts';
import type { Box } from '../../../vms/boxes.ts';
import { identityFile } from '../../pki/prepare-secrets.ts';
import type { Making, Observed, ProviderLab } from '../provider.ts';
import { bootAll } from './boot.ts';
import { compileVagrant } from './compiled.ts';
import type { Hypervisor, HypervisorName } from './hypervisor.ts';
import { ownVms, recordsOf, vmOf } from './look.ts';
import { vmName } from './names.ts';
import { expectedOf, steadsOf, visitorsOf, type Stead } from './networks.ts';
import { differences, observed, sshOf } from './observe.ts';
import { shutDown } from './power.ts';
import { SetUps } from './set-ups.ts';
import { noteEnding, readRecords, writeInput, writeRecords, type VmRecords } from './records.ts';
import type { Vm } from './vm-info.ts';

/** With what VMs are made. */
export interface Workshop {
  readonly processes: Processes;
  readonly box: Hypervisor;
  readonly project: string;
  /** What VMs are made from. */
  readonly base: Box;
}

/** Makes the lab's VMs as described, leaving what is so already. Vagrant is called once, and not at all if all run. */
export const create = async (
  workshop: Workshop,
  lab: ProviderLab,
  stage: Stage,
  { only, onKnown }: Making = {},
): Promise<Observed> => {
  const { box } = workshop;
  const names = lab.own.filter((name) => only === undefined || only.includes(name));
  const there = await ownVms(box, lab);
  const compiled = await compile(workshop, lab, there);
  const mends = names.filter((name) => needsStart(lab, compiled, name, find(lab, there, name)));
  onKnown?.(expected(lab, compiled.steads, box.name));
  const ending = mends.flatMap((machine) => {
    const vm = find(lab, there, machine);
    return vm?.state === 'running' ? [{ machine, vm }] : [];
  });
  const records = ending.length === 0 ? compiled : await noteEnding(lab.identity.folder, ending);
  await using setUps = new SetUps(lab, records, { stage, ...(onKnown && { onKnown }) });
  for (const name of names) if (!mends.includes(name)) setUps.begin(name, find(lab, there, name));
  if (mends.length > 0) {
    await box.beforeNetworks(lab, records.steads);
    // What runs otherwise than described is turned off, for Vagrant to start it as described.
    await Promise.all(ending.map(({ machine, vm }) => shutDown(box, vm, machine, stage)));
    warnOfRoot(box, stage);
    const onBooted = async (name: string): Promise<void> => setUps.begin(name, await vmOf(box, lab, name));
    await bootAll({ workshop, lab, machines: mends, stage, onBooted });
  }
  await setUps.finished();
  const vms = mends.length === 0 ? there : await ownVms(box, lab);
  return observed(lab, await readRecords(lab.identity.folder), vms);
};

const expected = ({ blueprint, own }: ProviderLab, steads: readonly Stead[], hypervisor: HypervisorName): Bindings => {
  const machines = own.flatMap((machine) => {
    const binding = expectedOf(blueprint, steads, { machine, hypervisor });
    return binding === undefined ? [] : [[machine, binding] as const];
  });
  return { machines: Object.fromEntries(machines), visitors: visitorsOf(steads) };
};

const find = ({ identity }: ProviderLab, vms: readonly Vm[], machine: string): Vm | undefined =>
  vms.find(({ name }) => name === vmName(identity, machine));

const compile = async ({ box, base }: Workshop, lab: ProviderLab, there: readonly Vm[]): Promise<VmRecords> => {
  const { identity, blueprint, own } = lab;
  const [before, networks] = await Promise.all([recordsOf(box, lab, there), box.networks()]);
  const taken = networks.map(({ address }) => address);
  const steads = steadsOf(blueprint, own, { before: before.steads, taken });
  const records = { ...before, steads };
  await writeRecords(identity.folder, records);
  await writeInput(
    identity.folder,
    compileVagrant({ identity, blueprint, own, box: base, hypervisor: box.name, steads, privateKey: identityFile }),
  );
  return records;
};

const needsStart = (lab: ProviderLab, records: VmRecords, machine: string, vm: Vm | undefined): boolean =>
  vm?.state !== 'running' || sshOf(vm) === undefined || differences(lab, records, machine, vm).length > 0;

/** VirtualBox's machines are each user's own: those of root show in nobody's window. */
const warnOfRoot = (box: Hypervisor, stage: Stage): void => {
  if (box.name === 'virtualbox' && platform !== 'win32' && currentUser().uid === 0)
    stage.emit({ type: 'notice', code: 'virtualbox-as-root', what: text.asRoot });
};
