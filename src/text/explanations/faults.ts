import type { Explanations } from './explanation.ts';

/** What can be wrong with faults that are injected on purpose. */
export const faultExplanations: Explanations = {
  'unknown-fault': {
    what: {
      en: 'A fault has a name, and no part of this lab can have one of that name.',
      pt: 'Uma falha tem um nome, e nenhuma parte deste lab pode ter uma com esse nome.',
    },
    remedy: { en: 'Take one of the list.', pt: 'Use uma da lista.' },
    example: 'bancada fault survey list',
  },
  'which-target': {
    what: {
      en: 'The fault can be injected in several places, and one has to be said. A service or a group stands for all its members.',
      pt: 'A falha pode ser injetada em vários lugares, e é preciso dizer um. Um serviço ou grupo vale por todos os seus membros.',
    },
    remedy: { en: 'Name one that the hint names.', pt: 'Indique um dos que a dica indica.' },
    example: 'bancada fault survey inject killed survey@app1',
  },
  'fault-nowhere': {
    what: {
      en: 'There is such a fault, and not for this target: a link cannot be killed, a machine has no port.',
      pt: 'Essa falha existe, mas não para este alvo: um enlace não pode ser morto, uma máquina não tem porta.',
    },
    remedy: { en: 'Take a target that the hint names.', pt: 'Use um alvo que a dica indica.' },
    example: 'bancada fault survey list',
  },
  'not-on-others-machines': {
    what: {
      en: 'The fault would harm what else is on a computer that was there before Bancada came, so it is refused there.',
      pt: 'A falha prejudicaria o que mais há num computador que já existia antes da Bancada, então é recusada ali.',
    },
    remedy: { en: 'Try it on target local or vms.', pt: 'Experimente no alvo local ou vms.' },
    example: 'bancada up survey --on local',
  },
  'fault-not-injected': {
    what: {
      en: 'What injects the fault failed on its machine. What was begun is undone, unless the hint says otherwise.',
      pt: 'O que injeta a falha não deu certo na máquina. O que foi começado está desfeito, salvo se a dica disser outra coisa.',
    },
    remedy: { en: 'See with -v what the machine said.', pt: 'Veja com -v o que a máquina disse.' },
    example: 'bancada fault survey status\nbancada fault survey undo',
  },
  'fault-not-undone': {
    what: {
      en: 'The machine of a fault could not be reached, or did not do what puts it back. The fault stays noted.',
      pt: 'A máquina de uma falha não pôde ser alcançada, ou não fez o que a conserta. A falha continua anotada.',
    },
    remedy: {
      en: 'Bring the lab up: that starts its machines, undoes every fault and makes all as described.',
      pt: 'Ponha o lab no ar: isso liga as máquinas, desfaz toda falha e deixa tudo como descrito.',
    },
    example: 'bancada up survey',
  },
};
