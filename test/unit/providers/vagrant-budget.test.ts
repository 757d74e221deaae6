import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import type { Processes } from '../../../src/ports/process.ts';
import { freeAmounts } from '../../../src/providers/budget.ts';
import { budgetFor } from '../../../src/providers/vagrant/budget.ts';
import { libvirtHypervisor } from '../../../src/providers/vagrant/libvirt.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';
import { localLab } from '../../support/local-lab.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const lab = localLab(['one', 'two'], { size: { name: 'x', cpus: 0.5, memoryMiB: 256, diskGiB: 3 } });
const vmOf = (id: string): string => `bancada-${id}-bench-one`;

/** Programs that say so, by their words. */
const saying = (answers: Readonly<Record<string, string>>): Processes => {
  const run: Processes['run'] = ({ argv: [, ...words] }) => {
    const known = Object.keys(answers).find((asked) => words.join(' ').includes(asked));
    if (known === undefined) throw new Error(`nobody asks for ${words.join(' ')}`);
    return Promise.resolve({ code: 0, stdout: answers[known] ?? '', stderr: '' });
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  return { run, must: run, converse };
};

/** A VirtualBox whose VMs lie there, with two labs' VMs on it; each has written that many MiB. */
const virtualBoxWith = async (state: string, writtenMiB = 0) => {
  const folder = await temporaryFolder();
  const disk = join(folder, 'disk.vmdk');
  await writeFile(disk, Buffer.alloc(writtenMiB * 1024 ** 2, 1));
  const info = (name: string): string =>
    `name="${name}"\nUUID="${name}"\nVMState="${state}"\nmemory=16384\ncpus=1\n` +
    `"SATA Controller-0-0"="${disk}"\n"SATA Controller-ImageUUID-0-0"="x.vmdk"\n"SATA Controller-1-0"="none"\n`;
  const own = vmOf(lab.identity.id);
  const box = virtualBoxHypervisor(
    saying({
      'list systemproperties': `API version: 7_0\nDefault machine folder:          ${folder}\nRaw-mode Supported: no\n`,
      'list vms': [own, vmOf('other123')].map((name) => `"${name}" {${name}}\n`).join(''),
      [`showvminfo ${own}`]: info(own),
    }),
  );
  return { box, folder };
};

test('VMs want what Vagrant is told of their sizes: memory to boot in, and of libvirt’s whole processors', async () => {
  const { box } = await virtualBoxWith('poweroff');
  expect((await budgetFor(box, lab)).wanted).toEqual({ cpus: 1, memoryMiB: 1024, diskGiB: 6 });
  expect((await budgetFor(box, { ...lab, own: ['two'] })).wanted).toEqual({ cpus: 0.5, memoryMiB: 512, diskGiB: 3 });
  const pool = "<pool type='dir'>\n  <target>\n    <path>/proc/not/there/yet</path>\n  </target>\n</pool>\n";
  const libvirt = libvirtHypervisor(saying({ 'pool-dumpxml default': pool, 'list --all': '' }));
  const { wanted, there } = await budgetFor(libvirt, lab);
  expect(wanted).toEqual({ cpus: 2, memoryMiB: 1024, diskGiB: 6 });
  // The pool’s disk, which has no room whatever, and not this computer’s.
  expect(there.diskGiB).toBe(0);
});

test('what its own VMs hold is theirs, as long as they run; nobody else’s is', async () => {
  const [running, off] = await Promise.all(
    ['running', 'poweroff'].map(async (state) => (await budgetFor((await virtualBoxWith(state)).box, lab)).there),
  );
  // What is free of memory differs from one moment to the next, by less than a VM of 16 GiB.
  expect(Math.abs(running!.memoryMiB - off!.memoryMiB - 16_384)).toBeLessThan(8192);
  expect(running!.cpus).toBe(off!.cpus);
});

test('what its own VMs have written is theirs, where VirtualBox lays its disks', async () => {
  const { box, folder } = await virtualBoxWith('poweroff', 64);
  const [{ there }, { diskGiB }] = await Promise.all([budgetFor(box, lab), freeAmounts(folder)]);
  expect(1024 * Math.abs(there.diskGiB - diskGiB - 64 / 1024)).toBeLessThan(32);
});

test('before there is a lab, or a VirtualBox, it is reckoned all the same', async () => {
  const missing = (): never => {
    throw new LabError({
      code: 'program-missing',
      fault: 'environment',
      message: { en: 'VBoxManage is not installed', pt: 'VBoxManage não está instalado' },
    });
  };
  const box = virtualBoxHypervisor({ run: missing, must: missing, converse: missing });
  const { blueprint, own, bindings } = lab;
  const { wanted, there } = await budgetFor(box, { blueprint, own, bindings });
  expect(wanted.memoryMiB).toBe(1024);
  expect(there.memoryMiB).toBeGreaterThan(0);
  expect((await budgetFor(box, lab)).wanted).toEqual(wanted);
});
