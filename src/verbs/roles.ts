import { join } from 'node:path';
import { roles } from '../../ansible-free-provision/index.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Role } from '../kit/role.ts';
import { listFolder } from '../ports/files.ts';
import { badLine, loadModule } from '../ports/module.ts';
import { isTrusted } from '../state/trust.ts';
import * as text from '../text/roles.ts';
import { roleFrom, roleUnreadable, type RoleFile } from './own-role.ts';

const folder = 'roles';

/** What the module of a role may be called. The second is read by Node.js 22.18 and newer. */
const modules = ['role.mjs', 'role.mts'];

/** The roles that a project brings, beside its `topology/`. None is run. */
export const ownRoleFiles = async (project: string): Promise<readonly RoleFile[]> => {
  const found = (await listFolder(join(project, folder))).map(async (name) => {
    const module = (await listFolder(join(project, folder, name))).find((file) => modules.includes(file));
    return module === undefined
      ? []
      : [{ name, path: join(project, folder, name, module), shown: `${folder}/${name}/${module}` }];
  });
  return (await Promise.all(found)).flat();
};

/** Whether what the project brings may run, or would if it brought something. */
export const isTrustedWith = async (project: string): Promise<boolean> =>
  (await ownRoleFiles(project)).length === 0 || (await isTrusted(project));

/**
 * Every role that a lab of the project may name: Bancada's, and the project's own, which are programs and are run only
 * where the user trusts them. @throws LabError `roles-not-trusted`, or as `roleFrom`
 */
export const rolesOf = async (project: string): Promise<readonly Role[]> => {
  const files = await ownRoleFiles(project);
  if (files.length === 0) return roles;
  if (!(await isTrusted(project)))
    throw new LabError({
      code: 'roles-not-trusted',
      fault: 'permission',
      ...text.notTrusted(files.map(({ shown }) => shown)),
    });
  return [...roles, ...(await Promise.all(files.map((file) => ownRole(file, join(project, folder, file.name)))))];
};

/** Bancada's own, for verbs that ask no role: a project's, whatever is wrong with them, keep nobody from ending a lab. */
export const shippedRoles = (): Promise<readonly Role[]> => Promise.resolve(roles);

/** Those of `rolesOf` that can be read, for who looks at many topologies: one that names another role has a mistake. */
export const readableRoles = async (project: string): Promise<readonly Role[]> => {
  const files = await ownRoleFiles(project);
  if (files.length === 0 || !(await isTrusted(project))) return roles;
  const own = files.map((file) => ownRole(file, join(project, folder, file.name)).catch(unlessBug));
  return [...roles, ...(await Promise.all(own)).flat()];
};

const unlessBug = (error: unknown): readonly Role[] => {
  if (error instanceof LabError && error.fault !== 'bug') return [];
  throw error;
};

const ownRole = async (file: RoleFile, home: string): Promise<Role> => {
  if (roles.some(({ name }) => name === file.name))
    throw new LabError({
      code: 'role-name',
      fault: 'topology',
      ...text.roleNameTaken(file.name, file.shown),
    });
  const exported = await loadModule(file.path).catch(async (error: unknown) => {
    throw roleUnreadable(file, error, error instanceof SyntaxError ? await badLine(file.path) : undefined);
  });
  return roleFrom(file, home, exported);
};
