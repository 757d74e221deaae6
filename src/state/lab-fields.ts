import type { Sites, TargetOptions } from '../model/target.ts';
import type { Lab } from './lab.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A lab as its state files hold it. */
export const labFields = ({ identity, topology, target, sites, options, createdAt }: Lab): Fields => ({
  ...identity,
  topology,
  target,
  sites,
  options,
  createdAt: createdAt.toISOString(),
});

/** The lab that such fields describe; `undefined` if they do not. */
export const labFrom = (fields: Fields): Lab | undefined => {
  const { id, name, folder, topology, target, owner } = fields;
  const createdAt = new Date(String(fields['createdAt']));
  if (typeof id !== 'string' || !/^[a-z0-9]{8}$/.test(id) || Number.isNaN(createdAt.getTime())) return undefined;
  if (typeof name !== 'string' || typeof folder !== 'string') return undefined;
  if (typeof topology !== 'string' || typeof target !== 'string') return undefined;
  if (typeof owner !== 'object' || owner === null || !('uid' in owner) || !('name' in owner)) return undefined;
  if (typeof owner.uid !== 'number' || typeof owner.name !== 'string') return undefined;
  // Labs that were begun before there was a choice are local and have no options.
  const where = { sites: mapIn<Sites>(fields['sites']), options: mapIn<TargetOptions>(fields['options']) };
  return {
    identity: { id, name, folder, owner: { uid: owner.uid, name: owner.name } },
    topology,
    target,
    ...where,
    createdAt,
  };
};

const mapIn = <T extends object>(value: unknown): T => (typeof value === 'object' && value !== null ? value : {}) as T;
