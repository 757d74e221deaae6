import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import { bancadaAt, type Said, type Standing } from '../bancada.ts';
import { makeBox } from './box.ts';
import { startComputer, type VirtualBoxComputer } from './computer.ts';

/** A project with one topology on a computer with the stand-in, whose box has the lab's packages in it already. */
export interface VmProject extends AsyncDisposable {
  readonly computer: VirtualBoxComputer;
  readonly standing: Standing & { readonly directory: string };
  readonly labFolder: string;
  /** What apt would bring to a machine. */
  packages(machine: string): readonly string[];
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** With `--on vms`, and with the box. */
  up(...words: readonly string[]): Promise<Said>;
  vboxManage(...words: readonly string[]): Promise<string>;
}

/** Makes one; `topology` is what the whole file says, of a lab of that name. */
export const vmProject = async (lab: string, topology: string): Promise<VmProject> => {
  const computer = await startComputer(await mkdtemp(join(tmpdir(), 'bancada-vbox-')));
  const directory = join(computer.folder, 'project');
  await mkdir(join(directory, 'topology'), { recursive: true });
  await writeFile(join(directory, 'topology', `${lab}.yaml`), topology);
  const environment = {
    ...computer.environment,
    XDG_STATE_HOME: join(directory, 'state'),
    BANCADA_BOX: 'bancada-test',
  };
  const standing = { directory, environment, through: computer.inside };
  const bancada: VmProject['bancada'] = (verb, ...words) => bancadaAt(standing, verb, lab, ...words);
  const shown = (await bancada('show', '--json')).json<Pick<Blueprint, 'machines'>>();
  const packages = [...new Set(shown.machines.flatMap((machine) => machine.packages))].sort();
  await computer.run('vagrant', 'box', 'add', '--name', 'bancada-test', await makeBox(computer, 'debian', packages));
  return {
    computer,
    standing,
    labFolder: join(directory, '.bancada', lab),
    packages: (machine) => shown.machines.find(({ name }) => name === machine)?.packages ?? [],
    bancada,
    up: (...words) => bancada('up', '--on', 'vms', '--json', ...words),
    vboxManage: async (...words) => (await computer.run('VBoxManage', ...words)).stdout,
    [Symbol.asyncDispose]: () => computer[Symbol.asyncDispose](),
  };
};
