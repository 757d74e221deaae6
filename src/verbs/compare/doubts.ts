import type { Measured } from '../../load/order.ts';
import type { Sentence } from '../../model/sentence.ts';
import { stolenShare } from '../../ports/host-load.ts';
import * as text from '../../text/compare.ts';
import type { HostDuring } from './results.ts';
import type { Measurement } from './session.ts';
import { usedBetween } from './use.ts';

/** Beyond these the computer was too busy for the lab to show what it can do. */
const most = { busy: 0.9, stolen: 0.02, others: 0.4, late: 5 };

/** What the computer did while the lab was measured. */
export const hostDuring = ({ measured, before, after }: Measurement): HostDuring => {
  const { p99: late, p50: wake } = measured.pace.lag;
  if (before.host === undefined || after.host === undefined) return { late, wake };
  const { processors } = after.host;
  const seconds = (after.at - before.at) / 1000;
  const busy = after.host.busy - before.host.busy;
  const used = usedBetween(before, after);
  const ofLab = Object.keys(after.machines).reduce((sum, name) => sum + used.machine({ name }), 0);
  const visitors = measured.processorSeconds;
  return {
    busy: busy / seconds / processors,
    stolen: stolenShare(before.host, after.host),
    others: Math.max(0, busy - ofLab - visitors) / seconds,
    ...{ late, wake },
  };
};

/** Why what was measured may mean nothing. */
export const doubtsOf = (
  { busy = 0, stolen = 0, others = 0, late }: Omit<HostDuring, 'wake'>,
  { pace }: { readonly pace: Pick<Measured['pace'], 'kept'> },
): readonly Sentence[] => [
  ...(busy > most.busy ? [text.doubts.busy(busy)] : []),
  ...(stolen > most.stolen ? [text.doubts.stolen(stolen)] : []),
  ...(others > most.others ? [text.doubts.others(others)] : []),
  ...(late > most.late ? [text.doubts.late(late)] : []),
  ...(pace.kept ? [] : [text.doubts.notKept]),
];
