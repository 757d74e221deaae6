import type { RequestsAnswer } from '../kit/question.ts';
import type { Use } from '../model/blueprint.ts';
import type { TargetTraffic, Traffic } from '../model/status.ts';

type Count = RequestsAnswer['counts'][number];

/** The requests of so many seconds, shared among the targets that a use of the balancer names. */
export const trafficOf = ({ counts, milliseconds }: RequestsAnswer, use: Use | undefined, seconds: number): Traffic => {
  const perSecond = (chosen: readonly Count[]): number => sum(chosen.map(({ count }) => count)) / seconds;
  const target = ({ service, address, port }: Use['targets'][number]): TargetTraffic => {
    const name = `${address}:${String(port)}`;
    return {
      service,
      perSecond: perSecond(counts.filter(({ upstream }) => triesOf(upstream).at(-1) === name)),
      failedPerSecond: perSecond(counts.filter(({ upstream, status }) => failed(upstream, status, name))),
    };
  };
  return {
    perSecond: perSecond(counts),
    failedPerSecond: perSecond(counts.filter(({ status }) => status >= 500)),
    ...(milliseconds.length > 0 && {
      seconds: {
        p50: percentile(milliseconds, 0.5),
        p95: percentile(milliseconds, 0.95),
        p99: percentile(milliseconds, 0.99),
      },
    }),
    targets: (use?.targets ?? []).map(target),
  };
};

/** Seconds that requests were at each target that a use of the balancer names, all together: by service id. */
export const secondsAt = (
  { counts }: Pick<RequestsAnswer, 'counts'>,
  use: Use | undefined,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (use?.targets ?? []).map(({ service, address, port }) => {
      const name = `${address}:${String(port)}`;
      const own = counts.flatMap(({ upstream, seconds }) => seconds.filter((_, at) => triesOf(upstream)[at] === name));
      return [service, sum(own)];
    }),
  );

const triesOf = (upstream: string): readonly string[] => upstream.split(', ');

/** Whoever was tried before another one had failed; so had the last one, if the request did. */
const failed = (upstream: string, status: number, name: string): boolean => {
  const tries = triesOf(upstream);
  return tries.slice(0, -1).includes(name) || (status >= 500 && tries.at(-1) === name);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Seconds that this share of the requests took at most: the nearest rank. */
const percentile = (milliseconds: RequestsAnswer['milliseconds'], share: number): number => {
  const rank = Math.ceil(share * sum(milliseconds.map(([, count]) => count)));
  let seen = 0;
  const found = milliseconds.find(([, count]) => (seen += count) >= rank);
  return (found?.[0] ?? 0) / 1000;
};
