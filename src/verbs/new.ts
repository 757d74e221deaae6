import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { packageRoot, readText, slashed, writeText } from '../ports/files.ts';
import * as text from '../text/verbs.ts';
import { isName } from '../topology/grammar.ts';
import type { Bench } from './bench.ts';

/** What `new` wrote. */
export interface Written {
  readonly lab: string;
  /** As the user would name it from where they stand. */
  readonly file: string;
}

const shipped = join(packageRoot(), 'topology');

/**
 * Writes a first topology, with remarks, that validates and comes up. `place`: a lab's name, for a file in `topology/`,
 * or a path. @throws LabError `bad-lab-name`, `file-there`, `file-unwritable`
 */
export const begin = async (place: string, { project, directory }: Bench): Promise<Written> => {
  const isPath = ['.yaml', '.yml'].includes(extname(place));
  const path = isPath ? resolve(directory, place) : join(project, 'topology', `${place}.yaml`);
  const lab = isPath ? basename(path, extname(path)) : place;
  if (!isName(lab)) throw new LabError({ code: 'bad-lab-name', fault: 'usage', ...text.badLabName(lab) });
  const file = relative(directory, path);
  if ((await readText(path)) !== undefined)
    throw new LabError({ code: 'file-there', fault: 'usage', ...text.fileThere(file) });
  const first = (await readText(join(shipped, 'new', 'first.yaml'))) ?? '';
  const schema = slashed(relative(dirname(path), join(shipped, 'schema.json')));
  const filled = first
    .replace('$schema=../schema.json', () => `$schema=${schema.startsWith('.') ? schema : `./${schema}`}`)
    .replace('name: first\n', `name: ${lab}\n`);
  await writeText(path, filled);
  return { lab, file };
};
