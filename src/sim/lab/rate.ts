import { meanOf } from '../check/mean.ts';
import type { Arrivals } from '../model/source.ts';
import type { Coming } from './lab-model.ts';

/**
 * About how many requests a second come so: of a rate that changes the highest, and of users who wait for their answers as
 * many as if they had them at once.
 */
export const rateOf = ({ journey = [], ...how }: Coming): number => {
  const each = Math.max(1, journey.length);
  if ('users' in how) return (each * how.users) / meanOf(how.think);
  if ('trace' in how) return how.trace.times.length / (how.trace.times.at(-1) ?? Infinity);
  return each * arriving(how.arrivals);
};

const arriving = (arrivals: Arrivals): number => {
  if ('every' in arrivals) return 1 / meanOf(arrivals.every);
  const { rate } = arrivals;
  return typeof rate === 'number' ? rate : Math.max(...rate.map((piece) => piece.rate));
};
