import type { Sentence } from '../model/sentence.ts';

export const labIsBusy = (lab: string, verb: string, pid: number): Sentence => ({
  en: `lab ${lab} is busy: \`${verb}\` is running on it (process ${String(pid)})`,
  pt: `o lab ${lab} está ocupado: \`${verb}\` está em execução nele (processo ${String(pid)})`,
});

export const waitForHolder = (pid: number): Sentence => ({
  en: `wait until it ends, or stop it with Ctrl-C in its terminal or \`kill ${String(pid)}\``,
  pt: `espere que termine, ou interrompa-o com Ctrl-C no terminal dele ou \`kill ${String(pid)}\``,
});

export const stateUnreadable = (path: string): Sentence => ({
  en: `${path} is damaged: it is not what Bancada wrote`,
  pt: `${path} está danificado: não é o que a Bancada escreveu`,
});

export const keyIsLost = (path: string, lab: string): Sentence => ({
  en: `the key to the machines of ${lab} is lost: there is no ${path}`,
  pt: `a chave das máquinas de ${lab} foi perdida: não há ${path}`,
});

export const stateIsNewer = (path: string, version: number, known: number): Sentence => ({
  en: `${path} has version ${String(version)}, and this Bancada knows only ${String(known)}`,
  pt: `${path} tem a versão ${String(version)}, e esta Bancada só conhece a ${String(known)}`,
});

export const stateIsForeign = (path: string, owner: string, uid: number): Sentence => ({
  en: `${path} belongs to a lab of ${owner} (user id ${String(uid)}), not yours`,
  pt: `${path} pertence a um lab de ${owner} (id de usuário ${String(uid)}), não a você`,
});

export const stateIsCopied = (copy: string, original: string): Sentence => ({
  en: `${copy} is a copy of ${original}, whose machines are not this folder's`,
  pt: `${copy} é uma cópia de ${original}, cujas máquinas não são desta pasta`,
});

export const stateIsLink = (path: string): Sentence => ({
  en: `${path} is a link: what belongs to the lab would be written, and removed, elsewhere`,
  pt: `${path} é um link: o que é do lab seria escrito, e apagado, em outro lugar`,
});

export const removeTheLink = (path: string): Sentence => ({
  en: `see where it leads (\`ls -l ${path}\`), then remove it; Bancada makes the folder itself`,
  pt: `veja aonde ele leva (\`ls -l ${path}\`) e depois apague-o; a Bancada cria a pasta sozinha`,
});

export const removeTheCopy = (copy: string, lab: string): Sentence => ({
  en: `remove ${copy}; then \`bancada up ${lab}\` makes a lab of its own here`,
  pt: `apague ${copy}; depois \`bancada up ${lab}\` cria aqui um lab próprio`,
});

export const destroyAndBringUpAgain = (lab: string): Sentence => ({
  en: `\`bancada destroy ${lab}\` removes the lab by what is known of it elsewhere; then bring it up again`,
  pt: `\`bancada destroy ${lab}\` remove o lab pelo que se sabe dele em outros lugares; depois ponha-o no ar de novo`,
});

export const updateBancada: Sentence = {
  en: 'use the Bancada that brought this lab up, or a newer one',
  pt: 'use a Bancada que pôs este lab no ar, ou uma mais nova',
};

export const runAsOwner = (owner: string): Sentence => ({
  en: `run the command as ${owner}`,
  pt: `execute o comando como ${owner}`,
});

export const folderNotWritable = (path: string): Sentence => ({
  en: `cannot write ${path}`,
  pt: `não é possível escrever em ${path}`,
});

export const makeWritable: Sentence = {
  en: 'see who owns the folder, and whether the disk is full or read-only',
  pt: 'veja de quem é a pasta, e se o disco está cheio ou só para leitura',
};
