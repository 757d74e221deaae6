import type { Sentence } from '../model/sentence.ts';

/** What is said of conditions that do not hold yet. */
export const waitText = {
  notReady: (unmet: readonly Sentence[], seconds: number, why: string): Sentence => ({
    en: `not true after ${String(seconds)} s: ${unmet.map(({ en }) => en).join('; ')} (${why})`,
    pt: `não é verdade depois de ${String(seconds)} s: ${unmet.map(({ pt }) => pt).join('; ')} (${why})`,
  }),
  look: {
    en: 'look into the journal of the machine with `bancada logs`',
    pt: 'olhe o diário da máquina com `bancada logs`',
  } satisfies Sentence,
};
