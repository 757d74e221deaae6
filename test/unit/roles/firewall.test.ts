import { expect, test } from 'vitest';
import { ruleText } from '../../../ansible-free-provision/firewall/rule.ts';

test.each([
  [
    { flow: 'a@x->b@y:http', inDevice: 'lan', from: ['10.0.0.2/32', '10.0.0.3/32'], protocol: 'tcp', port: 80 },
    'iifname "lan" ip saddr { 10.0.0.2/32, 10.0.0.3/32 } tcp dport 80 accept comment "a@x->b@y:http"',
  ],
  [
    { flow: 'world->b@y:dns', inDevice: 'internet', from: [], protocol: 'udp', port: 53 },
    'iifname "internet" udp dport 53 accept comment "world->b@y:dns"',
  ],
  [
    { flow: 'f', inDevice: 'lan', outDevice: 'vpn', from: [], to: '10.8.0.1', protocol: 'tcp', port: 3306 },
    'iifname "lan" oifname "vpn" ip daddr 10.8.0.1 tcp dport 3306 accept comment "f"',
  ],
  [
    { flow: `"${'é'.repeat(200)}`, inDevice: 'lan', from: [], protocol: 'tcp', port: 1 },
    `iifname "lan" tcp dport 1 accept comment "${'?'.repeat(128)}"`,
  ],
] as const)('a rule in nftables words: %j', (rule, text) => {
  expect(ruleText(rule)).toBe(text);
});
