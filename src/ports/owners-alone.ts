import { userInfo } from 'node:os';
import { systemProcesses, type Command } from './process.ts';

/**
 * The command by which a folder of Windows, with all that will ever lie in it, is its owner's alone, as mode 0700 has it
 * elsewhere. OpenSSH refuses a private key that others may read. S-1-5-18 is the system itself, in every language.
 */
export const ownersAloneCommand = (folder: string, user: string): Command['argv'] => [
  'icacls',
  folder,
  '/inheritance:r',
  '/grant:r',
  `${user}:(OI)(CI)F`,
  '*S-1-5-18:(OI)(CI)F',
  '/q',
];

const timeoutMs = 20_000;

/** Makes it so. A file system without rights, such as that of a memory stick, stays as it is. */
export const ownersAlone = async (folder: string): Promise<void> => {
  const { USERDOMAIN: domain } = process.env;
  const { username } = userInfo();
  const user = domain === undefined ? username : `${domain}\\${username}`;
  await systemProcesses.run({ argv: ownersAloneCommand(folder, user), timeoutMs });
};
