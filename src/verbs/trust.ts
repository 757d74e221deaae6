import { distrust, trust } from '../state/trust.ts';
import type { Bench } from './bench.ts';
import { ownRoleFiles } from './roles.ts';

/** What the user has decided about the programs of a project. */
export interface TrustResult {
  readonly trusted: boolean;
  /** The modules of its roles, below the project. */
  readonly roles: readonly string[];
}

const rolesIn = async ({ project }: Bench): Promise<TrustResult['roles']> =>
  (await ownRoleFiles(project)).map(({ shown }) => shown);

/** Lets the roles of the project run, those that it has and those that come; where there are none to read, none that come. */
export const trustRoles = async (bench: Bench): Promise<TrustResult> => {
  const roles = await rolesIn(bench);
  const trusted = roles.length > 0;
  if (trusted) await trust(bench.project);
  return { trusted, roles };
};

/** Lets none run any more. What they made on machines stays. */
export const distrustRoles = async (bench: Bench): Promise<TrustResult> => {
  await distrust(bench.project);
  return { trusted: false, roles: await rolesIn(bench) };
};
