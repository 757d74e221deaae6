import type { SimResult } from '../../sim/result.ts';

/** So many times what is usually under way, and so many more, may be at any moment. */
const usual = { times: 2, more: 5 };

/**
 * Requests of a run that had come to no end when it was over, in runs that begin with nobody there; 0 where no more than are
 * usually under way, which are as many as come in the time that an answer takes (Little's law).
 */
export const waitingAtEnd = ({ sources, windows }: SimResult): number => {
  const all = Object.values(sources);
  const waiting = all.map(({ sent, latency, failures }) => {
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    return (sent - latency.count - failed) / windows;
  });
  const underWay = all.map(({ throughput, latency }) =>
    latency.count > 0 ? throughput.value * latency.mean.value : 0,
  );
  const [found, expected] = [waiting, underWay].map((each) => each.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  return found > usual.times * expected + usual.more ? found : 0;
};
