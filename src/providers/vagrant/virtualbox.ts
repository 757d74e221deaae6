import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { environmentVariable, homeFolder, platform } from '../../ports/computer.ts';
import type { Finished, Processes } from '../../ports/process.ts';
import { explain } from './errors.ts';
import { noteNetworks, refuseSharedNetworks, removeNetworks } from './host-only.ts';
import type { Hypervisor } from './hypervisor.ts';
import { onceUnlocked } from './locked.ts';
import {
  parseHostOnly,
  parseHostOnlyNetworks,
  parseMachineFolder,
  parseSnapshots,
  parseVm,
  parseVmList,
  type HostOnly,
  type Vm,
} from './vm-info.ts';

/** Nothing that VBoxManage is asked here takes long; one that hangs has lost its service. */
const usualMs = 60_000;
/** A snapshot that goes is merged into what comes after it: many gigabytes on a slow disk. */
const mergeMs = 1_200_000;
/** VirtualBox lets go of a VM only seconds after it has said that it is off. */
const releaseMs = 20_000;
const everyMs = 250;

/** Where the program is: Windows' installer puts it into no path, but says where it is. */
export const vboxManageProgram = (): string => {
  const folder = environmentVariable('VBOX_MSI_INSTALL_PATH') || environmentVariable('VBOX_INSTALL_PATH');
  return platform === 'win32' && folder !== '' ? join(folder, 'VBoxManage.exe') : 'VBoxManage';
};

/** What of a hypervisor the program tells and does by itself. */
type Asked = 'vms' | 'diskFolder' | 'press' | 'cut' | 'forgetState' | 'remove' | 'snapshots';

/** VirtualBox, asked by its program. */
export interface VirtualBox extends Pick<Hypervisor, Asked> {
  hostOnly(): Promise<readonly HostOnly[]>;
  removeHostOnly(name: string): Promise<void>;
  /** A note that VirtualBox keeps for us. */
  note(key: string): Promise<string | undefined>;
  setNote(key: string, value: string | undefined): Promise<void>;
}

const isGone = (error: unknown): boolean => error instanceof LabError && error.code === 'vm-gone';
const isOff = (error: unknown): boolean => error instanceof LabError && error.code === 'vm-not-running';

/** Networks between VMs and this computer, as VirtualBox has them here. */
interface HostOnlyKind {
  readonly list: string;
  readonly parse: (text: string) => readonly HostOnly[];
  readonly remove: (name: string) => readonly string[];
}

const interfaces: HostOnlyKind = {
  list: 'hostonlyifs',
  parse: parseHostOnly,
  remove: (name) => ['hostonlyif', 'remove', name],
};

/** On a Mac from VirtualBox 7 on; Vagrant makes these there, and interfaces everywhere else. */
const networks: HostOnlyKind = {
  list: 'hostonlynets',
  parse: parseHostOnlyNetworks,
  remove: (name) => ['hostonlynet', 'remove', '--name', name],
};

/** Where VirtualBox runs, how long a question to it may take, and how long it may hold on to a VM that is off. */
interface Surroundings {
  readonly system?: NodeJS.Platform;
  readonly timeoutMs?: number;
  readonly lockedMs?: number;
}

/** VirtualBox as a hypervisor. @throws LabError what went wrong, in our words, from every method */
export const virtualBoxHypervisor = (processes: Processes, surroundings: Surroundings = {}): Hypervisor => {
  const box = virtualBox(processes, surroundings);
  return {
    ...box,
    name: 'virtualbox',
    networks: () => box.hostOnly(),
    beforeNetworks: async (lab, steads) => {
      await refuseSharedNetworks(box, lab, steads);
      await noteNetworks(box, lab, steads);
    },
    removeNetworks: (id) => removeNetworks(box, id),
  };
};

const virtualBox = (
  processes: Processes,
  { system = platform, timeoutMs = usualMs, lockedMs = releaseMs }: Surroundings,
): VirtualBox => {
  const runWithin = (limitMs: number, words: readonly string[]): Promise<Finished> =>
    processes.run({
      argv: [vboxManageProgram(), ...words],
      environment: { LANG: 'C', LC_ALL: 'C' },
      timeoutMs: limitMs,
    });
  const run = (...words: readonly string[]): Promise<Finished> => runWithin(timeoutMs, words);
  const good = ({ code, stdout, stderr }: Finished, words: readonly string[]): string => {
    if (code !== 0) throw explain({ program: 'VBoxManage', command: words.join(' '), text: stderr || stdout });
    return stdout;
  };
  const must = async (...words: readonly string[]): Promise<string> => good(await run(...words), words);
  const onceReleased = (work: () => Promise<void>): Promise<void> => onceUnlocked(work, { forMs: lockedMs, everyMs });
  const snapshot = (...words: readonly string[]): Promise<void> =>
    onceReleased(async () => {
      good(await runWithin(mergeMs, ['snapshot', ...words]), ['snapshot', ...words]);
    });
  const done = async (...words: readonly string[]): Promise<void> => {
    await must(...words);
  };
  const unless = async (passes: (error: unknown) => boolean, ...words: readonly string[]): Promise<void> => {
    await must(...words).catch((error: unknown) => {
      if (!passes(error)) throw error;
    });
  };
  const info = async (id: string): Promise<readonly Vm[]> => {
    try {
      return [parseVm(await must('showvminfo', id, '--machinereadable'))];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  };
  /** A VirtualBox that has no networks of this kind does not know the word. */
  const kind = async (): Promise<HostOnlyKind> =>
    system === 'darwin' && (await run('list', networks.list)).code === 0 ? networks : interfaces;
  const globalKey = (key: string): readonly string[] => ['global', `Bancada/${key}`];
  return {
    async vms(fits, ids = []) {
      const listed = parseVmList(await must('list', 'vms')).filter(({ name, id }) => fits(name) || ids.includes(id));
      return (await Promise.all(listed.map(({ id }) => info(id)))).flat();
    },
    diskFolder: async () => parseMachineFolder(await must('list', 'systemproperties')) ?? homeFolder(),
    async hostOnly() {
      const { list, parse } = await kind();
      return parse(await must('list', list));
    },
    removeHostOnly: async (name) => done(...(await kind()).remove(name)),
    press: (id) => unless((error) => isOff(error) || isGone(error), 'controlvm', id, 'acpipowerbutton'),
    cut: (id) => unless((error) => isOff(error) || isGone(error), 'controlvm', id, 'poweroff'),
    forgetState: (id) => unless(() => true, 'discardstate', id),
    remove: (id) => onceReleased(() => unless(isGone, 'unregistervm', id, '--delete')),
    snapshots: {
      async names(id) {
        const words = ['snapshot', id, 'list', '--machinereadable'];
        const told = await run(...words);
        // Versions differ in whether that is a failure.
        return /does not have any snapshots/.test(told.stdout + told.stderr) ? [] : parseSnapshots(good(told, words));
      },
      take: (id, name) => snapshot(id, 'take', name),
      restore: (id, name) => snapshot(id, 'restore', name),
      remove: (id, name) => snapshot(id, 'delete', name),
    },
    note: async (key) => /^Value: (.*)$/m.exec(await must('getextradata', ...globalKey(key)))?.[1],
    setNote: (key, value) => done('setextradata', ...globalKey(key), ...(value ? [value] : [])),
  };
};
