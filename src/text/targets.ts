import type { Sentence } from '../model/sentence.ts';
import type { ProviderName, TargetOptions } from '../model/target.ts';
import type { Wording, Words } from './wording.ts';

export const siteNotServed = (target: string, site: string): Wording & { readonly hint: Sentence } => ({
  code: 'site-not-served',
  message: {
    en: `target ${target} has nobody who makes machines at ${site}`,
    pt: `o alvo ${target} não tem quem faça máquinas em ${site}`,
  },
  hint: {
    en: `say who: targets: { ${target}: { ${site}: ssh } }, or local, vagrant, ec2`,
    pt: `diga quem: targets: { ${target}: { ${site}: ssh } }, ou local, vagrant, ec2`,
  },
});

export const localJoinsNothing = (
  target: string,
  local: string,
  other: string,
): Wording & { readonly hint: Sentence } => ({
  code: 'target-cannot-join',
  message: {
    en: `target ${target} cannot join ${local} and ${other}: local machines live in networks inside this computer, which machines elsewhere cannot enter`,
    pt: `o alvo ${target} não consegue ligar ${local} e ${other}: máquinas locais vivem em redes dentro deste computador, nas quais máquinas de fora não entram`,
  },
  hint: {
    en: `make all sites local, or none: vagrant for ${local} meets ec2 and ssh`,
    pt: `faça todos os locais com local, ou nenhum: vagrant para ${local} encontra ec2 e ssh`,
  },
});

const flags = {
  system: '--system',
  box: '--box',
  hosts: '--hosts',
  region: '--region',
  fromCidr: '--from-cidr',
  maxHours: '--max-hours',
  maxCostUsd: '--max-cost',
} as const satisfies Record<keyof TargetOptions, string>;

/** `others`: the targets on which it would mean something. */
export const optionIdle = (option: keyof TargetOptions, target: string, others: readonly string[]): Words => {
  const on = others.map((other) => `--on ${other}`);
  const [en, pt] = [on.join(' or '), on.join(' ou ')];
  return {
    message: {
      en: `${flags[option]} means nothing on target ${target}`,
      pt: `${flags[option]} nada significa no alvo ${target}`,
    },
    hint: {
      en: on.length === 0 ? 'leave it out' : `leave it out, or say ${en}`,
      pt: on.length === 0 ? 'omita-a' : `omita-a, ou diga ${pt}`,
    },
  };
};

export const joinedTexts = {
  noPart: (site: string): Sentence => ({ en: `nobody serves ${site}`, pt: `ninguém atende ${site}` }),
};

const whatTheyHold = {
  local: { en: 'on this computer', pt: 'neste computador' },
  vagrant: { en: 'among the VMs of this computer', pt: 'entre as VMs deste computador' },
  ec2: { en: 'in the AWS account', pt: 'na conta da AWS' },
  ssh: { en: 'on the computers of hosts.yaml', pt: 'nos computadores de hosts.yaml' },
} as const satisfies Record<ProviderName, Sentence>;

/** A lab is looked for everywhere, and somebody could not be asked. */
export const couldNotLook = (name: ProviderName, why: Sentence): Sentence => ({
  en: `could not look ${whatTheyHold[name].en}, where more of the lab may be: ${why.en}`,
  pt: `não foi possível olhar ${whatTheyHold[name].pt}, onde pode haver mais do lab: ${why.pt}`,
});
