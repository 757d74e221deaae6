import * as z from 'zod';
import { Secret } from '../model/secret.ts';
import { passingDropIn, programAtWork } from './fault.ts';
import { listenAddresses, nearestAddress } from './listen.ts';
import { reference } from './reference.ts';
import { command } from './resources/command.ts';
import { directory } from './resources/directory.ts';
import { file } from './resources/file.ts';
import { service } from './resources/service.ts';
import { sysctl } from './resources/sysctl.ts';
import { tree } from './resources/tree.ts';
import { dropIn, unit } from './resources/unit.ts';
import { user } from './resources/user.ts';
import type { Role } from './role.ts';

/**
 * All that a role of a project's own is made with. It is handed to the role, which so has nothing to install and to
 * resolve, and works with the very classes that the engines know.
 */
export const toolbox = {
  /** zod, for `params`. */
  z,
  reference,
  ...{ command, directory, dropIn, file, service, sysctl, tree, unit, user },
  ...{ listenAddresses, nearestAddress },
  ...{ passingDropIn, programAtWork },
  Secret,
} as const;

/** See `toolbox`. */
export type Toolbox = typeof toolbox;

/** A role as a project writes it: its folder's name is its own, and it is on the machines whose topology says so. */
export type OwnRole<P = unknown> = Omit<Role<P>, 'name' | 'folder' | 'implied' | 'params' | 'offers' | 'needs'> &
  Partial<Pick<Role<P>, 'params' | 'offers' | 'needs'>>;

/** What `role.mjs` exports under the name `role`. */
export type MakeRole = (toolbox: Toolbox) => OwnRole;
