import type { Sentence } from '../model/sentence.ts';
import type { ProviderName } from '../model/target.ts';
import { nearest } from './nearest.ts';
import { counted, inMiB, same, type Words } from './wording.ts';

const listed = (names: readonly string[]): string => names.join(', ');

/** `2026-11-21 19:55:07`, as the clocks here show it. */
export const momentText = (iso: string): string => {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${at.toTimeString().slice(0, 8)}`;
};

/** Why a provider's machines cannot be kept, and what to do instead. */
const reasons: Readonly<Record<ProviderName, Words>> = {
  local: {
    message: { en: 'local machines stand among others', pt: 'máquinas locais estão entre outras' },
    hint: { en: 'bring the whole lab up on this computer', pt: 'ponha o lab inteiro neste computador' },
  },
  vagrant: {
    message: {
      en: 'VMs can be kept where VirtualBox runs all of the lab, not by libvirt nor beside a cloud',
      pt: 'VMs podem ser guardadas onde o VirtualBox roda o lab todo, não com libvirt nem junto de uma nuvem',
    },
    hint: {
      en: 'on local machines, or VMs of VirtualBox alone, it works; or dump the databases: bancada exec LAB -m MACHINE -- …',
      pt: 'em máquinas locais, ou só em VMs do VirtualBox, funciona; ou exporte os bancos: bancada exec LAB -m MÁQUINA -- …',
    },
  },
  ec2: {
    message: {
      en: 'machines in Amazon’s cloud cannot be kept: copies of their disks would cost money for as long as they exist',
      pt: 'máquinas na nuvem da Amazon não podem ser guardadas: cópias dos discos custariam dinheiro enquanto existissem',
    },
    hint: {
      en: 'dump the databases: bancada exec LAB -m MACHINE -- …; on local machines the same lab can be kept',
      pt: 'exporte os bancos: bancada exec LAB -m MÁQUINA -- …; em máquinas locais o mesmo lab pode ser guardado',
    },
  },
  ssh: {
    message: {
      en: 'computers that were there before are not kept: their disks hold more than this lab',
      pt: 'computadores que já existiam não são guardados: os discos deles têm mais do que este lab',
    },
    hint: {
      en: 'dump the databases: bancada exec LAB -m MACHINE -- …; on local machines the same lab can be kept',
      pt: 'exporte os bancos: bancada exec LAB -m MÁQUINA -- …; em máquinas locais o mesmo lab pode ser guardado',
    },
  },
};

/** By what hinders most: a cloud, others' computers, VMs. */
export const unavailable = (providers: readonly ProviderName[]): Words => {
  const hindering = (['ec2', 'ssh', 'vagrant', 'local'] as const).find((name) => providers.includes(name));
  return reasons[hindering ?? 'local'];
};
export const badName = (name: string): Words => ({
  message: { en: `"${name}" cannot be a snapshot's name`, pt: `"${name}" não pode ser o nome de um instantâneo` },
  hint: {
    en: 'at most 32 lower-case letters, digits and hyphens, a hyphen not first: before-class',
    pt: 'no máximo 32 letras minúsculas, dígitos e hifens, sem hífen no início: antes-da-aula',
  },
});
export const exists = (lab: string, name: string): Words => ({
  message: { en: `${lab} has a snapshot ${name} already`, pt: `${lab} já tem um instantâneo ${name}` },
  hint: {
    en: `choose another name, or first: bancada snapshot ${lab} delete ${name}`,
    pt: `escolha outro nome, ou antes: bancada snapshot ${lab} delete ${name}`,
  },
});
export const isBroken = (lab: string): Words => ({
  message: {
    en: 'faults are at work: who restored it would have a broken lab, and nobody who mends it',
    pt: 'há falhas ativas: quem o restaurasse teria um lab quebrado, e ninguém para consertá-lo',
  },
  hint: { en: `first: bancada fault ${lab} undo`, pt: `antes: bancada fault ${lab} undo` },
});
export const needsUp = (lab: string, machines: readonly string[]): Words => ({
  message: {
    en: `there is nothing to keep of ${listed(machines)}: not all of the lab is there`,
    pt: `não há o que guardar de ${listed(machines)}: nem todo o lab está lá`,
  },
  hint: { en: `first: bancada up ${lab}`, pt: `antes: bancada up ${lab}` },
});
export const unknownSnapshot = (lab: string, name: string, known: readonly string[]): Words => {
  const near = nearest(name, known);
  const hint =
    known.length === 0
      ? {
          en: `it has none; bancada snapshot ${lab} save NAME makes one`,
          pt: `não há nenhum; bancada snapshot ${lab} save NOME cria um`,
        }
      : { en: `there are ${listed(known)}`, pt: `existem ${listed(known)}` };
  return {
    message: { en: `${lab} has no snapshot "${name}"`, pt: `${lab} não tem um instantâneo "${name}"` },
    hint: near === undefined ? hint : { en: `did you mean ${near}?`, pt: `você quis dizer ${near}?` },
  };
};
export const damaged = (name: string, machines: readonly string[]): Words => ({
  message: {
    en: `${name} lacks the disks of ${listed(machines)}; somebody else has removed them`,
    pt: `faltam em ${name} os discos de ${listed(machines)}; alguém os apagou`,
  },
  hint: { en: 'nothing was changed; delete it', pt: 'nada foi mudado; apague-o com delete' },
});
export const damagedOnTheWay = (lab: string, name: string, machines: readonly string[]): Words => ({
  message: {
    en: `the way back to ${name} was cut off and cannot be ended: it lacks the disks of ${listed(machines)}, which somebody else has removed`,
    pt: `a volta a ${name} foi interrompida e não pode ser terminada: faltam os discos de ${listed(machines)}, que alguém apagou`,
  },
  hint: {
    en: `put those disks back, or restore another snapshot; without one: bancada destroy ${lab}, then bancada up ${lab}`,
    pt: `reponha esses discos, ou restaure outro instantâneo; sem outro: bancada destroy ${lab}, depois bancada up ${lab}`,
  },
});
export const forgottenOnTheWay = (lab: string, name: string): Words => ({
  message: {
    en: `the way back to ${name} was cut off and cannot be ended: what ${lab} was then is not known any more`,
    pt: `a volta a ${name} foi interrompida e não pode ser terminada: não se sabe mais o que ${lab} era então`,
  },
  hint: {
    en: `bring the lab's folder back from a copy, or restore another snapshot; without one: bancada destroy ${lab}, then bancada up ${lab}`,
    pt: `recupere a pasta do lab de uma cópia, ou restaure outro instantâneo; sem outro: bancada destroy ${lab}, depois bancada up ${lab}`,
  },
});
export const gone = (name: string): Words => ({
  message: {
    en: `the disks of ${name} are not there: somebody else has removed them`,
    pt: `os discos de ${name} não existem mais: alguém os apagou`,
  },
  hint: {
    en: 'put them back, or restore another snapshot; without one: destroy the lab, and bring it up again',
    pt: 'reponha-os, ou restaure outro instantâneo; sem outro: destrua o lab, e ponha-o no ar de novo',
  },
});
/** Both in bytes. */
export const noRoom = (needed: number, free: number): Words => ({
  message: {
    en: `copies of the disks need up to ${inMiB(needed)}, and ${inMiB(free)} are free`,
    pt: `cópias dos discos precisam de até ${inMiB(needed)}, e há ${inMiB(free)} livres`,
  },
  hint: {
    en: 'nothing was changed; bancada snapshot list shows what older snapshots take, delete gives it back',
    pt: 'nada foi mudado; bancada snapshot list mostra quanto ocupam os anteriores, delete libera',
  },
});
/** `name`: a set of disks that is kept, of which the lab's folder knows nothing. */
export const untold = (lab: string, name: string): Words => ({
  message: {
    en: `disks are kept as ${name}, but what ${lab} was then is not known any more: its folder was lost since`,
    pt: `há discos guardados como ${name}, mas não se sabe mais o que ${lab} era: a pasta dele se perdeu desde então`,
  },
  hint: {
    en: `bring the folder back from a copy, or let go of them: bancada snapshot ${lab} delete ${name}`,
    pt: `recupere a pasta de uma cópia, ou apague-os: bancada snapshot ${lab} delete ${name}`,
  },
});
export const untoldThere = (lab: string, names: readonly string[]): Sentence => ({
  en: `disks are kept as ${listed(names)} of which the lab's folder, lost since, knows nothing; they stay: bancada explain snapshot-untold`,
  pt: `há discos guardados como ${listed(names)} dos quais a pasta do lab, perdida desde então, nada sabe; eles ficam: bancada explain snapshot-untold`,
});
export const savedAtUnknown: Sentence = { en: 'saved nobody knows when', pt: 'salvo não se sabe quando' };
export const cutOff = (lab: string, name: string): Words => ({
  message: {
    en: `the way back to ${name} was cut off: some machines may be as they were then, others not`,
    pt: `a volta a ${name} foi interrompida: umas máquinas podem estar como eram, outras não`,
  },
  hint: {
    en: `end it: bancada up ${lab}, or bancada snapshot ${lab} restore ${name}`,
    pt: `termine-a: bancada up ${lab}, ou bancada snapshot ${lab} restore ${name}`,
  },
});

export const restoreQuestion = (lab: string, name: string): Sentence => ({
  en: `Put ${lab} back to ${name}?`,
  pt: `Voltar ${lab} a ${name}?`,
});
export const isLost = (at: string): Sentence => ({
  en: `what was written on its machines since ${momentText(at)} is lost`,
  pt: `o que foi escrito nas máquinas desde ${momentText(at)} se perde`,
});
export const deleteQuestion = (lab: string, name: string): Sentence => ({
  en: `Delete the snapshot ${name} of ${lab}?`,
  pt: `Apagar o instantâneo ${name} de ${lab}?`,
});
export const savedAt = (at: string): Sentence => ({
  en: `saved ${momentText(at)}`,
  pt: `salvo em ${momentText(at)}`,
});
export const goToo = (names: readonly string[]): Sentence => ({
  en: `${counted(names.length, 'snapshot', 'snapshots')}: ${listed(names)}`,
  pt: `${counted(names.length, 'instantâneo', 'instantâneos')}: ${listed(names)}`,
});

export const stopsServices: Sentence = {
  en: 'services, who asks before who is asked',
  pt: 'serviços, quem pergunta antes de quem é perguntado',
};
export const stillDown = (lab: string, why: Sentence): Sentence => ({
  en: `the machines did not all start again (${why.en}); bancada up ${lab} starts them`,
  pt: `nem todas as máquinas voltaram a ligar (${why.pt}); bancada up ${lab} as liga`,
});
export const finishes = (name: string): Sentence => ({
  en: `ending the way back to snapshot ${name}, which was cut off`,
  pt: `terminando a volta ao instantâneo ${name}, que foi interrompida`,
});
export const finishesForgotten = (name: string): Sentence => ({
  en: `ending the way back to snapshot ${name}, which was cut off; what the lab was up as then is not known any more`,
  pt: `terminando a volta ao instantâneo ${name}, que foi interrompida; não se sabe mais como o lab estava no ar então`,
});
export const isHalfRestored = (name: string): Sentence => ({
  en: `the way back to snapshot ${name} was cut off; up ends it first`,
  pt: `a volta ao instantâneo ${name} foi interrompida; up a termina antes`,
});

export const saved = (lab: string, name: string): Sentence => ({
  en: `${lab} is kept as ${name}`,
  pt: `${lab} está guardado como ${name}`,
});
export const restored = (lab: string, name: string): Sentence => ({
  en: `${lab} is what it was when ${name} was saved`,
  pt: `${lab} é o que era quando ${name} foi salvo`,
});
export const isDown = (lab: string): Sentence => ({
  en: `it is down, as before; bancada up ${lab} starts it`,
  pt: `está desligado, como antes; bancada up ${lab} o liga`,
});
export const deleted = (name: string): Sentence => ({ en: `${name} is deleted`, pt: `${name} foi apagado` });
export const none = (lab: string): Sentence => ({ en: `${lab} has no snapshot`, pt: `${lab} não tem instantâneos` });
export const howToSave = (lab: string): Sentence => ({
  en: `bancada snapshot ${lab} save NAME keeps it as it is`,
  pt: `bancada snapshot ${lab} save NOME o guarda como está`,
});
export const topologyChanged: Sentence = {
  en: 'the topology has changed since: plan tells how',
  pt: 'a topologia mudou desde então: plan diz como',
};
export const withValues = (values: readonly string[]): Sentence => same(values.join(' '));
export const unknownSize: Sentence = { en: 'unknown', pt: 'desconhecido' };
export const columns = {
  snapshot: { en: 'snapshot', pt: 'instantâneo' },
  saved: { en: 'saved', pt: 'salvo' },
  machines: { en: 'machines', pt: 'máquinas' },
  disk: { en: 'disk', pt: 'disco' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const unknownAction = (word: string): Words => ({
  message: { en: `"${word}" is nothing that snapshot does`, pt: `"${word}" não é algo que snapshot faça` },
  hint: { en: 'it does save, restore, list and delete', pt: 'faz save, restore, list e delete' },
});
export const noName: Words = {
  message: { en: 'no snapshot named', pt: 'nenhum instantâneo indicado' },
  hint: {
    en: 'bancada snapshot list shows them; to keep the lab: bancada snapshot save before-class',
    pt: 'bancada snapshot list os mostra; para guardar o lab: bancada snapshot save antes-da-aula',
  },
};
export const flags = {
  yes: { en: 'do not ask before something is lost', pt: 'não pergunta antes que algo se perca' },
} as const satisfies Readonly<Record<string, Sentence>>;
