import type { Station } from './model.ts';

/** How many servers' work a station can do in the long run: its servers, or what its quota leaves of them. */
export const capacityOf = ({ servers = 1, quota }: Station): number =>
  quota === undefined ? servers : Math.min(servers, quota.seconds / quota.period);
