import { nobody } from './attempt.ts';
import type { Attempt } from './attempt.ts';

/** A way of choosing within the group that the attempt looks in. @returns the peer, or `nobody` if none may be asked */
export type Choose = (attempt: Attempt, now: number) => number;

/**
 * Smooth weighted round robin: each peer's lead grows by its effective weight, the largest lead serves and pays the sum.
 * `ngx_http_upstream_get_peer` of `ngx_http_upstream_round_robin.c`.
 */
export const takeTurns: Choose = (attempt, now) => {
  const { peers } = attempt;
  let best = nobody;
  let total = 0;
  for (let peer = 0; peer < peers.count; peer += 1) {
    if (!attempt.canAsk(peer, now)) continue;
    total += peers.advance(peer);
    if (best === nobody || peers.current[peer]! > peers.current[best]!) best = peer;
  }
  if (best === nobody) return nobody;
  peers.current[best]! -= total;
  return attempt.take(best, now);
};

/**
 * The fewest requests at hand for its weight; those that are equal take turns.
 * `ngx_http_upstream_get_least_conn_peer` of `ngx_http_upstream_least_conn_module.c`.
 */
export const leastConnections: Choose = (attempt, now) => {
  const { peers } = attempt;
  const { conns, weight } = peers;
  let best = nobody;
  let equals = false;
  for (let peer = 0; peer < peers.count; peer += 1) {
    if (!attempt.canAsk(peer, now)) continue;
    const lead = best === nobody ? 1 : conns[best]! * weight[peer]! - conns[peer]! * weight[best]!;
    if (lead > 0) best = peer;
    equals = lead === 0 || (equals && lead < 0);
  }
  if (best === nobody) return nobody;
  return attempt.take(equals ? firstInTurn(attempt, best, now) : best, now);
};

/** Among the peers that are as little busy as the first of them. */
function firstInTurn(attempt: Attempt, first: number, now: number): number {
  const { peers } = attempt;
  const { conns, weight } = peers;
  let best = first;
  let total = 0;
  for (let peer = first; peer < peers.count; peer += 1) {
    if (!attempt.canAsk(peer, now) || conns[peer]! * weight[best]! !== conns[best]! * weight[peer]!) continue;
    total += peers.advance(peer);
    if (peers.current[peer]! > peers.current[best]!) best = peer;
  }
  peers.current[best]! -= total;
  return best;
}
