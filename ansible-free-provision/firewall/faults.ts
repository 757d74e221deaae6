import type { FaultSpec } from '../../src/kit/fault.ts';
import { firewallUnit, rulesText } from '../../src/kit/resources/firewall.ts';
import type { RoleContext } from '../../src/kit/role.ts';
import { bodyText } from './rule.ts';

/** Somebody has forgotten the rules of one service, for each that has any. */
export const firewallFaults = (context: RoleContext): readonly FaultSpec[] => {
  const { blueprint, machine } = context;
  const { input } = machine.firewall;
  const serviceOf = (flow: string): string | undefined => blueprint.flows.find(({ id }) => id === flow)?.to.service;
  const ruled = machine.services.filter((service) => input.some(({ flow }) => serviceOf(flow) === service));
  return ruled.map((target) => ({
    name: 'rule-missing',
    target,
    title: { en: 'its rules are missing in the firewall', pt: 'faltam as suas regras no firewall' },
    seen: {
      en: 'new connections are refused, those that are open go on; plan shows the rules that are gone',
      pt: 'novas conexões são recusadas, as abertas seguem; plan mostra as regras que sumiram',
    },
    inject: [
      {
        do: 'run',
        argv: ['nft', '-f', '-'],
        stdin: rulesText(
          bodyText(context, { ...machine.firewall, input: input.filter(({ flow }) => serviceOf(flow) !== target) }),
        ),
      },
    ],
    undo: [{ do: 'systemctl', verb: 'restart', unit: firewallUnit }],
  }));
};
