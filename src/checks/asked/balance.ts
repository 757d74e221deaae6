import { expectShares, noBalance } from '../../text/checks.ts';
import { balanceCheck } from '../balance.ts';
import type { Check, CheckGround } from '../check.ts';
import { promisesOf } from '../promises.ts';
import type { SpecOf } from './spec.ts';
import { askedCheck } from './spec.ts';

/** The derived check of a balancer, with as many requests as the user wants. */
export const askedBalance = (ground: CheckGround, spec: SpecOf<'balance'>): Check => {
  const { service: wanted, requests } = spec;
  const promised = promisesOf(ground, 'balance').find(({ service: { id, name } }) => id === wanted || name === wanted);
  if (promised !== undefined) {
    const { from, ask } = balanceCheck(ground, promised, { id: spec.name, requests });
    return askedCheck(spec, { from, ask, manner: 'counts', patient: false });
  }
  const ask = () =>
    Promise.resolve({ verdict: 'inconclusive', expected: expectShares(requests), seen: noBalance(wanted) } as const);
  return askedCheck(spec, { from: wanted, ask, patient: false });
};
