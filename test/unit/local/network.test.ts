import { describe, expect, test } from 'vitest';
import type { InterfaceOrder } from '../../../src/providers/local/protocol.ts';
import * as network from '../../../src/providers/local/root/network.ts';

const cable = (link: InterfaceOrder['link']): InterfaceOrder => ({
  network: 'lan',
  device: 'lan',
  address: '192.168.56.10',
  prefix: 24,
  mac: '02:00:00:00:00:01',
  link,
});
const netem = { netem: true, randomDrop: true };
const plain = { netem: false, randomDrop: true };

describe('cables', () => {
  test('the machine’s end has the device’s name and address, the other end stands in the switch', () => {
    const port = network.portName('lb', 'lan');
    expect(network.machineEnd('lb', [cable({})], 42)).toBe(
      `link set dev lo up
link add name lan address 02:00:00:00:00:01 type veth peer name ${port} netns 42
address add 192.168.56.10/24 brd + dev lan
link set dev lan up
`,
    );
    expect(network.switchEnd('lb', [cable({})])).toBe(`link set dev ${port} master lan up\n`);
  });

  test('a port’s name fits a device and is no network’s name', () => {
    expect(network.portName('a'.repeat(15), 'b'.repeat(15))).toMatch(/^P[0-9a-f]{12}$/);
    expect(network.portName('a', 'b')).not.toBe(network.portName('b', 'a'));
  });
});

describe('links', () => {
  test.each([
    [{}, netem, ''],
    [
      { delayMs: 15, jitterMs: 2, loss: 0.01, rateBps: 1e8 },
      netem,
      'qdisc replace dev lan root netem delay 15ms 2ms loss 1% rate 100000000\n',
    ],
    [{ rateBps: 1e8 }, plain, 'qdisc replace dev lan root tbf rate 100000000 burst 125000 latency 50ms\n'],
    [{ rateBps: 64_000 }, plain, 'qdisc replace dev lan root tbf rate 64000 burst 32768 latency 50ms\n'],
    [{ delayMs: 15 }, plain, ''],
  ])('%j', (link, means, expected) => {
    expect(network.machineShaping([cable(link)], means)).toBe(expected);
  });

  test('without netem, packets are lost by a rule in the switch, both ways', () => {
    const rules = network.loss('lb', [cable({ loss: 0.25 })], plain);
    expect(rules.match(/numgen random mod 1000000 < 250000 drop/g)).toHaveLength(2);
    expect(network.loss('lb', [cable({ loss: 0.25 })], netem)).toBe('');
    expect(network.loss('lb', [cable({})], plain)).toBe('');
  });

  const commands = (
    from: Parameters<typeof network.linkCommands>[2]['from'],
    to: Parameters<typeof network.linkCommands>[2]['to'],
    means = plain,
  ) => network.linkCommands('Pport', 'lan', { from, to }, means);

  test('each direction of a link is changed where its packets leave', () => {
    expect(commands({ rateBps: 64_000 }, {})).toMatchObject({
      machineTc: 'qdisc replace dev lan root tbf rate 64000 burst 32768 latency 50ms\n',
      switchTc: '',
      ip: 'link set dev Pport up\n',
    });
    const { machineTc, switchTc, nft } = commands({}, { delayMs: 5, loss: 0.5 }, netem);
    expect([machineTc, switchTc]).toEqual(['', 'qdisc replace dev Pport root netem delay 5ms loss 50%\n']);
    expect(nft).not.toContain('drop;');
  });

  test('what comes from the machine comes in at its port, what goes to it goes out there', () => {
    expect(commands({ loss: 0.25 }, { loss: 0.5 }).nft).toMatch(
      /hook ingress .* < 250000 drop[^]*hook egress .* < 500000 drop/,
    );
    expect(commands({ down: true }, {}).nft).toMatch(/hook ingress .* priority 0; drop; }[^]*hook egress .* < 0 drop/);
    expect(commands({}, { loss: 1 }).nft).toMatch(/hook egress .* priority 0; drop; }/);
  });

  test('cut both ways, a cable loses its carrier; mended, nothing is left of it', () => {
    expect(commands({ down: true }, { down: true })).toMatchObject({
      nft: 'add table netdev loss-Pport\ndelete table netdev loss-Pport\n',
      ip: 'link set dev Pport down\n',
    });
    expect(commands({}, {})).toEqual({
      machineTc: '',
      switchTc: '',
      nft: 'add table netdev loss-Pport\ndelete table netdev loss-Pport\n',
      ip: 'link set dev Pport up\n',
    });
  });
});
