import type { Sentence } from '../model/sentence.ts';

/** What is said while machines are made as described. */
export const provisionText = {
  changeFailed: (machine: string, summary: Sentence, command: string, code: string): Sentence => ({
    en: `${machine}: could not ${summary.en}: \`${command}\` ended with ${code}`,
    pt: `${machine}: não foi possível ${summary.pt}: \`${command}\` terminou com ${code}`,
  }),
  stillDifferent: (
    machine: string,
    list: readonly { readonly resource: string; readonly reason: Sentence }[],
  ): Sentence => ({
    en: `${machine} is still not as described: ${list.map(({ resource, reason }) => `${resource} (${reason.en})`).join(', ')}`,
    pt: `${machine} ainda não está como descrita: ${list.map(({ resource, reason }) => `${resource} (${reason.pt})`).join(', ')}`,
  }),
  readOutput: {
    en: 'read the output below; after mending its cause, the same command goes on from here',
    pt: 'leia a saída abaixo; depois de corrigir a causa, o mesmo comando continua daqui',
  } satisfies Sentence,
  somebodyElse: {
    en: 'something on the machine changes it back; look into its journal with `bancada logs`',
    pt: 'algo na máquina o desfaz; olhe o diário dela com `bancada logs`',
  } satisfies Sentence,
  clash: (machine: string, resource: string, one: string, other: string): Sentence => ({
    en: `on ${machine}, ${one} and ${other} both want ${resource}, each its own`,
    pt: `em ${machine}, ${one} e ${other} querem ${resource}, cada um o seu`,
  }),
  moveOne: {
    en: 'put one of the two services on another machine',
    pt: 'coloque um dos dois serviços em outra máquina',
  } satisfies Sentence,
  noText: (role: string, path: string): Sentence => ({
    en: `the role ${role} has no ${path}`,
    pt: `o papel ${role} não tem ${path}`,
  }),
};
