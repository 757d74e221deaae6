import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';
import type { TunnelEnd } from '../../src/kit/role.ts';

/** One end of a tunnel. */
export const openvpn = defineRole<TunnelEnd>({
  name: 'openvpn',
  summary: { en: 'an encrypted tunnel between sites', pt: 'um túnel cifrado entre locais' },
  params: z.strictObject({ network: z.string() }),
  implied: { tunnel: 'openvpn' },
  order: 20,
  packages: () => ['openvpn'],
  offers: () => [],
  needs: () => [],
});
