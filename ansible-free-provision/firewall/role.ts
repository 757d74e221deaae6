import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';

/** Lets in, and lets through, what the flows need; rejects the rest. */
export const firewall = defineRole({
  name: 'firewall',
  summary: { en: 'rejects what is not a declared flow', pt: 'rejeita o que não é um fluxo declarado' },
  params: z.strictObject({}),
  implied: 'everywhere',
  order: 10,
  packages: () => ['nftables'],
  offers: () => [],
  needs: () => [],
});
