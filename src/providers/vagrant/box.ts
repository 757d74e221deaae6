import type { Box } from '../../../vms/boxes.ts';
import { systemOf, systems, type System } from '../../../vms/systems.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { TargetOptions } from '../../model/target.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { HypervisorName } from './hypervisor.ts';

/** What VMs are to run on. */
export interface Host {
  readonly hypervisor: HypervisorName;
  /** Of this computer's processor, in Node's words. */
  readonly architecture: string;
}

/**
 * The box that is asked for, or else that of the system. Those that we know are pinned; one of the user's own is whichever
 * version there is. @throws LabError `no-box`
 */
export const boxFor = (
  { box: asked, system: name }: Pick<TargetOptions, 'box' | 'system'>,
  { hypervisor, architecture }: Host,
): Box => {
  const of = ({ boxes }: System): Box | undefined =>
    hypervisor === 'libvirt' ? boxes.libvirt : boxes.virtualbox[architecture === 'arm64' ? 'arm64' : 'x64'];
  if (asked !== undefined) return systems.map(of).find((box) => box?.name === asked) ?? { name: asked };
  const system = systemOf(name);
  const box = of(system);
  if (box === undefined) throw new LabError({ code: 'no-box', fault: 'usage', ...text.noBox(system.name) });
  return box;
};
