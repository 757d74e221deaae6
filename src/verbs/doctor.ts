import type { Bench } from './bench.ts';
import type { DoctorResult } from './results.ts';
import { prepareComputer } from './setup.ts';
import { providerFor } from './targets.ts';

/** Says what this computer has and lacks for running labs; with `setup`, brings what is missing. */
export const doctor = async (request: { readonly setup?: boolean }, bench: Bench): Promise<DoctorResult> => {
  const provider = await providerFor(bench.project, { sites: {}, options: {} });
  return {
    findings:
      request.setup === true ? await prepareComputer(provider, bench, { consented: true }) : await provider.examine(),
  };
};
