import type { Filter } from '@aws-sdk/client-ec2';
import pLimit from 'p-limit';
import { LabError } from '../../errors/lab-error.ts';
import type { Sentence } from '../../model/sentence.ts';
import { openAccount, regionsOf, type Account } from './account.ts';
import { thingsBy, type Things } from './things.ts';

/** What was found in one region, or why nobody could look. */
export type Found =
  | { readonly region: string; readonly account: Account; readonly things: Things }
  | { readonly region: string; readonly why: Sentence };

const regionsAtOnce = 5;

/** Restricted accounts may use a few regions only: in the others there is nothing of theirs. */
const closed: readonly string[] = ['ec2-forbidden', 'ec2-credentials-refused'];

/**
 * All that bears these tags, in every region that the account may use: what AWS's settings name today need not be where
 * something was made. @throws LabError where not even the region of those settings can be asked
 */
export const everywhere = async (filters: Filter[], signal?: AbortSignal): Promise<readonly Found[]> => {
  const home = await openAccount();
  const others = await regionsOf(home, signal).catch(unlessForbidden);
  const limit = pLimit(regionsAtOnce);
  const look = async (region: string): Promise<Found> => {
    const account = region === home.region ? home : await openAccount(region);
    try {
      return { region, account, things: await thingsBy(account, filters, signal) };
    } catch (error) {
      if (region === home.region || !(error instanceof LabError) || !closed.includes(error.code)) throw error;
      return { region, why: error.sentence };
    }
  };
  return Promise.all([...new Set([home.region, ...others])].map((region) => limit(() => look(region))));
};

const unlessForbidden = (error: unknown): readonly string[] => {
  if (error instanceof LabError && error.code === 'ec2-forbidden') return [];
  throw error;
};

/** Whether anything was found there that is not at its end. */
export const isEmpty = ({ instances, addresses, groups, keys }: Things): boolean =>
  instances.every(({ state }) => state === 'ended') && addresses.length + groups.length + keys.length === 0;
