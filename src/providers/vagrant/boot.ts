import { systemClock } from '../../ports/clock.ts';
import type { Stage } from '../../ports/stage.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { ProviderLab } from '../provider.ts';
import { clonesOf, forgetClones, noteClone, removeLeftClones } from './clones.ts';
import type { Workshop } from './create.ts';
import { onceUnlocked } from './locked.ts';
import type { VagrantEvent } from './machine-readable.ts';
import { vagrantName } from './names.ts';
import { runVagrant } from './vagrant.ts';

/** The VMs that are to be made or started. */
export interface Boot {
  readonly workshop: Pick<Workshop, 'processes' | 'project' | 'box'>;
  readonly lab: ProviderLab;
  readonly machines: readonly string[];
  readonly stage: Stage;
  /** Called for each as it answers, while the next ones boot. */
  readonly onBooted: (machine: string) => Promise<void>;
}

/** VirtualBox's machines boot one after the other, whatever Vagrant is told; one that fails is kept, to be looked at. */
const options = ['--no-provision', '--no-destroy-on-error'] as const;

/** What Vagrant says before it makes a linked clone. */
const cloning = 'Cloning VM';

/** Has Vagrant make and start VMs, in one call. @throws LabError what it ends with, in our words */
export const bootAll = async ({ workshop, lab, machines, stage, onBooted }: Boot): Promise<void> => {
  const { folder } = lab.identity;
  const machineBy = new Map(machines.map((name) => [vagrantName(lab.identity.name, name), name]));
  const begun = new Map<string, number>();
  const booted: Promise<void>[] = [];
  await removeLeftClones(workshop.box, folder, stage);
  const before = await clonesOf(workshop.box);
  let noting: Promise<void> = Promise.resolve();
  const onEvent = (event: VagrantEvent): void => {
    if (event.event === 'said' && event.text.includes(cloning)) {
      const at = systemClock.now().getTime();
      noting = noting.then(() => noteClone(folder, { at, before }));
      // Told once Vagrant has ended: until then it must not end the run.
      noting.catch(() => undefined);
    }
    const machine = event.event === 'action' ? machineBy.get(event.machine) : undefined;
    if (event.event !== 'action' || event.action !== 'up' || machine === undefined) return;
    if (event.edge === 'start') {
      begun.set(machine, systemClock.elapsed());
      stage.emit({ type: 'phase-started', phase: 'machine', machine, what: text.boots(machine) });
      return;
    }
    const milliseconds = Math.round(systemClock.elapsed() - (begun.get(machine) ?? 0));
    stage.emit({ type: 'phase-finished', phase: 'machine', machine, milliseconds });
    const work = onBooted(machine);
    work.catch(() => undefined);
    booted.push(work);
  };
  try {
    await unlessLocked(stage, () =>
      runVagrant(['up', ...machineBy.keys(), `--provider=${workshop.box.name}`, ...options], {
        ...workshop,
        hypervisor: workshop.box.name,
        stage,
        onEvent,
      }),
    );
    await noting;
    await forgetClones(folder);
  } finally {
    await Promise.allSettled([noting, ...booted]);
  }
  await Promise.all(booted);
};

/** A Vagrant that outlived the run that started it ends by itself, having nobody to speak to. */
const lockPatience = { forMs: 120_000, everyMs: 2000 };

const unlessLocked = (stage: Stage, work: () => Promise<void>): Promise<void> =>
  onceUnlocked(work, {
    ...lockPatience,
    signal: stage.signal,
    onWait: (milliseconds) => stage.emit({ type: 'waiting', what: text.otherVagrant, milliseconds }),
  });
