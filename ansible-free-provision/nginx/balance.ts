import type { RoleCheck, RoleContext } from '../../src/kit/role.ts';
import type { NginxParams } from './params.ts';
import { workersOn } from './settings.ts';

type BalanceCheck = Extract<RoleCheck, { check: 'balance' }>;
type Method = NginxParams['balance'];

/** nginx's directive for a way of choosing; none for its own default. */
export const directives: Readonly<Record<Method, string>> = {
  round_robin: '',
  least_conn: 'least_conn',
  // Looks at the first three octets only: a whole classroom is one visitor.
  ip_hash: 'ip_hash',
  hash: 'hash $remote_addr consistent',
  random_two: 'random two least_conn',
};

/** A server of the upstream. */
export interface Server {
  readonly service: string;
  readonly address: string;
  readonly port: number;
  readonly weight: number;
}

/** The instances that share the requests, in the order of their names. */
export const serversOf = ({ params, uses }: RoleContext<NginxParams>): readonly Server[] =>
  uses('upstream').map(({ service, machine, address, port }) => ({
    service: service.id,
    address,
    port,
    weight: params.weights[machine?.name ?? ''] ?? 1,
  }));

/** What a visitor may count on who asks one thing after the other. */
export function balanceCheck(context: RoleContext<NginxParams>): BalanceCheck {
  const { identity, balance, zone } = context.params;
  const weights = new Map(serversOf(context).map(({ service, weight }) => [service, weight]));
  const isEven = new Set(weights.values()).size <= 1;
  const shares = balance === 'random_two' ? chancesOfSecond(weights) : weights;
  const rotation = isEven ? 'even-rotation' : 'weighted-rotation';
  // Workers who share nothing take turns each by itself: nobody knows which of them is asked next.
  const promise = promises[balance] ?? (zone || workersOn(context.machine) === 1 ? rotation : 'random');
  return { check: 'balance', need: 'upstream', ...identity, promise, weights: Object.fromEntries(shares) };
}

/** The rest rotates: where nobody is busy, `least_conn` finds all alike and takes them by weight in turn. */
const promises: Readonly<Partial<Record<Method, BalanceCheck['promise']>>> = {
  ip_hash: 'sticky',
  hash: 'sticky',
  random_two: 'random',
};

/**
 * Two are drawn by weight, the second among those that are left, and of two that are equally busy the second one serves. So
 * a larger weight means fewer requests as long as nobody is busy.
 */
const chancesOfSecond = (weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const after = (service: string, own: number): number =>
    [...weights]
      .filter(([first]) => first !== service)
      .reduce((chance, [, weight]) => chance + ((weight / all) * own) / (all - weight), 0);
  return weights.size < 2 ? weights : new Map([...weights].map(([service, own]) => [service, after(service, own)]));
};
