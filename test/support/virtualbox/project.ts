import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import { bancadaAt, type Said, type Standing } from '../bancada.ts';
import { makeBox } from './box.ts';
import { startCatalog, type Catalog } from './catalog.ts';
import { startComputer, type VirtualBoxComputer } from './computer.ts';

/** A project with one topology on a computer with the stand-in, whose box has the lab's packages in it already. */
export interface VmProject extends AsyncDisposable {
  readonly computer: VirtualBoxComputer;
  /** Where its Vagrant finds the box that Bancada pins. */
  readonly catalog: Catalog;
  readonly standing: Standing & { readonly directory: string };
  readonly labFolder: string;
  /** What apt would bring to a machine. */
  packages(machine: string): readonly string[];
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** With `--on vms`. */
  up(...words: readonly string[]): Promise<Said>;
  vboxManage(...words: readonly string[]): Promise<string>;
}

/** Makes one; `topology` is what the whole file says, of a lab of that name. */
export const vmProject = async (lab: string, topology: string): Promise<VmProject> => {
  const computer = await startComputer(await mkdtemp(join(tmpdir(), 'bancada-vbox-')));
  // As a student's may be called; a pattern that it were read as would not find it.
  const directory = join(computer.folder, 'project [1]');
  await mkdir(join(directory, 'topology'), { recursive: true });
  await writeFile(join(directory, 'topology', `${lab}.yaml`), topology);
  const shown = (await bancadaAt({ directory }, 'show', lab, '--json')).json<Pick<Blueprint, 'machines'>>();
  const packages = [...new Set(shown.machines.flatMap((machine) => machine.packages))].sort();
  const catalog = await startCatalog(computer, await makeBox(computer, 'debian', packages));
  const environment = { ...computer.environment, ...catalog.environment, XDG_STATE_HOME: join(directory, 'state') };
  const standing = { directory, environment, through: computer.inside };
  const bancada: VmProject['bancada'] = (verb, ...words) => bancadaAt(standing, verb, lab, ...words);
  return {
    computer,
    catalog,
    standing,
    labFolder: join(directory, '.bancada', lab),
    packages: (machine) => shown.machines.find(({ name }) => name === machine)?.packages ?? [],
    bancada,
    up: (...words) => bancada('up', '--on', 'vms', '--json', ...words),
    vboxManage: async (...words) => (await computer.run('VBoxManage', ...words)).stdout,
    [Symbol.asyncDispose]: async () => {
      catalog[Symbol.dispose]();
      await computer[Symbol.asyncDispose]();
    },
  };
};

/** Vagrant, as it was started for a project. */
export const vagrantsOf = async (project: string): Promise<readonly number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (pid: string, file: string): Promise<readonly string[]> =>
    (await readFile(join('/proc', pid, file), 'utf8').catch(() => '')).split('\0');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [words, environment] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
      const isVagrant = words.includes('/usr/bin/vagrant') && environment.includes(`BANCADA_PROJECT=${project}`);
      return isVagrant ? [Number(pid)] : [];
    }),
  );
  return found.flat();
};
