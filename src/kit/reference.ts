import * as z from 'zod';
import { badReference } from '../text/topology.ts';
import { refuse } from './refusal.ts';
import type { Reference } from './role.ts';

const written = /^(?<service>[a-z][a-z0-9-]{0,14})(?:@(?<machine>[a-z][a-z0-9-]{0,17}))?$/;

/** A parameter that points at another service: `redis`, `mariadb@db` or `{ of: mariadb, over: vpn }`. */
export const reference = (): z.ZodType<Reference> =>
  z
    .union([z.string(), z.strictObject({ of: z.string(), over: z.string().optional() })])
    .meta({ title: 'reference', examples: ['redis', 'mariadb@db'] })
    .transform((value, context) => {
      const { of, over } = typeof value === 'string' ? { of: value } : value;
      const names = written.exec(of)?.groups;
      if (!names) {
        refuse(context, badReference(of));
        return z.NEVER;
      }
      const { service = '', machine } = names;
      return { service, ...(machine !== undefined && { machine }), ...(over !== undefined && { over }) };
    });
