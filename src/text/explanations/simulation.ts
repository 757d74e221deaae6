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
};
