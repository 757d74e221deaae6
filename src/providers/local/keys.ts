import { createHash } from 'node:crypto';

/** What tells the keys that a machine was started with from others: of their public halves. */
export const markOfKeys = (authorizedKey: string, hostKey: string): string =>
  createHash('sha256').update(`${authorizedKey}\n${hostKey}`).digest('hex').slice(0, 16);
