import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

export const nobodyCanCall = (flow: string, machine: string, network: string): Sentence => ({
  en: `${machine} is behind a router that lets nobody in from ${network}, so ${flow} cannot work: let the call come from ${machine}, or put the service on a machine with a public address`,
  pt: `${machine} está atrás de um roteador que não deixa ninguém entrar por ${network}, então ${flow} não funciona: faça a chamada partir de ${machine}, ou ponha o serviço numa máquina com endereço público`,
});

export const apartOnLan = (
  network: string,
  [one, oneAddress]: readonly [string, string],
  [other, otherAddress]: readonly [string, string],
): Sentence => ({
  en: `${one} (${oneAddress}) and ${other} (${otherAddress}) are not on the same subnet, so ${one} cannot hand packets of ${network} to ${other}: give them addresses of one private network (networks: in hosts.yaml)`,
  pt: `${one} (${oneAddress}) e ${other} (${otherAddress}) não estão na mesma sub-rede, então ${one} não consegue entregar pacotes de ${network} a ${other}: dê a elas endereços de uma mesma rede privada (networks: em hosts.yaml)`,
});

export const overlapsTunnel = (tunnel: string, subnet: string, machine: string, address: string): Sentence => ({
  en: `the tunnel ${tunnel} has the addresses ${subnet}, which ${machine} (${address}) already uses for its own network: write another subnet for ${tunnel} into the topology`,
  pt: `o túnel ${tunnel} tem os endereços ${subnet}, que ${machine} (${address}) já usa na sua própria rede: escreva outra sub-rede para ${tunnel} na topologia`,
});

/** Why a blueprint does not fit what is there. */
export const cannotBind = (lab: string, reasons: readonly Sentence[]): Words => ({
  message: {
    en: `${lab} cannot work where it stands: ${reasons.map(({ en }) => en).join('; ')}`,
    pt: `${lab} não funciona onde está: ${reasons.map(({ pt }) => pt).join('; ')}`,
  },
  hint: {
    en: 'mend it and run up again; what was made stays until then',
    pt: 'corrija e rode up de novo; o que foi feito fica até lá',
  },
});
