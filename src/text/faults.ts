import type { Sentence } from '../model/sentence.ts';
import type { Words } from './wording.ts';

interface FaultWords {
  readonly name: string;
  readonly title: Sentence;
  readonly seen: Sentence;
}

export const killed: FaultWords = {
  name: 'killed',
  title: {
    en: 'its processes are killed and nobody starts them again',
    pt: 'seus processos são mortos e ninguém os religa',
  },
  seen: {
    en: 'who asks it is refused at once; what was under way is cut off; a balancer goes to the others',
    pt: 'quem pergunta é recusado na hora; o que estava em curso é cortado; um balanceador vai aos outros',
  },
};
export const stopped: FaultWords = {
  name: 'stopped',
  title: { en: 'it is stopped in good order', pt: 'ele é parado em boa ordem' },
  seen: {
    en: 'what is under way is finished, then who asks is refused at once',
    pt: 'o que está em curso termina; depois quem pergunta é recusado na hora',
  },
};
export const hung: FaultWords = {
  name: 'hung',
  title: { en: 'its processes stand still (SIGSTOP)', pt: 'seus processos ficam congelados (SIGSTOP)' },
  seen: {
    en: 'connections are taken and never answered: who asks waits until patience ends; systemd calls it active',
    pt: 'conexões são aceitas e nunca respondidas: quem pergunta espera até a paciência acabar; o systemd o chama de ativo',
  },
};
export const slow: FaultWords = {
  name: 'slow',
  title: { en: 'it runs for a tenth of each half second', pt: 'ele roda um décimo de cada meio segundo' },
  seen: {
    en: 'answers take about 0.2 s longer, half a second at worst; nothing fails',
    pt: 'as respostas demoram cerca de 0,2 s a mais, meio segundo no pior caso; nada falha',
  },
};
export const portRefused: FaultWords = {
  name: 'port-refused',
  title: { en: 'its port refuses everybody from outside', pt: 'sua porta recusa quem vem de fora' },
  seen: {
    en: 'the service is well and calls itself ready, and nobody reaches it; who tries is refused at once',
    pt: 'o serviço está bem e se diz pronto, e ninguém o alcança; quem tenta é recusado na hora',
  },
};
export const portDropped: FaultWords = {
  name: 'port-dropped',
  title: { en: 'what comes to its port vanishes', pt: 'o que chega à sua porta some' },
  seen: {
    en: 'the service is well, and who asks it waits until patience ends',
    pt: 'o serviço está bem, e quem pergunta espera até a paciência acabar',
  },
};
export const machineStopped: FaultWords = {
  name: 'machine-stopped',
  title: { en: 'the machine is switched off', pt: 'a máquina é desligada' },
  seen: {
    en: 'everything on it is gone; who asks it waits, for nobody is there to refuse',
    pt: 'tudo o que há nela some; quem pergunta espera, pois não há ninguém para recusar',
  },
};
export const machineBusy: FaultWords = {
  name: 'machine-busy',
  title: { en: 'something else takes all its processors', pt: 'outra coisa ocupa todos os seus processadores' },
  seen: {
    en: 'its load is full; services on it get a share, and answer later under load',
    pt: 'a carga fica cheia; os serviços dela recebem uma parte e, sob carga, respondem mais tarde',
  },
};
export const diskFull: FaultWords = {
  name: 'disk-full',
  title: { en: 'its disk has no room left', pt: 'seu disco não tem mais espaço' },
  seen: {
    en: 'what only reads goes on; what writes fails: logs, rows of a database, uploads',
    pt: 'o que só lê continua; o que escreve falha: registros, linhas de um banco, envios',
  },
};
export const linkCut: FaultWords = {
  name: 'link-cut',
  title: { en: 'the cable is pulled', pt: 'o cabo é arrancado' },
  seen: {
    en: 'nothing gets through in either direction, and the machine sees that its cable is out',
    pt: 'nada passa em nenhuma direção, e a máquina percebe que o cabo saiu',
  },
};
export const linkOneWay: FaultWords = {
  name: 'link-one-way',
  title: {
    en: 'what the machine sends vanishes; what is sent to it arrives',
    pt: 'o que a máquina envia some; o que lhe é enviado chega',
  },
  seen: {
    en: 'it hears every question and its answers are lost: who asks waits until patience ends',
    pt: 'ela ouve cada pergunta e suas respostas se perdem: quem pergunta espera até a paciência acabar',
  },
};
export const linkSlow: FaultWords = {
  name: 'link-slow',
  title: { en: 'the link carries 256 kbit a second', pt: 'o enlace leva 256 kbit por segundo' },
  seen: { en: 'pages take longer the larger they are', pt: 'páginas demoram mais quanto maiores são' },
};
export const linkLossy: FaultWords = {
  name: 'link-lossy',
  title: { en: 'every fifth packet is lost, each way', pt: 'um pacote em cinco se perde, em cada direção' },
  seen: {
    en: 'nothing fails at once: TCP sends again, and some answers take 0.2 to 3 s longer',
    pt: 'nada falha de imediato: o TCP reenvia, e algumas respostas demoram de 0,2 a 3 s a mais',
  },
};
export const linkLate: FaultWords = {
  name: 'link-late',
  title: { en: 'each packet is 200 ± 50 ms late, each way', pt: 'cada pacote atrasa 200 ± 50 ms, em cada direção' },
  seen: {
    en: 'every round trip takes 0.4 s longer; needs netem in the kernel',
    pt: 'cada ida e volta demora 0,4 s a mais; precisa de netem no núcleo',
  },
};

export const unknownFault = (name: string, near: string | undefined): Words => ({
  message: { en: `no fault "${name}" in this lab`, pt: `não há falha "${name}" neste lab` },
  hint:
    near === undefined
      ? { en: 'bancada fault list shows what there is', pt: 'bancada fault list mostra o que há' }
      : { en: `did you mean ${near}?`, pt: `você quis dizer ${near}?` },
});
export const whichTarget = (name: string, targets: readonly string[]): Words => ({
  message: { en: `${name} can be done in several places`, pt: `${name} pode ser feita em vários lugares` },
  hint: { en: `say where: ${targets.join(', ')}`, pt: `diga onde: ${targets.join(', ')}` },
});
export const nowhere = (name: string, target: string, targets: readonly string[], near: string | undefined): Words => ({
  message: { en: `${name} cannot be done to "${target}"`, pt: `${name} não pode ser feita em "${target}"` },
  hint:
    near === undefined
      ? { en: `it can to ${targets.join(', ')}`, pt: `pode em ${targets.join(', ')}` }
      : { en: `did you mean ${near}?`, pt: `você quis dizer ${near}?` },
});
export const notOnOthersMachines = (name: string, machine: string): Words => ({
  message: {
    en: `${name} harms what else is on ${machine}, which was there before Bancada came`,
    pt: `${name} prejudica o que mais há em ${machine}, que já existia antes da Bancada`,
  },
  hint: { en: 'try it on machines that Bancada makes', pt: 'experimente em máquinas que a Bancada cria' },
});
export const notInjected = (name: string, target: string, undone: boolean): Words => ({
  message: { en: `${name} could not be injected into ${target}`, pt: `não foi possível injetar ${name} em ${target}` },
  hint: undone
    ? { en: 'what was begun of it is undone', pt: 'o que foi começado está desfeito' }
    : { en: 'bancada fault undo takes back what was begun', pt: 'bancada fault undo desfaz o que foi começado' },
});
export const notUndone = (name: string, target: string, lab: string): Words => ({
  message: { en: `${name} of ${target} could not be undone`, pt: `não foi possível desfazer ${name} de ${target}` },
  hint: {
    en: `bancada up ${lab} brings its machine back and undoes it`,
    pt: `bancada up ${lab} traz a máquina de volta e a desfaz`,
  },
});

export const possibleCount = (count: number): Sentence => ({
  en: `${String(count)} ways to break it`,
  pt: `${String(count)} modos de quebrá-lo`,
});
export const targets = (listed: string): Sentence => ({ en: `to ${listed}`, pt: `em ${listed}` });
export const howToInject: Sentence = {
  en: 'bancada fault inject NAME TARGET [--for 20s]; a service or a group stands for all its members',
  pt: 'bancada fault inject NOME ALVO [--for 20s]; um serviço ou grupo vale por todos os seus membros',
};
export const howToUndo = (lab: string): Sentence => ({
  en: `bancada fault ${lab} undo puts it back; so do up and destroy`,
  pt: `bancada fault ${lab} undo desfaz; up e destroy também`,
});
export const since = (time: string): Sentence => ({ en: `since ${time}`, pt: `desde ${time}` });
export const until = (time: string): Sentence => ({ en: `until ${time}`, pt: `até ${time}` });
export const cutOff: Sentence = { en: 'was cut off while it was injected', pt: 'foi interrompida ao ser injetada' };
export const alreadyAtWork = (time: string): Sentence => ({
  en: `is at work already, since ${time}; nothing was done`,
  pt: `já está ativa desde ${time}; nada foi feito`,
});
export const noneAtWork = (lab: string): Sentence => ({
  en: `no fault is at work in ${lab}`,
  pt: `nenhuma falha ativa em ${lab}`,
});
export const nothingToUndo = (lab: string): Sentence => ({
  en: `nothing to undo: no such fault is at work in ${lab}`,
  pt: `nada a desfazer: nenhuma falha dessas está ativa em ${lab}`,
});
export const isUndone: Sentence = { en: 'is undone', pt: 'está desfeita' };
export const planned = (name: string, target: string): Sentence => ({
  en: `the fault ${name} is at work in ${target}; up undoes it`,
  pt: `a falha ${name} está ativa em ${target}; up a desfaz`,
});
export const flags = {
  for: { en: 'undo it by itself after: 20s, 2m', pt: 'desfaz sozinha depois de: 20s, 2m' },
} as const satisfies Readonly<Record<string, Sentence>>;
export const unknownAction = (word: string): Words => ({
  message: { en: `"${word}" is nothing that fault does`, pt: `"${word}" não é algo que fault faça` },
  hint: { en: 'it does list, inject, undo and status', pt: 'faz list, inject, undo e status' },
});
export const noName: Words = {
  message: { en: 'no fault named', pt: 'nenhuma falha indicada' },
  hint: { en: 'bancada fault list shows what there is', pt: 'bancada fault list mostra o que há' },
};
export const notFor = (action: string): Words => ({
  message: { en: `--for does not go with ${action}`, pt: `--for não combina com ${action}` },
  hint: {
    en: 'it says after how long what is injected is undone',
    pt: 'diz depois de quanto tempo o que se injeta é desfeito',
  },
});
