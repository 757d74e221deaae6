import { LabError } from '../../errors/lab-error.ts';
import { changedAt } from '../../ports/files.ts';
import type { Finished, Processes } from '../../ports/process.ts';
import { addressIn, managementNetwork, parseDomain, parseNetwork, parsePool } from './domain-xml.ts';
import { explain } from './errors.ts';
import type { Hypervisor } from './hypervisor.ts';
import { vmPrefix } from './names.ts';
import type { HostOnly, Vm } from './vm-info.ts';

/** Nothing that virsh is asked here takes long. */
const timeoutMs = 60_000;

/** The computer's own libvirt, whose networks VMs may be on; that of a session has none. */
const place = 'qemu:///system';

const wordsIn = (printed: string): readonly string[] =>
  printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const isGone = (error: unknown): boolean => error instanceof LabError && error.code === 'vm-gone';
const isOff = (error: unknown): boolean => error instanceof LabError && error.code === 'vm-not-running';

/** libvirt as a hypervisor, asked by `virsh`. @throws LabError what went wrong, in our words, from every method */
export const libvirtHypervisor = (processes: Processes): Hypervisor => {
  const run = (...words: readonly string[]): Promise<Finished> =>
    processes.run({ argv: ['virsh', '--connect', place, ...words], environment: { LC_ALL: 'C' }, timeoutMs });
  const must = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...words);
    if (code !== 0) throw explain({ program: 'virsh', command: words.join(' '), text: stderr || stdout });
    return stdout;
  };
  const unless = async (passes: (error: unknown) => boolean, ...words: readonly string[]): Promise<void> => {
    await must(...words).catch((error: unknown) => {
      if (!passes(error)) throw error;
    });
  };
  /** VMs share the leases of a network: that of the management network tells how each of them is met. */
  const info = async (name: string): Promise<readonly Vm[]> => {
    try {
      const [xml, state, leases, since] = await Promise.all([
        must('dumpxml', name),
        must('domstate', name),
        run('domifaddr', name, '--source', 'lease'),
        // What libvirt writes when it starts a VM.
        changedAt(`/run/libvirt/qemu/${name}.pid`),
      ]);
      const told = { state: state.trim(), since: since ?? new Date(0), address: undefined };
      const vm = parseDomain(xml, told);
      const mac = vm.adapters.find(({ network }) => network === managementNetwork)?.mac;
      const address = mac === undefined || vm.state !== 'running' ? undefined : addressIn(leases.stdout, mac);
      return [{ ...vm, ...(address !== undefined && { address }) }];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  };
  const networks = async (): Promise<readonly HostOnly[]> => {
    const names = wordsIn(await must('net-list', '--all', '--name'));
    return Promise.all(names.map(async (name) => parseNetwork(await must('net-dumpxml', name))));
  };
  return {
    name: 'libvirt',
    async vms(fits, ids = []) {
      const listed = wordsIn(await must('list', '--all', '--uuid', '--name')).map((line) => line.split(/\s+/));
      const meant = listed.filter(([id = '', name = '']) => fits(name) || ids.includes(id));
      return (await Promise.all(meant.map(([, name = '']) => info(name)))).flat();
    },
    // The pool that Vagrant's plugin takes, and makes where there is none.
    diskFolder: async () => parsePool((await run('pool-dumpxml', 'default')).stdout) || '/var/lib/libvirt/images',
    networks,
    // Each is named after its lab: there is nothing to note, and libvirt itself lets no two have one subnet.
    beforeNetworks: () => Promise.resolve(),
    async removeNetworks(id) {
      const ours = (await networks()).map(({ name }) => name).filter((name) => name.startsWith(vmPrefix(id)));
      for (const name of ours) {
        await unless(isOff, 'net-destroy', name);
        await unless(isGone, 'net-undefine', name);
      }
    },
    press: (id) => unless((error) => isOff(error) || isGone(error), 'shutdown', id),
    cut: (id) => unless((error) => isOff(error) || isGone(error), 'destroy', id),
    forgetState: (id) => unless(() => true, 'managedsave-remove', id),
    remove: (id) =>
      unless(isGone, 'undefine', id, '--managed-save', '--snapshots-metadata', '--nvram', '--remove-all-storage'),
  };
};
