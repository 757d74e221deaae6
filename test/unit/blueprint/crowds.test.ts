import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeBlock } from '../../../src/blueprint/crowds.ts';
import {
  contains,
  firstHost,
  formatSubnet,
  overlap,
  parseAddress,
  parseSubnet,
  subnetOf,
} from '../../../src/blueprint/subnet.ts';
import { addressesOf } from '../../../src/load/addresses.ts';

const blockOf = (subnet: string, ...machines: readonly string[]): string | undefined => {
  const block = freeBlock(
    parseSubnet(subnet)!,
    machines.map((address) => parseAddress(address)!),
  );
  return block && formatSubnet(block);
};

test('visitors get the upper half of a network, or what machines leave of it', () => {
  expect(blockOf('192.168.56.0/24', '192.168.56.10')).toBe('192.168.56.128/25');
  expect(blockOf('192.168.56.0/24', '192.168.56.10', '192.168.56.200')).toBe('192.168.56.128/26');
  expect(blockOf('10.1.0.0/16', '10.1.0.2')).toBe('10.1.128.0/17');
  expect(blockOf('10.0.0.0/8', '10.0.0.2')).toBe('10.255.0.0/16');
  expect(blockOf('192.168.56.0/29', '192.168.56.2', '192.168.56.5')).toBeUndefined();
});

test('no machine is ever in it, and no larger block was free', () => {
  const subnet = fc.integer({ min: 18, max: 29 }).map((prefix) => subnetOf(parseAddress('172.20.0.0')!, prefix));
  const settings = subnet.chain((net) =>
    fc.tuple(
      fc.constant(net),
      fc.array(fc.integer({ min: net.base + 1, max: net.base + net.size - 2 }), { maxLength: 40 }),
    ),
  );
  fc.assert(
    fc.property(settings, ([net, machines]) => {
      const held = [firstHost(net), ...machines];
      const block = freeBlock(net, machines);
      expect(block !== undefined && held.some((address) => contains(block, address))).toBe(false);
      const size = (block?.size ?? 2) * 2;
      for (let base = net.base; size < net.size && base < net.base + net.size; base += size)
        expect(held.some((address) => contains({ base, size, prefix: 0 }, address))).toBe(true);
      if (block) expect(overlap(block, net)).toBe(true);
    }),
  );
});

test('visitors are spread over their block, without its first and last address', () => {
  expect(addressesOf('192.168.56.64/29')).toEqual([1, 2, 3, 4, 5, 6].map((last) => `192.168.56.${String(64 + last)}`));
  const many = addressesOf('10.1.128.0/17');
  expect(new Set(many).size).toBe(256);
  expect(new Set(many.map((address) => address.split('.').slice(0, 3).join('.'))).size).toBe(128);
});
