import type { PassOn } from '../../kit/service-model.ts';
import type { Steps } from '../model/step.ts';
import { swallows, type Fault } from './faults.ts';
import type { Kind } from './kinds.ts';

/** A question's way, and what comes after that. */
export interface Exchanged {
  readonly there: Steps;
  readonly answered: Steps;
}

export const whole = ({ there, answered }: Exchanged): Steps => [...there, ...answered];

/** What keeps a balancer from counting on a peer. An error that the peer itself answers with is an answer. */
export const peerFailures = ['down', 'timeout', 'lost', 'full'] as const;

interface Passing {
  readonly balancer: string;
  readonly kinds: readonly Kind[];
  readonly faults: readonly Fault[];
}

/**
 * A question that a balancer passes on, for as long as that may take. Connections are there already: the time that a new one
 * may take counts only where messages vanish, for nobody goes on with those that were there.
 */
export const passed = (
  { timeout, connectTimeout, formsOnce }: PassOn,
  { there, answered }: Exchanged,
  { balancer, kinds, faults }: Passing,
): Steps => {
  const once = kinds.map(({ path }): Steps => (path.startsWith('POST ') ? [{ commit: balancer }] : []));
  const sent = formsOnce && once.some(({ length }) => length > 0) ? [{ byKey: once }, ...answered] : answered;
  if (connectTimeout === undefined || there.length === 0 || !faults.some(swallows))
    return [{ within: timeout, steps: [...there, ...sent] }];
  return [
    { within: connectTimeout, steps: there },
    { within: timeout, steps: sent },
  ];
};
