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

/** Every provider of this version. A provider is one folder and one line here. */
export const providers: Readonly<Record<ProviderName, OpenProvider>> = {
  local: async () => localProvider(),
  // AWS's own client takes a tenth of a second to load.
  ec2: async ({ options }) => (await import('./ec2/provider.ts')).ec2Provider(options),
  vagrant: async (setting) => (await import('./vagrant/provider.ts')).openVagrant(setting),
  ssh: async (setting) => (await import('./ssh/provider.ts')).openSsh(setting),
};

/** Those whose machines were there before, and are other people's too. */
export const adopting: readonly ProviderName[] = ['ssh'];
