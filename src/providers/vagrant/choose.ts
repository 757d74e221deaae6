import { delimiter, join } from 'node:path';
import { environmentVariable, platform } from '../../ports/computer.ts';
import { accessOf } from '../../ports/files.ts';
import type { HypervisorName } from './hypervisor.ts';

const isInstalled = async (program: string): Promise<boolean> => {
  const folders = environmentVariable('PATH').split(delimiter);
  const found = await Promise.all(folders.map((folder) => accessOf(join(folder, program)).catch(() => undefined)));
  return found.some((mode) => mode !== undefined);
};

/**
 * What runs VMs here: VirtualBox; libvirt on a Linux that has it and no VirtualBox, or where the user's own settings for
 * Vagrant say so.
 */
export const hypervisorHere = async (): Promise<HypervisorName> => {
  if (platform !== 'linux') return 'virtualbox';
  const said = environmentVariable('VAGRANT_DEFAULT_PROVIDER');
  if (said === 'libvirt' || said === 'virtualbox') return said;
  const [box, virsh] = await Promise.all([isInstalled('VBoxManage'), isInstalled('virsh')]);
  return virsh && !box ? 'libvirt' : 'virtualbox';
};
