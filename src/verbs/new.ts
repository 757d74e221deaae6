import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { listTree, makeFolder, packageRoot, readText, slashed, writeText } from '../ports/files.ts';
import { roles } from '../../ansible-free-provision/index.ts';
import { trust } from '../state/trust.ts';
import { badRoleName, roleNameTaken } from '../text/roles.ts';
import * as text from '../text/verbs.ts';
import { isName } from '../topology/grammar.ts';
import type { Bench } from './bench.ts';
import { isTrustedWith } from './roles.ts';

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
export const begin = async (place: string, bench: Bench): Promise<Written> => {
  const { directory } = bench;
  const isPath = ['.yaml', '.yml'].includes(extname(place));
  const path = isPath ? resolve(directory, place) : join(homeOf(bench), 'topology', `${place}.yaml`);
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
  if (!isPath) await makeFolder(dirname(path));
  await writeText(path, filled);
  return { lab, file };
};

/** Whoever stands outside of Bancada's own folder, and in no project yet, begins one there. */
const homeOf = ({ project, directory }: Bench): string => {
  const way = relative(packageRoot(), directory);
  const isOutside = way.startsWith('..') || isAbsolute(way);
  return project === packageRoot() && isOutside ? directory : project;
};

/** What `new --role` wrote. */
export interface WrittenRole {
  readonly role: string;
  /** As the user would name them from where they stand. */
  readonly files: readonly string[];
}

/**
 * Writes a first role of the project's own, with remarks, that can be brought up as it is. A project without any other is
 * trusted then: who asked for this one is its author. @throws LabError `role-name`, `file-there`, `file-unwritable`
 */
export const beginRole = async (name: string, bench: Bench): Promise<WrittenRole> => {
  const home = homeOf(bench);
  const folder = join(home, 'roles', name);
  const shown = slashed(relative(bench.directory, folder));
  if (!isName(name)) throw new LabError({ code: 'role-name', fault: 'usage', ...badRoleName(name, shown) });
  if (roles.some((role) => role.name === name))
    throw new LabError({ code: 'role-name', fault: 'usage', ...roleNameTaken(name, shown) });
  if ((await listTree(folder)).length > 0)
    throw new LabError({ code: 'file-there', fault: 'usage', ...text.fileThere(shown) });
  const mayRun = await isTrustedWith(home);
  const first = join(shipped, 'new', 'role');
  const files: string[] = [];
  for (const path of await listTree(first)) {
    const content = (await readText(join(first, path))) ?? '';
    const file = path.replace('first', name);
    await makeFolder(dirname(join(folder, file)));
    await writeText(join(folder, file), content.replaceAll('first', name));
    files.push(`${shown}/${file}`);
  }
  if (mayRun) await trust(home);
  return { role: name, files };
};
