import type { RoleCheck, RoleContext } from '../../src/kit/role.ts';
import type { NginxParams } from './params.ts';

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

/** What a visitor may count on. */
export function balanceCheck(context: RoleContext<NginxParams>): BalanceCheck {
  const { identity, balance } = context.params;
  const weights = Object.fromEntries(serversOf(context).map(({ service, weight }) => [service, weight]));
  const isEven = new Set(Object.values(weights)).size <= 1;
  return { check: 'balance', need: 'upstream', ...identity, promise: promiseOf(balance, isEven), weights };
}

function promiseOf(method: Method, isEven: boolean): BalanceCheck['promise'] {
  switch (method) {
    case 'round_robin':
      return isEven ? 'even-rotation' : 'weighted-rotation';
    case 'ip_hash':
    case 'hash':
      return 'sticky';
    case 'random_two':
      // Of two drawn by weight the less busy one serves, so that shares follow no simple rule unless all weigh the same.
      return isEven ? 'random' : 'none';
    case 'least_conn':
      return 'none';
  }
}
