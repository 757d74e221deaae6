import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { Role } from '../kit/role.ts';
import type { Blueprint } from '../model/blueprint.ts';
import { listTree, packageRoot, readText } from '../ports/files.ts';
import { provisionText } from '../text/provision.ts';

/** What roles bring along as files. Read once, so that describing a machine needs no waiting. */
export interface RoleTexts {
  /** @throws LabError (bug) if `templates/<role>/` has no such file */
  template(role: string, file: string): string;
  /** One file of the role's folder, or all below a folder of it, with paths relative to that folder. @throws LabError (bug) */
  carried(role: string, path: string): readonly { readonly path: string; readonly content: string }[];
}

type Texts = ReadonlyMap<string, string>;

/**
 * Reads the templates and carried files of the roles, of those alone that the lab has if one is given. Programs of the
 * role itself are not carried.
 */
export const readRoleTexts = async (
  roles: readonly Pick<Role, 'name' | 'folder'>[],
  blueprint?: Pick<Blueprint, 'services'>,
): Promise<RoleTexts> => {
  const used = roles.filter(({ name }) => blueprint?.services.some(({ role }) => role === name) ?? true);
  const byRole = async (folderOf: (role: (typeof used)[number]) => string): Promise<ReadonlyMap<string, Texts>> =>
    new Map(await Promise.all(used.map(async (role) => [role.name, await readAll(folderOf(role))] as const)));
  const root = packageRoot();
  const [templates, carried] = await Promise.all([
    byRole(({ name, folder }) => (folder === undefined ? join(root, 'templates', name) : join(folder, 'templates'))),
    byRole(({ name, folder }) => folder ?? join(root, 'ansible-free-provision', name)),
  ]);
  return {
    template: (role, file) => templates.get(role)?.get(file) ?? missing(role, `templates/${role}/${file}`),
    carried: (role, path) => below(carried.get(role) ?? new Map(), path) ?? missing(role, path),
  };
};

const readAll = async (folder: string): Promise<Texts> => {
  const paths = (await listTree(folder)).filter(
    (path) => !/\.(ts|mts|mjs)$/.test(path) && !path.includes('__pycache__'),
  );
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await readText(join(folder, path))) ?? ''] as const)),
  );
};

const below = (
  texts: Texts,
  path: string,
): readonly { readonly path: string; readonly content: string }[] | undefined => {
  const single = texts.get(path);
  if (single !== undefined) return [{ path, content: single }];
  const found = [...texts].filter(([file]) => file.startsWith(`${path}/`));
  if (found.length === 0) return undefined;
  return found.map(([file, content]) => ({ path: file.slice(path.length + 1), content }));
};

const missing = (role: string, path: string): never => {
  throw new LabError({ code: 'role-file', fault: 'bug', message: provisionText.noText(role, path) });
};
