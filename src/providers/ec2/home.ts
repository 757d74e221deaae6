import { LabError } from '../../errors/lab-error.ts';
import type { TargetOptions } from '../../model/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { noteCreations, readLedger } from '../../state/ledger.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { openAccount, type Account } from './account.ts';

const begunIn = async (lab: LabIdentity): Promise<string | undefined> =>
  (await readLedger(lab)).find(({ provider, kind }) => provider === 'ec2' && kind === 'region')?.name;

/**
 * The account in the region where a lab stands. AWS's own settings may name another one since it was begun.
 * @throws LabError `ec2-other-region`, `ec2-no-region`
 */
export const openHome = async (lab: LabIdentity | undefined, { region }: TargetOptions): Promise<Account> => {
  const begun = lab && (await begunIn(lab));
  if (lab !== undefined && begun !== undefined && region !== undefined && begun !== region)
    throw new LabError({
      code: 'ec2-other-region',
      fault: 'usage',
      ...ec2Texts.otherRegion(lab.name, begun, region),
    });
  return openAccount(begun ?? region);
};

/** Notes where a lab stands from now on. */
export const settleIn = (lab: LabIdentity, { region }: Account, clock: Clock): Promise<void> =>
  noteCreations(lab, [{ provider: 'ec2', kind: 'region', name: region }], clock);

/** An order for an instance: AWS makes only one, however often it is sent. */
export interface Order {
  readonly token: string;
  readonly at: Date;
}

/** The last order for a machine that was noted down. */
export const lastOrder = async (lab: LabIdentity, machine: string): Promise<Order | undefined> => {
  const entries = (await readLedger(lab)).filter(({ provider, kind }) => provider === 'ec2' && kind === 'instance');
  const last = entries.filter(({ name }) => name.startsWith(`${machine} `)).at(-1);
  return last && { token: last.name.slice(machine.length + 1), at: new Date(last.at) };
};

/** Notes down an order, before it is sent. */
export const noteOrder = (lab: LabIdentity, machine: string, { token, at }: Order): Promise<void> =>
  noteCreations(lab, [{ provider: 'ec2', kind: 'instance', name: `${machine} ${token}` }], {
    now: () => at,
  });
