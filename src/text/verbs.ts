import type { Sentence } from '../model/sentence.ts';
import { nearest } from './nearest.ts';
import { same, type Words } from './wording.ts';

const listed = (names: readonly string[]): string => names.join(', ');

export const whichLab = (names: readonly string[]): Words => ({
  message: { en: 'no lab named', pt: 'nenhum lab indicado' },
  hint:
    names.length === 0
      ? {
          en: 'put a topology into topology/ or give a file',
          pt: 'ponha uma topologia em topology/ ou indique um arquivo',
        }
      : { en: `say which: ${listed(names)}`, pt: `diga qual: ${listed(names)}` },
});

export const unknownLab = (lab: string, names: readonly string[]): Words => ({
  message: { en: `no lab "${lab}" in topology/`, pt: `não há lab "${lab}" em topology/` },
  hint: {
    en: `there are ${listed(names)}; a file is given by its path: ./mine.yaml`,
    pt: `existem ${listed(names)}; um arquivo se indica pelo caminho: ./meu.yaml`,
  },
});

export const noSuchFile = (file: string): Words => ({
  message: { en: `no file ${file}`, pt: `não existe o arquivo ${file}` },
  hint: { en: 'bancada list shows the labs there are', pt: 'bancada list mostra os labs que existem' },
});

export const unknownCode = (code: string, known: readonly string[]): Words => {
  const near = nearest(code, known);
  return {
    message: {
      en: `no error or diagnostic has the code "${code}"`,
      pt: `nenhum erro ou diagnóstico tem o código "${code}"`,
    },
    hint:
      near === undefined
        ? { en: 'bancada explain lists all of them', pt: 'bancada explain lista todos' }
        : { en: `did you mean ${near}?`, pt: `você quis dizer ${near}?` },
  };
};

export const badLabName = (name: string): Words => ({
  message: { en: `"${name}" cannot be a lab's name`, pt: `"${name}" não pode ser o nome de um lab` },
  hint: {
    en: 'a name begins with a lower-case letter, then at most 14 lower-case letters, digits or hyphens: bancada new shop',
    pt: 'um nome começa com uma letra minúscula, depois no máximo 14 letras minúsculas, dígitos ou hifens: bancada new loja',
  },
});

export const fileThere = (file: string): Words => ({
  message: { en: `${file} is there already`, pt: `${file} já existe` },
  hint: { en: 'choose another name; nothing was written', pt: 'escolha outro nome; nada foi escrito' },
});

export const badTopology = (file: string, mistakes: number): Words => ({
  message: {
    en: `${file} has ${String(mistakes)} ${mistakes === 1 ? 'mistake' : 'mistakes'}`,
    pt: `${file} tem ${String(mistakes)} ${mistakes === 1 ? 'erro' : 'erros'}`,
  },
  hint: { en: 'mend what is shown above and run it again', pt: 'corrija o que aparece acima e rode de novo' },
});

export const unknownTarget = (target: string, known: readonly string[]): Words => ({
  message: { en: `unknown target "${target}"`, pt: `alvo "${target}" desconhecido` },
  hint: { en: `this version knows ${listed(known)}`, pt: `esta versão conhece ${listed(known)}` },
});

export const onlySketched = (services: readonly string[]): Words => ({
  message: {
    en: `these services can be drawn and checked, but not yet be brought up: ${listed(services)}`,
    pt: `estes serviços podem ser desenhados e verificados, mas ainda não podem ser postos no ar: ${listed(services)}`,
  },
  hint: {
    en: 'bancada graph and bancada show work for this lab; a role with resources makes the rest possible (CONTRIBUTING.md)',
    pt: 'bancada graph e bancada show funcionam neste lab; um papel com recursos torna o resto possível (CONTRIBUTING.md)',
  },
});

export const notUp = (lab: string): Words => ({
  message: { en: `${lab} is not up`, pt: `${lab} não está no ar` },
  hint: { en: `bancada up ${lab} brings it up`, pt: `bancada up ${lab} o põe no ar` },
});

/** `found`: those that bear the name, with the folder that each was begun in, on whichever computer. */
export const labElsewhere = (
  lab: string,
  found: readonly { readonly id: string; readonly folder: string }[],
): Words => {
  const each = listed(found.map(({ id, folder }) => `${id} (${folder})`));
  const commands = (or: string): string => found.map(({ id }) => `bancada destroy ${id} --yes`).join(or);
  return {
    message: {
      en: `nothing on this computer tells of a lab ${lab}; what bears that name may belong to another computer of yours, and nothing was removed: ${each}`,
      pt: `nada neste computador fala de um lab ${lab}; o que tem esse nome pode ser de outro computador seu, e nada foi removido: ${each}`,
    },
    hint: {
      en: `if it is the one you mean: ${commands(' or ')}`,
      pt: `se é esse que você quer dizer: ${commands(' ou ')}`,
    },
  };
};

export const unknownMachine = (machine: string, known: readonly string[]): Words => ({
  message: {
    en: `no machine or service "${machine}" in this lab`,
    pt: `não há máquina ou serviço "${machine}" neste lab`,
  },
  hint: { en: `there are ${listed(known)}`, pt: `existem ${listed(known)}` },
});

/** `mendable`: commands are known that mend it all. */
export const computerLacks = (what: readonly Sentence[], mendable: boolean): Words => ({
  message: {
    en: `this computer is not ready: ${what.map(({ en }) => en).join('; ')}`,
    pt: `este computador não está pronto: ${what.map(({ pt }) => pt).join('; ')}`,
  },
  hint: mendable
    ? {
        en: 'bancada doctor shows what to do; up --setup does it',
        pt: 'bancada doctor mostra o que fazer; up --setup o faz',
      }
    : {
        en: 'Bancada cannot mend this by itself; bancada doctor shows all that it looked at',
        pt: 'a Bancada não consegue consertar isso sozinha; bancada doctor mostra tudo o que examinou',
      },
});

export const changedSinceUp = (file: string, lab: string): Sentence => ({
  en: `${file} has changed since ${lab} came up; checked is the lab as it came up, and \`bancada up ${lab}\` makes it as the file says`,
  pt: `${file} mudou desde que ${lab} subiu; verifica-se o lab como ele subiu, e \`bancada up ${lab}\` o deixa como o arquivo diz`,
});

export const setupQuestion: Sentence = {
  en: 'This computer lacks what the lab needs. Run these commands as root?',
  pt: 'Falta neste computador o que o lab precisa. Rodar estes comandos como root?',
};

export const setupFailed = (command: string): Words => ({
  message: {
    en: `setting up this computer failed: ${command}`,
    pt: `a preparação deste computador falhou: ${command}`,
  },
  hint: { en: 'run that command by hand, then again', pt: 'rode esse comando à mão e depois tente de novo' },
});

export const destroyQuestion = (lab: string): Sentence => ({
  en: `Destroy ${lab} and everything on its machines?`,
  pt: `Destruir ${lab} e tudo o que há nas suas máquinas?`,
});

/** What `up` asks before it removes machines that left the file. */
export const removeQuestion = (lab: string): Sentence => ({
  en: `These machines of ${lab} are no longer in its file. Remove them, with everything on their disks?`,
  pt: `Estas máquinas de ${lab} não estão mais no arquivo. Remover, com tudo o que há nos discos delas?`,
});

export const notConfirmed = (flag: string): Words => ({
  message: { en: 'nobody agreed to it, so nothing was done', pt: 'ninguém concordou, então nada foi feito' },
  hint: { en: `answer y, or give ${flag}`, pt: `responda s, ou use ${flag}` },
});

export const connecting: Sentence = { en: 'SSH', pt: 'SSH' };
export const provisioning: Sentence = { en: 'compared with its description', pt: 'comparada com a descrição' };
export const awaitingServices: Sentence = { en: 'services', pt: 'serviços' };
export const checking: Sentence = { en: 'checks', pt: 'verificações' };

/** Of several machines. */
export const machinesFailed = (machines: readonly string[]): Words => ({
  message: {
    en: `${listed(machines)} could not be made as described`,
    pt: `${listed(machines)} não ficaram como descritas`,
  },
  hint: {
    en: 'mend the cause, then run up again: it goes on where it stopped',
    pt: 'corrija a causa e rode up de novo: ele continua de onde parou',
  },
});

export const willCreate: Sentence = { en: 'it does not exist yet', pt: 'ainda não existe' };
export const willStart: Sentence = { en: 'it is stopped', pt: 'está parada' };
export const willRemove: Sentence = {
  en: 'it is no longer described; its disk goes with it',
  pt: 'não é mais descrita; o disco vai junto',
};
export const willKeep: Sentence = { en: 'it runs as described', pt: 'roda como descrito' };

export const severalMachines = (name: string, machines: readonly string[]): Words => ({
  message: { en: `"${name}" means several machines`, pt: `"${name}" indica várias máquinas` },
  hint: { en: `say which: ${listed(machines)}`, pt: `diga qual: ${listed(machines)}` },
});

export const otherTarget = (lab: string, target: string): Words => ({
  message: { en: `${lab} is already on target ${target}`, pt: `${lab} já está no alvo ${target}` },
  hint: { en: `bancada destroy ${lab} first, or leave out --on`, pt: `antes, bancada destroy ${lab}, ou omita --on` },
});

export const journalUnreadable = (machine: string, why: string): Words => ({
  message: {
    en: `the journal of ${machine} could not be read: ${why}`,
    pt: `não foi possível ler o diário de ${machine}: ${why}`,
  },
  hint: { en: 'bancada ssh enters the machine', pt: 'bancada ssh entra na máquina' },
});

export const noPort = (target: string): Words => ({
  message: { en: `"${target}" names no port`, pt: `"${target}" não indica porta` },
  hint: {
    en: 'give machine:port, or a service that offers one',
    pt: 'indique máquina:porta, ou um serviço que ofereça uma',
  },
});

export const portTaken = (port: number): Words => ({
  message: {
    en: `port ${String(port)} of this computer is taken`,
    pt: `a porta ${String(port)} deste computador está ocupada`,
  },
  hint: { en: 'give another one, or none for a free one', pt: 'indique outra, ou nenhuma para uma livre' },
});

/** What is started or stopped, by id. */
export const theseServices = (ids: readonly string[]): Sentence => same(listed(ids));

export const linksUnshaped: Sentence = {
  en: 'links have neither the delay, rate nor loss that the topology gives them: only local machines’ links do',
  pt: 'os enlaces não têm o atraso, a taxa nem a perda que a topologia lhes dá: só os de máquinas locais têm',
};
