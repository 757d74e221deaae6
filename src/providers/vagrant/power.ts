import { comesTrue } from '../../ports/comes-true.ts';
import type { Stage } from '../../ports/stage.ts';
import { timed } from '../../ports/timed.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { Hypervisor } from './hypervisor.ts';
import type { Vm } from './vm-info.ts';

/** How long a machine may take to shut down before the plug is pulled, milliseconds. */
const patienceMs = 60_000;

/** Shuts a VM down as its power button would; by force if it does not. Its disk stays. */
export const shutDown = async (box: Hypervisor, { id, state }: Vm, machine: string, stage: Stage): Promise<void> => {
  if (state === 'saved') return box.forgetState(id);
  if (state !== 'running') return box.cut(id);
  await timed(stage, { phase: 'stop', machine, what: text.stops(machine) }, async () => {
    await box.press(id);
    const isOff = async (): Promise<boolean> => {
      const [now] = await box.vms(() => false, [id]);
      return now?.state !== 'running';
    };
    if (!(await comesTrue(isOff, { forMs: patienceMs, everyMs: 250, signal: stage.signal }))) await box.cut(id);
  });
};

/** Removes VMs with their disks, whatever they are at. */
export const removeVms = async (box: Hypervisor, vms: readonly Vm[]): Promise<void> => {
  await Promise.all(
    vms.map(async ({ id, state }) => {
      if (state === 'saved') await box.forgetState(id);
      else if (state !== 'poweroff' && state !== 'aborted') await box.cut(id);
      await box.remove(id);
    }),
  );
};
