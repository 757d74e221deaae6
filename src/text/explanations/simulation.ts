import type { Explanations } from './explanation.ts';

/** What can be wrong with a model that is to be simulated. */
export const simulationExplanations: Explanations = {
  'sim-model': {
    what: {
      en: 'The model contradicts itself, or has a value that means nothing; the path leads to the first such place.',
      pt: 'O modelo se contradiz, ou tem um valor sem sentido; o caminho leva ao primeiro lugar assim.',
    },
    remedy: {
      en: 'Correct it: docs/simulator.md says what a model is made of.',
      pt: 'Corrija: docs/simulator.md diz de que é feito um modelo.',
    },
  },
  'sim-standstill': {
    what: {
      en: 'Users of the model go from step to step without any time passing, so that the simulated clock stands still.',
      pt: 'Usuários do modelo vão de passo em passo sem que o tempo passe, e o relógio simulado fica parado.',
    },
    remedy: { en: 'Give their steps, or their thinking, a duration.', pt: 'Dê duração aos passos, ou à espera deles.' },
  },
  'sim-no-role-model': {
    what: {
      en: 'Visitors come to a service whose role does not say what it does, such as one that is only sketched in the file.',
      pt: 'Visitantes chegam a um serviço cujo papel não diz o que faz, como um que só é esboçado no arquivo.',
    },
    remedy: {
      en: 'Simulate a lab of modelled roles, or give the role a model; ansible-free-provision/survey-app/model.ts is one.',
      pt: 'Simule um lab de papéis com modelo, ou dê um modelo ao papel; ansible-free-provision/survey-app/model.ts é um.',
    },
  },
  'not-foretold': {
    what: {
      en: 'The scenario has something for which the simulator has no model: a fault of another kind, or more requests than can be told one by one.',
      pt: 'O roteiro tem algo para o qual o simulador não tem modelo: uma falha de outro tipo ou mais pedidos do que se pode contar um a um.',
    },
    remedy: {
      en: 'Play it on the lab itself, with `scenario`.',
      pt: 'Toque-o no próprio lab, com `scenario`.',
    },
    example: 'bancada scenario survey failover',
  },
  'sim-circle': {
    what: {
      en: 'Services ask each other in a circle, so that no request would ever be answered.',
      pt: 'Serviços perguntam uns aos outros em círculo; nenhum pedido chegaria a ser respondido.',
    },
    remedy: {
      en: 'Take one of the references out of the file.',
      pt: 'Tire uma das referências do arquivo.',
    },
  },
};
