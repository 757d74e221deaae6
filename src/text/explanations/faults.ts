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
  'unknown-scenario': {
    what: {
      en: 'A scenario is a file in topology/scenarios/, or a path, and there is none of this name.',
      pt: 'Um roteiro é um arquivo em topology/scenarios/, ou um caminho, e não há nenhum com este nome.',
    },
    remedy: { en: 'Take one of the list.', pt: 'Use um da lista.' },
    example: 'bancada scenario',
  },
  'bad-scenario': {
    what: {
      en: 'A scenario is checked as a whole before anything happens; each mistake is shown at its place.',
      pt: 'Um roteiro é conferido inteiro antes de algo acontecer; cada erro aparece no seu lugar.',
    },
    remedy: { en: 'Mend what is shown.', pt: 'Corrija o que aparece.' },
  },
  'lab-not-whole': {
    what: {
      en: 'A scenario measures what its own faults do, so none may be at work before it begins.',
      pt: 'Um roteiro mede o que as suas próprias falhas fazem, então nenhuma pode estar ativa antes.',
    },
    remedy: { en: 'Undo them first.', pt: 'Desfaça-as antes.' },
    example: 'bancada fault survey undo',
  },
  'scenario-value': {
    what: {
      en: 'A time, a share or a moment of the scenario is not written as one.',
      pt: 'Um tempo, uma parte ou um momento do roteiro não está escrito como tal.',
    },
    remedy: { en: 'Write it as in the hint.', pt: 'Escreva como na dica.' },
  },
  'scenario-order': {
    what: {
      en: 'The steps of a timeline stand in the order in which they happen.',
      pt: 'Os passos de uma linha do tempo ficam na ordem em que acontecem.',
    },
    remedy: {
      en: 'Put the step where it belongs, or correct its moment.',
      pt: 'Ponha o passo no lugar, ou corrija o momento.',
    },
  },
  'scenario-name': {
    what: {
      en: 'Expectations know a step by its name, so each is given once; start and end are there already.',
      pt: 'As expectativas conhecem um passo pelo nome, então cada um é dado uma vez; start e end já existem.',
    },
    remedy: { en: 'Give the step another name.', pt: 'Dê outro nome ao passo.' },
  },
  'scenario-traffic': {
    what: {
      en: 'Visitors come at a rate of their own, or so many of them come again and again; it has to be said which.',
      pt: 'Visitantes chegam a uma taxa própria, ou tantos deles voltam sempre; é preciso dizer qual.',
    },
    remedy: { en: 'Keep one of the two.', pt: 'Deixe um dos dois.' },
    example: '+ traffic: { rate: 40 }',
  },
  'scenario-step': {
    what: {
      en: 'An expectation looks at what lies between two steps, by their names, and no step has this one.',
      pt: 'Uma expectativa olha o que há entre dois passos, pelos nomes, e nenhum passo tem este.',
    },
    remedy: {
      en: 'Name the step with `as`, or take a name that is there.',
      pt: 'Dê nome ao passo com `as`, ou use um nome que existe.',
    },
  },
  'scenario-measure': {
    what: {
      en: 'An expectation says one thing, so that it can fail for one reason.',
      pt: 'Uma expectativa diz uma só coisa, para poder falhar por uma só razão.',
    },
    remedy: { en: 'Write one expectation for each.', pt: 'Escreva uma expectativa para cada.' },
  },
};
