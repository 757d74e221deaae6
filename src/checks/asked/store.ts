import { expectValue, sawValue } from '../../text/checks.ts';
import type { Check, CheckGround } from '../check.ts';
import { askRedis, askSql } from '../stores.ts';
import type { SpecOf } from './spec.ts';
import { askedCheck, serviceNamed } from './spec.ts';

/** The first value of a query's first row, or the answer to a Redis command, is this text. */
export const askedStore = (ground: CheckGround, spec: SpecOf<'sql' | 'redis'>): Check => {
  const { services } = ground.world.blueprint;
  const from = services.find(({ id, name }) => id === spec.service || name === spec.service)?.machine ?? spec.service;
  const read = async (signal: AbortSignal): Promise<string | undefined> => {
    const service = serviceNamed(ground.world.blueprint, spec.service);
    if (spec.kind === 'redis') return askRedis(ground, service, spec.command, signal);
    return (await askSql(ground, service, spec.query, [], signal))[0]?.[0];
  };
  return askedCheck(spec, {
    from,
    ask: async (signal) => {
      const value = await read(signal);
      const verdict = value === spec.expect ? 'pass' : 'fail';
      return { verdict, expected: expectValue(spec.expect), seen: sawValue(value) };
    },
  });
};
