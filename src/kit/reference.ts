import { z } from 'zod';
import type { Reference } from './role.ts';

const name = /^[a-z][a-z0-9-]{0,14}$/;
const short = z.string().regex(/^[a-z][a-z0-9-]{0,14}(@[a-z][a-z0-9-]{0,14})?$/);
const long = z.strictObject({ of: short, over: z.string().regex(name).optional() });

/** A parameter that points at another service: `redis`, `mariadb@db` or `{ of: mariadb, over: vpn }`. */
export const reference = (): z.ZodType<Reference> =>
  z.union([short.transform((of) => ({ of, over: undefined })), long]).transform(({ of, over }) => {
    const [service = '', machine] = of.split('@');
    return { service, ...(machine !== undefined && { machine }), ...(over !== undefined && { over }) };
  });
