import { nobody } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import type { Choose } from './turns.ts';

/** A whole number from 0 to below a limit, each as likely as the other. */
export type Draw = (below: number) => number;

/** After so many looks in vain the peers take turns. */
export const mostLooks = 20;

/**
 * A peer drawn by weight. `ngx_http_upstream_get_random_peer` of `ngx_http_upstream_random_module.c`.
 * @returns `nobody` after 20 looks in vain
 */
export const drawOne =
  (draw: Draw): Choose =>
  (attempt, now) => {
    while (attempt.looks <= mostLooks) {
      const peer = byWeight(attempt, draw);
      if (attempt.canAsk(peer, now)) return attempt.take(peer, now);
      attempt.looks += 1;
    }
    return nobody;
  };

/**
 * Two peers drawn by weight, of which the less busy one for its weight serves, the second if they are equal.
 * `ngx_http_upstream_get_random2_peer`. @returns `nobody` after 20 looks in vain
 */
export const drawTwo =
  (draw: Draw): Choose =>
  (attempt, now) => {
    const { conns, weight } = attempt.peers;
    let first = nobody;
    while (attempt.looks <= mostLooks) {
      const peer = byWeight(attempt, draw);
      if (peer === first || !attempt.canAsk(peer, now)) attempt.looks += 1;
      else if (first === nobody) first = peer;
      else return attempt.take(conns[peer]! * weight[first]! > conns[first]! * weight[peer]! ? first : peer, now);
    }
    return nobody;
  };

const byWeight = ({ peers }: Attempt, draw: Draw): number => peerAt(peers.weight, draw(peers.totalWeight));

/** The peer that holds that place when each holds as many as its weight. */
export const peerAt = (weight: Int32Array, place: number): number => {
  let left = place;
  let peer = 0;
  while (left >= weight[peer]!) {
    left -= weight[peer]!;
    peer += 1;
  }
  return peer;
};
