import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hypervisorHere } from '../../../src/providers/vagrant/choose.ts';
import { temporaryFolder } from '../../support/temporary.ts';

afterEach(() => void vi.unstubAllEnvs());

describe.skipIf(process.platform !== 'linux')('what runs the VMs of a Linux', () => {
  test.each([
    [[], '', 'virtualbox'],
    [['VBoxManage'], '', 'virtualbox'],
    [['virsh'], '', 'libvirt'],
    [['VBoxManage', 'virsh'], '', 'virtualbox'],
    [['VBoxManage', 'virsh'], 'libvirt', 'libvirt'],
    [['virsh'], 'virtualbox', 'virtualbox'],
    [['virsh'], 'vmware_desktop', 'libvirt'],
  ] as const)('that has %j, where Vagrant’s own setting is “%s”: %s', async (installed, said, hypervisor) => {
    const folder = await temporaryFolder();
    for (const program of installed) await writeFile(join(folder, program), '#!/bin/sh\n', { mode: 0o755 });
    vi.stubEnv('PATH', `/nonexistent:${folder}`);
    vi.stubEnv('VAGRANT_DEFAULT_PROVIDER', said);
    expect(await hypervisorHere()).toBe(hypervisor);
  });
});
