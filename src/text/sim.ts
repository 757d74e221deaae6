import type { Sentence } from '../model/sentence.ts';
import { choice } from './wording.ts';

interface ErrorText {
  readonly message: Sentence;
  readonly hint: Sentence;
}

/** What the simulator says. */
export const simText = {
  unknownPolicy: (balancer: string, policy: string, known: readonly string[]): ErrorText => ({
    message: {
      en: `balancer ${balancer}: there is no policy "${policy}"`,
      pt: `balanceador ${balancer}: não há a política "${policy}"`,
    },
    hint: choice(policy, known),
  }),
};
