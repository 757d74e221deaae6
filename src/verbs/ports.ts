import { systemClock } from '../ports/clock.ts';
import { secureRandom } from '../ports/random.ts';

/** The clock and the randomness of this computer, as what keeps state and makes secrets asks for them. */
export const ports = { clock: systemClock, random: secureRandom } as const;
