import type { LabIdentity } from '../../state/lab.ts';

/** What every VM of a lab's name begins with; only exact matches are ever touched. */
export const vmPrefix = (id: string): string => `bancada-${id}-`;

/** A VM's name as VirtualBox shows it. */
export const vmName = ({ id, name }: Pick<LabIdentity, 'id' | 'name'>, machine: string): string =>
  `${vmPrefix(id)}${name}-${machine}`;

/** A machine's name as Vagrant is told it: `vagrant ssh survey-lb`. */
export const vagrantName = (lab: string, machine: string): string => `${lab}-${machine}`;

/** What a VM tells of itself in VirtualBox's window, and to whoever looks for labs whose folder is gone. */
export const description = ({ id, name, folder }: Pick<LabIdentity, 'id' | 'name' | 'folder'>): string =>
  `Bancada: lab ${name} (${id}) of ${folder}`;

/** The lab that a description tells of. */
export const labOfDescription = (
  text: string,
): { readonly id: string; readonly name: string; readonly folder: string } | undefined => {
  const [, name, id, folder] = /^Bancada: lab (\S+) \(([a-z0-9]{8})\) of (.+)$/.exec(text) ?? [];
  return name === undefined || id === undefined || folder === undefined ? undefined : { id, name, folder };
};
