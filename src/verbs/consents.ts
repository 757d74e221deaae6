import { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import type { TargetOptions } from '../model/target.ts';
import type { Foresight } from '../providers/provider.ts';
import * as text from '../text/consents.ts';
import { notConfirmed } from '../text/verbs.ts';
import type { Bench } from './bench.ts';

/** What the user has agreed to beforehand. */
export interface Agreed extends Pick<TargetOptions, 'maxHours' | 'maxCostUsd'> {
  /** Something of the lab may be open to the whole world. */
  readonly public: boolean;
}

/**
 * What the lab may cost in all, US dollars: by the hour where it ends itself, else a month of it.
 */
const costOf = ({ hourly, monthly }: NonNullable<Foresight['price']>, maxHours: number | undefined): number =>
  maxHours === undefined ? monthly : hourly * maxHours;

/** Asks before anything is spent or opened to the world. @throws LabError `not-confirmed` */
export const agree = async ({ makes, price, opens }: Foresight, agreed: Agreed, { stage }: Bench): Promise<void> => {
  if (price !== undefined) {
    const cost = costOf(price, agreed.maxHours);
    const question = text.mayItCost(price, cost, agreed.maxHours);
    if (agreed.maxCostUsd === undefined)
      await confirmed(() => stage.consent({ code: 'spend', question, details: makes }), '--max-cost');
    else if (cost > agreed.maxCostUsd)
      throw new LabError({ code: 'costs-too-much', fault: 'usage', ...text.costsTooMuch(cost, agreed.maxCostUsd) });
  }
  const open = opens.filter(({ toWorld }) => toWorld).map(({ what }) => what);
  if (open.length > 0 && !agreed.public)
    await confirmed(() => stage.consent({ code: 'public', question: text.mayItBeOpen, details: open }), '--public');
};

const confirmed = async (ask: () => Promise<boolean>, flag: string): Promise<void> => {
  if (!(await ask())) throw new LabError({ code: 'not-confirmed', fault: 'usage', ...notConfirmed(flag) });
};

/** What a plan says of a lab beyond its machines: what would be made, what it costs, what is open; a line each. */
export const foresightLines = ({ makes, price, opens }: Foresight): readonly Sentence[] => [
  ...makes,
  ...(price === undefined ? [] : [text.costs(price)]),
  ...opens.map(({ what }) => what),
];
