import { afterEach, expect, test, vi } from 'vitest';
import { systemOf } from '../../../vms/systems.ts';
import type { TargetOptions } from '../../../src/model/target.ts';
import { boxFor } from '../../../src/providers/vagrant/box.ts';
import type { PlannedLab } from '../../../src/providers/provider.ts';
import { openVagrant } from '../../../src/providers/vagrant/provider.ts';

afterEach(() => void vi.unstubAllEnvs());

const pinned = /^\d[\d.]+$/;
const onLaptop = { hypervisor: 'virtualbox', architecture: 'x64' } as const;
const onApple = { hypervisor: 'virtualbox', architecture: 'arm64' } as const;
const onLibvirt = { hypervisor: 'libvirt', architecture: 'x64' } as const;

test.each([
  [{}, onLaptop, 'bento/debian-12'],
  [{}, onApple, 'bento/debian-12'],
  [{}, onLibvirt, 'debian/bookworm64'],
  [{ system: 'debian-12' }, onLaptop, 'bento/debian-12'],
  [{ system: 'ubuntu-24.04' }, onLaptop, 'bento/ubuntu-24.04'],
  [{ system: 'ubuntu-24.04' }, onApple, 'bento/ubuntu-24.04'],
  // A box that is named is what is meant, also where it is one that we know.
  [{ box: 'bento/ubuntu-24.04' }, onLaptop, 'bento/ubuntu-24.04'],
  [{ system: 'ubuntu-24.04', box: 'bento/debian-12' }, onLaptop, 'bento/debian-12'],
] as const satisfies readonly (readonly [TargetOptions, object, string])[])('%j on %j: %s', (options, host, name) => {
  expect(boxFor(options, host)).toEqual({ name, version: expect.stringMatching(pinned) as string });
});

test('a box of the user’s own is whichever version there is', () => {
  expect(boxFor({ box: 'mine/box' }, onLibvirt)).toEqual({ name: 'mine/box' });
});

test('a system without a box for the hypervisor is told, and what to do', () => {
  expect(() => boxFor({ system: 'ubuntu-24.04' }, onLibvirt)).toThrow(
    expect.objectContaining({ code: 'no-box', fault: 'usage' }),
  );
});

test.skipIf(process.platform !== 'linux')('so before anything is begun: by doctor, plan and up', async () => {
  vi.stubEnv('VAGRANT_DEFAULT_PROVIDER', 'libvirt');
  const provider = await openVagrant({ project: '/nonexistent', options: { system: 'ubuntu-24.04' } });
  await expect(provider.examine()).rejects.toMatchObject({ code: 'no-box' });
  const lab = { blueprint: { name: 'pair' }, own: [], bindings: {} } as unknown as PlannedLab;
  await expect(provider.foresee?.(lab)).rejects.toMatchObject({ code: 'no-box' });
});

test('a system that nobody names is Debian 12; one that is named and unknown is not taken for it', () => {
  expect(systemOf(undefined).name).toBe('debian-12');
  expect(() => systemOf('debian-14')).toThrow(expect.objectContaining({ code: 'unknown-system' }));
});
