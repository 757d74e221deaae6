import type { Words } from './wording.ts';

export const noPublicAddress = (service: string): Words => ({
  message: {
    en: `this computer’s public address could not be found out from ${service}`,
    pt: `não foi possível descobrir o endereço público deste computador em ${service}`,
  },
  hint: {
    en: 'say from where the machines may be managed: --from-cidr 203.0.113.7/32',
    pt: 'diga de onde as máquinas podem ser administradas: --from-cidr 203.0.113.7/32',
  },
});
