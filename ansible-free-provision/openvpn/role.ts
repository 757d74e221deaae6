import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';
import type { TunnelEnd } from '../../src/kit/role.ts';

const params: z.ZodType<TunnelEnd> = z.strictObject({
  network: z.string(),
  end: z.enum(['server', 'client']),
  server: z.string(),
  over: z.string(),
  port: z.int().min(1).max(65535),
});

/** One end of a tunnel. */
export const openvpn = defineRole<TunnelEnd>({
  name: 'openvpn',
  summary: { en: 'an encrypted tunnel between sites', pt: 'um túnel cifrado entre locais' },
  params,
  implied: { tunnel: 'openvpn' },
  order: 20,
  packages: () => ['openvpn'],
  offers: ({ end, port }) => (end === 'server' ? [{ name: 'openvpn', port, protocol: 'udp' }] : []),
  needs: ({ end, network, server, over }) =>
    end === 'client' ? [{ name: 'server', of: { service: network, machine: server, over } }] : [],
});
