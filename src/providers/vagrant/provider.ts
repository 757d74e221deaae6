import type { Box } from '../../../vms/boxes.ts';
import { LabError } from '../../errors/lab-error.ts';
import { architecture } from '../../ports/computer.ts';
import { ownVantage } from '../../ports/own-vantage.ts';
import { systemProcesses } from '../../ports/process.ts';
import { timed } from '../../ports/timed.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import { budgetFindings, foreseenOf } from '../budget.ts';
import type { Provider, ProviderLab } from '../provider.ts';
import type { OpenProvider, ProviderSetting } from '../registry.ts';
import { boxFor } from './box.ts';
import { budgetFor } from './budget.ts';
import { hypervisorHere } from './choose.ts';
import { removeLeftClones } from './clones.ts';
import { create, type Workshop } from './create.ts';
import { examine } from './examine.ts';
import type { HypervisorName } from './hypervisor.ts';
import { libvirtHypervisor } from './libvirt.ts';
import { ownVms, recordsOf } from './look.ts';
import { labOfDescription, vagrantName, vmName, vmPrefix } from './names.ts';
import { hereOn } from './networks.ts';
import { observed } from './observe.ts';
import { removeVms, shutDown } from './power.ts';
import { compiledNames, forgetMachine, noteEnding, vagrantId } from './records.ts';
import { vmSnapshots } from './snapshots.ts';
import { virtualBoxHypervisor } from './virtualbox.ts';

/** VMs on this computer, made by Vagrant, by whichever hypervisor is here. */
export const openVagrant: OpenProvider = async (setting) => vagrantProvider(setting, await hypervisorHere());

const vagrantProvider = ({ project, options }: ProviderSetting, hypervisor: HypervisorName): Provider => {
  const processes = systemProcesses;
  const box = hypervisor === 'libvirt' ? libvirtHypervisor(processes) : virtualBoxHypervisor(processes);
  const base = (): Box => boxFor(options, { hypervisor, architecture });
  const look = async (lab: ProviderLab) => {
    const vms = await ownVms(box, lab);
    return observed(lab, await recordsOf(box, lab, vms), vms);
  };
  return {
    name: 'vagrant',
    ...(box.snapshots && { snapshots: vmSnapshots(box, box.snapshots) }),
    async examine(lab) {
      base();
      const found = await examine(processes, hypervisor);
      return lab === undefined ? found : [...found, ...budgetFindings(await budgetFor(box, lab))];
    },
    async foresee(lab) {
      base();
      return foreseenOf(await budgetFor(box, lab));
    },
    create: async (lab, stage, making) => {
      const workshop: Workshop = { processes, box, project, base: base() };
      return create(workshop, lab, stage, making);
    },
    observe: look,
    async stop(lab, stage, only) {
      const prefix = `${vmPrefix(lab.identity.id)}${lab.identity.name}-`;
      const vms = (await ownVms(box, lab)).map((vm) => ({ vm, machine: vm.name.slice(prefix.length) }));
      const meant = vms.filter(({ machine, vm }) => (only?.includes(machine) ?? true) && vm.state !== 'poweroff');
      await noteEnding(lab.identity.folder, meant);
      await Promise.all(meant.map(({ vm, machine }) => shutDown(box, vm, machine, stage)));
    },
    async remove(lab, _stage, machines) {
      const names = machines.map((machine) => vmName(lab.identity, machine));
      await removeVms(box, await box.vms((name) => names.includes(name)));
      await Promise.all(machines.map((name) => forgetMachine(project, vagrantName(lab.identity.name, name))));
    },
    async destroy({ id, folder }, stage) {
      await timed(stage, { phase: 'destroy', what: text.destroys }, async () => {
        const compiled = await compiledNames(project, id);
        const ids = (await Promise.all(compiled.map((name) => vagrantId(project, name, hypervisor)))).flatMap(
          (each) => each ?? [],
        );
        const vms = await box.vms((name) => name.startsWith(vmPrefix(id)), ids);
        await removeVms(box, vms);
        await removeLeftClones(box, folder, stage);
        // With the lab's folder gone, only the VMs' own names tell what Vagrant calls them.
        const told = vms.filter(({ name }) => name.startsWith(vmPrefix(id)));
        const named = told.map(({ name }) => name.slice(vmPrefix(id).length));
        await Promise.all([...new Set([...compiled, ...named])].map((name) => forgetMachine(project, name)));
        await box.removeNetworks(id);
      });
    },
    async list() {
      const vms = await box.vms((name) => name.startsWith('bancada-'));
      const labs = vms.flatMap(({ name, description }) => {
        const lab = labOfDescription(description);
        return lab !== undefined && name.startsWith(vmPrefix(lab.id)) ? [[lab.id, lab] as const] : [];
      });
      return [...new Map(labs).values()];
    },
    reach({ bindings, hostKeys }, machine, privateKey) {
      const ssh = bindings.machines[machine]?.ssh;
      if (ssh === undefined)
        throw new LabError({
          code: 'no-way-in',
          fault: 'operation',
          message: text.noPort(machine),
          hint: text.noPortHint,
        });
      const { host, port, user } = ssh;
      return {
        machine,
        user,
        privateKey,
        hostKey: hostKeys[machine]?.publicKey ?? '',
        route: { host, port },
        sudo: false,
      };
    },
    async vantage(lab, name) {
      const network = lab.blueprint.networks.find((each) => each.name === name);
      const here = hereOn(network, (await recordsOf(box, lab)).steads);
      if (here === undefined)
        throw new LabError({ code: 'no-vantage', fault: 'operation', message: text.noVantage(name) });
      return ownVantage(`visitors@${name}`, here);
    },
  };
};
