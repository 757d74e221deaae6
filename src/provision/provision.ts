import type { Change } from '../model/change.ts';
import type { LabEvent } from '../model/event.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Session } from '../ssh/session.ts';
import { provisionText } from '../text/provision.ts';
import { apply } from './apply.ts';
import { withoutRepeats, type Piece } from './piece.ts';
import { planFrom, questionsOf, type MachinePlan } from './plan.ts';

/** What a machine is to be, and the way into it. */
export interface ProvisionOptions {
  readonly session: Session;
  /** In the order in which they are made. */
  readonly resources: readonly Piece[];
  /** False: compare only. */
  readonly apply: boolean;
  /** Only what this service wants, by id, is compared; what others want, or no longer want, is left as it is. */
  readonly only?: string;
  readonly signal: AbortSignal;
  readonly emit: (event: LabEvent) => void;
  /** Reaches the machine anew; fails if it cannot be reached. Asked after each trial; where it is absent, nothing is tried first. */
  readonly proveReachable?: () => Promise<void>;
}

/**
 * Makes one machine as described, and says what was changed. One round trip if nothing differs. After changes it is looked at
 * again: what the changes themselves have disturbed is mended once, and what then still differs is a failure.
 * @throws LabError `change-failed`, `still-different`, `resource-clash`
 */
export const provision = async (options: ProvisionOptions): Promise<{ readonly changes: readonly Change[] }> => {
  const { session, emit } = options;
  const pieces = withoutRepeats(session.name, options.resources);
  const look = async (isFirst: boolean): Promise<MachinePlan> =>
    planOf(planFrom(await session.ask(questionsOf(pieces), options), session.name, pieces, isFirst), options.only);
  const made: Change[] = [];
  const announce = ({ changes }: MachinePlan): void => {
    for (const { change } of changes) {
      made.push(change);
      emit({ type: 'change-planned', change });
    }
  };
  let plan = await look(true);
  announce(plan);
  if (!options.apply) return { changes: made };
  for (let pass = 1; plan.changes.length > 0 || plan.manifest !== undefined; pass += 1) {
    if (pass > 2) throw stillDifferent(session.name, plan);
    await apply(plan, options);
    if (plan.changes.length === 0) break;
    plan = await look(false);
    if (pass < 2) announce(plan);
  }
  return { changes: made };
};

/** The part of a plan that concerns one service. What the tool remembers of the machine stays as it is. */
const planOf = (plan: MachinePlan, service: string | undefined): MachinePlan =>
  service === undefined ? plan : { changes: plan.changes.filter(({ change }) => isItsOwn(change, service)) };

const isItsOwn = (change: Change, service: string): boolean => change.service === service && change.action !== 'remove';

const stillDifferent = (machine: string, { changes }: MachinePlan): LabError =>
  new LabError({
    code: 'still-different',
    fault: 'operation',
    message: provisionText.stillDifferent(
      machine,
      changes.map(({ change }) => change),
    ),
    hint: provisionText.somebodyElse,
    context: { machine },
  });
