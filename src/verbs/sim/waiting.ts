import type { SimResult } from '../../sim/result.ts';

/** So many times what is usually under way, and so many more, may be at any moment. */
const usual = { times: 2, more: 5 };

/**
 * Requests of a run that had come to no end when it was over, in runs that begin with nobody there; 0 where no more than are
 * usually under way, which are as many as come in the time that an answer takes (Little's law).
 */
export const waitingAtEnd = ({ sources, windows }: SimResult): number => {
  const all = Object.values(sources);
  const waiting = all.map(
    ({ sent, latency, failures }) => (sent - latency.count - sumOf(Object.values(failures))) / windows,
  );
  const underWay = all.map(({ throughput, latency }) =>
    latency.count > 0 ? throughput.value * latency.mean.value : 0,
  );
  const found = sumOf(waiting);
  return found > usual.times * sumOf(underWay) + usual.more ? found : 0;
};

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
