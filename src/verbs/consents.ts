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
const costOf = ({ hourly, monthly }: KnownPrice, maxHours: number | undefined): number =>
  maxHours === undefined ? monthly : hourly * maxHours;

type KnownPrice = Exclude<NonNullable<Foresight['price']>, 'unknown'>;

/**
 * Asks before anything is made that costs, or opened to the world: what is there already was asked about.
 * @throws LabError `not-confirmed`, `costs-too-much`, `cost-unknown`
 */
export const agree = async ({ makes, price, opens }: Foresight, agreed: Agreed, { stage }: Bench): Promise<void> => {
  if (price !== undefined && makes.length > 0) {
    if (agreed.maxCostUsd !== undefined) refuseBeyond(agreed.maxCostUsd, price, agreed.maxHours);
    else {
      const question =
        price === 'unknown'
          ? text.mayItCostUnknown
          : text.mayItCost(price, costOf(price, agreed.maxHours), agreed.maxHours);
      await confirmed(() => stage.consent({ code: 'spend', question, details: makes }), '--max-cost');
    }
  }
  const open = opens.filter(({ toWorld }) => toWorld).map(({ what }) => what);
  if (open.length > 0 && !agreed.public)
    await confirmed(() => stage.consent({ code: 'public', question: text.mayItBeOpen, details: open }), '--public');
};

const refuseBeyond = (limit: number, price: KnownPrice | 'unknown', maxHours: number | undefined): void => {
  if (price === 'unknown') throw new LabError({ code: 'cost-unknown', fault: 'usage', ...text.costUnknown });
  const cost = costOf(price, maxHours);
  if (cost > limit) throw new LabError({ code: 'costs-too-much', fault: 'usage', ...text.costsTooMuch(cost, limit) });
};

const confirmed = async (ask: () => Promise<boolean>, flag: string): Promise<void> => {
  if (!(await ask())) throw new LabError({ code: 'not-confirmed', fault: 'usage', ...notConfirmed(flag) });
};

/** What a plan says of a lab beyond its machines: what would be made, what it costs, what is open; a line each. */
export const foresightLines = ({ makes, price, opens, shortages = [] }: Foresight): readonly Sentence[] => [
  ...shortages,
  ...makes,
  ...(price === undefined ? [] : [price === 'unknown' ? text.unknownCosts : text.costs(price)]),
  ...opens.map(({ what }) => what),
];
