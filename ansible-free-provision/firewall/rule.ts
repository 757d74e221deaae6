import type { RoleContext } from '../../src/kit/role.ts';
import type { Firewall, FirewallRule } from '../../src/model/blueprint.ts';

/** What stands in the table's braces. */
export const bodyText = ({ template }: Pick<RoleContext, 'template'>, { input, forward }: Firewall): string =>
  template('table.nft.ejs', { input: input.map(ruleText), forward: forward.map(ruleText) }).toString();

/** A rule in nftables' words, with the flow that it is for. */
export function ruleText(rule: FirewallRule): string {
  const matches = [
    ...(rule.inDevice === undefined ? [] : [`iifname "${rule.inDevice}"`]),
    ...(rule.outDevice === undefined ? [] : [`oifname "${rule.outDevice}"`]),
    ...(rule.from.length === 0 ? [] : [`ip saddr { ${rule.from.join(', ')} }`]),
    ...(rule.to === undefined ? [] : [`ip daddr ${rule.to}`]),
    `${rule.protocol} dport ${String(rule.port)}`,
  ];
  return `${matches.join(' ')} accept comment "${commentOf(rule.flow)}"`;
}

/** nftables takes comments of at most 128 bytes, without quotes. */
const commentOf = (flow: string): string => flow.replaceAll(/[^\w@>:./ -]/g, '?').slice(0, 128);
