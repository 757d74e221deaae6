import { expect, test } from 'vitest';
import { differences } from '../../../src/providers/local/differences.ts';
import type { MachineOrder } from '../../../src/providers/local/protocol.ts';

const made: MachineOrder = {
  name: 'one',
  size: { cpus: 0.5, memoryMiB: 512, diskGiB: 4 },
  packages: ['nginx', 'redis-server'],
  interfaces: [
    {
      network: 'lan',
      device: 'lan',
      address: '10.0.0.2',
      prefix: 24,
      mac: '02:00:00:00:00:01',
      link: { rateBps: 1e6, delayMs: 1 },
    },
  ],
};

test.each<[string, MachineOrder, readonly string[]]>([
  ['the same', made, []],
  [
    'keys in another order',
    { ...made, interfaces: [{ ...made.interfaces[0]!, link: { delayMs: 1, rateBps: 1e6 } }] },
    [],
  ],
  ['fewer packages', { ...made, packages: ['nginx'] }, []],
  ['more packages', { ...made, packages: ['memcached', 'nginx'] }, ['packages']],
  ['a container on it', { ...made, containers: true }, ['containers']],
  ['another processor', { ...made, size: { ...made.size, cpus: 1 } }, ['size']],
  ['a larger disk', { ...made, size: { ...made.size, diskGiB: 5 } }, ['disk']],
  ['a smaller disk', { ...made, size: { ...made.size, diskGiB: 3 } }, []],
  ['another address', { ...made, interfaces: [{ ...made.interfaces[0]!, address: '10.0.0.3' }] }, ['interfaces']],
])('%s', (_what, ordered, expected) => {
  expect(differences(made, ordered)).toEqual(expected);
});
