import { LabError } from '../errors/lab-error.ts';
import type { ProviderName } from '../model/target.ts';
import type { Holding } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import type { Bench } from './bench.ts';
import { providerFor } from './targets.ts';

/** What the user's cloud accounts hold of any lab. @throws LabError where an account cannot be asked */
export const holdings = async ({ project }: Bench): Promise<readonly Holding[]> => {
  const names = Object.keys(providers) as readonly ProviderName[];
  const open = (name: ProviderName) =>
    providerFor(project, { sites: { here: name }, options: {} }).catch((error: unknown) => {
      // Who is not set up here holds nothing of ours.
      if (!(error instanceof LabError) || error.fault === 'bug') throw error;
    });
  const all = await Promise.all(names.map(open));
  return (await Promise.all(all.map(async (provider) => provider?.holdings?.() ?? []))).flat();
};
