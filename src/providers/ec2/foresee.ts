import { ec2Texts } from '../../text/ec2.ts';
import type { Foresight, PlannedLab } from '../provider.ts';
import { ownMachines, whereaboutsOf } from './observe.ts';
import { compareRules, describeRule, rulesOf, world } from './rules.ts';
import { diskOf, priceOf, typeOf } from './sizes.ts';
import { instanceOf, type Things } from './things.ts';

/** What would be made, cost and be open, beyond what is so already. */
export const foreseen = (
  lab: PlannedLab,
  things: Things,
  { operator, region }: { readonly operator: string; readonly region: string },
): Foresight => {
  const machines = ownMachines(lab);
  const whereabouts = whereaboutsOf(lab.own, things, operator);
  return {
    makes: machines
      .filter(({ name }) => instanceOf(things, name)?.state !== 'running')
      .map((machine) => ec2Texts.willMake(machine.name, typeOf(machine).name, diskOf(machine), region)),
    ...(machines.length > 0 && { price: priceOf(machines, region) ?? ('unknown' as const) }),
    opens: machines.flatMap(({ name }) => {
      const group = things.groups.find(({ machine }) => machine === name);
      const { missing } = compareRules(rulesOf(lab, name, whereabouts), group?.ingress ?? []);
      return missing.map((rule) => ({
        what: ec2Texts.willOpen(name, describeRule(rule), rule.why),
        toWorld: rule.cidr === world,
      }));
    }),
  };
};
