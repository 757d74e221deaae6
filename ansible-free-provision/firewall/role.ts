import * as z from 'zod';
import { firewall as table } from '../../src/kit/resources/firewall.ts';
import { defineRole } from '../../src/kit/role.ts';
import { firewallFaults } from './faults.ts';
import { bodyText } from './rule.ts';

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
  faults: firewallFaults,
  resources: (context) => [table(bodyText(context, context.machine.firewall))],
});
