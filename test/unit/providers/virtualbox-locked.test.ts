import { expect, test } from 'vitest';
import type { Processes } from '../../../src/ports/process.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';

/* VirtualBox says that a VM is off, and holds on to it for a while: what it says then is as its users report it. */

const locked = `VBoxManage: error: Cannot unregister the machine 'lb' while it is locked
VBoxManage: error: Details: code VBOX_E_INVALID_OBJECT_STATE (0x80bb0007), component MachineWrap, interface IMachine`;

/** A VBoxManage that holds on to its VM for so many commands. */
const holding = (times: number) => {
  const told: string[] = [];
  const run: Processes['run'] = async ({ argv: [, ...words] }) => {
    told.push(words.join(' '));
    return told.length > times ? { code: 0, stdout: '', stderr: '' } : { code: 1, stdout: '', stderr: locked };
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  return { processes: { run, must: run, converse } satisfies Processes, told };
};

test('what is done to a VM that is off is tried again until VirtualBox lets go of it', async () => {
  const { processes, told } = holding(2);
  await virtualBoxHypervisor(processes, { system: 'linux' }).remove('lb');
  expect(told).toEqual(Array.from({ length: 3 }, () => 'unregistervm lb --delete'));
  const other = holding(1);
  await virtualBoxHypervisor(other.processes, { system: 'linux' }).snapshots?.restore('lb', 'bancada-seed');
  expect(other.told).toEqual(Array.from({ length: 2 }, () => 'snapshot lb restore bancada-seed'));
});

test('a VM that stays locked is told', async () => {
  const { processes, told } = holding(999);
  const removed = virtualBoxHypervisor(processes, { system: 'linux', lockedMs: 400 }).remove('lb');
  await expect(removed).rejects.toMatchObject({ code: 'vm-locked' });
  expect(told.length).toBeGreaterThan(1);
});
