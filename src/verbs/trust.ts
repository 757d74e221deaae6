import { distrust, trust } from '../state/trust.ts';
import type { Bench } from './bench.ts';
import { ownRoleFiles } from './roles.ts';

/** What the user has decided about the programs of a project. */
export interface TrustResult {
  readonly trusted: boolean;
  /** The modules of its roles, below the project. */
  readonly roles: readonly string[];
}

const decided = async (trusted: boolean, { project }: Bench): Promise<TrustResult> => ({
  trusted,
  roles: (await ownRoleFiles(project)).map(({ shown }) => shown),
});

/** Lets the roles of the project run, those that it has and those that come. None is run by that. */
export const trustRoles = async (bench: Bench): Promise<TrustResult> => {
  const result = await decided(true, bench);
  if (result.roles.length > 0) await trust(bench.project);
  return result;
};

/** Lets none run any more. What they made on machines stays. */
export const distrustRoles = async (bench: Bench): Promise<TrustResult> => {
  await distrust(bench.project);
  return decided(false, bench);
};
