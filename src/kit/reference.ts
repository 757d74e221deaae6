import * as z from 'zod';
import { badReference } from '../text/topology.ts';
import { refuse } from './refusal.ts';
import type { Reference } from './role.ts';

/** How a service, or its instances on one machine or group, is written: `redis`, `mariadb@db`. */
export const instancePattern = '^[a-z][a-z0-9-]{0,14}(@[a-z][a-z0-9-]{0,17})?$';

/** What such a text means; `undefined` if it is none. */
export const parseInstance = (text: string): Pick<Reference, 'service' | 'machine'> | undefined => {
  if (!new RegExp(instancePattern).test(text)) return undefined;
  const [service = '', machine] = text.split('@');
  return { service, ...(machine !== undefined && { machine }) };
};

/** A parameter that points at another service: `redis`, `mariadb@db` or `{ of: mariadb, over: vpn }`. */
export const reference = (): z.ZodType<Reference> =>
  z
    .union([z.string(), z.strictObject({ of: z.string(), over: z.string().optional() })])
    .meta({ title: 'reference', examples: ['redis', 'mariadb@db'] })
    .transform((value, context) => {
      const { of, over } = typeof value === 'string' ? { of: value } : value;
      const instance = parseInstance(of);
      if (instance) return { ...instance, ...(over !== undefined && { over }) };
      refuse(context, badReference(of));
      return z.NEVER;
    });
