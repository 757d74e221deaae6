import type { ProviderName, TargetOptions } from '../model/target.ts';
import { localProvider } from './local/provider.ts';
import type { Provider } from './provider.ts';

/** What a provider is opened with. */
export interface ProviderSetting {
  /** Absolute path of the project, in which `topology/` and `.bancada/` lie. */
  readonly project: string;
  readonly options: TargetOptions;
}

/** Opens a provider. What it needs of the outside is loaded only now. @throws LabError where its options or files are wrong */
export type OpenProvider = (setting: ProviderSetting) => Promise<Provider>;

/** A provider, as it is known before it is opened. */
export interface RegisteredProvider {
  readonly open: OpenProvider;
  /** What may be said of a lab that means something to it. */
  readonly options: readonly (keyof TargetOptions)[];
}

/** Every provider of this version. A provider is one folder and one entry here. */
export const providers: Readonly<Record<ProviderName, RegisteredProvider>> = {
  local: { options: [], open: async () => localProvider() },
  ec2: {
    options: ['system', 'region', 'fromCidr', 'maxHours', 'maxCostUsd'],
    // AWS's own client takes a tenth of a second to load.
    open: async ({ options }) => (await import('./ec2/provider.ts')).ec2Provider(options),
  },
  vagrant: {
    options: ['system', 'box'],
    open: async (setting) => (await import('./vagrant/provider.ts')).openVagrant(setting),
  },
  ssh: { options: ['hosts'], open: async (setting) => (await import('./ssh/provider.ts')).openSsh(setting) },
};

/** Those whose machines were there before, and are other people's too. */
export const adopting: readonly ProviderName[] = ['ssh'];
