import { dirname, join } from 'node:path';
import { listFolder, packageRoot } from '../ports/files.ts';

/** The folder in which `topology/` lies: the nearest one upwards from where the user stands, else Bancada's own checkout. */
export const projectOf = async (directory: string): Promise<string> => {
  const files = await listFolder(join(directory, 'topology')).catch(() => []);
  if (files.some((file) => file.endsWith('.yaml'))) return directory;
  const parent = dirname(directory);
  return parent === directory ? packageRoot() : projectOf(parent);
};
