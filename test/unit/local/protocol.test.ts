import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRequest } from '../../../src/providers/local/orders.ts';
import { idPattern, namePattern, requestSchema, type CreateRequest } from '../../../src/providers/local/protocol.ts';
import { localLab } from '../../support/local-lab.ts';

const good = createRequest(localLab(['one', 'two'], { packages: ['nginx', 'libstdc++6'] }));
const [machine] = good.machines;
const [cable] = machine!.interfaces;

const withMachine = (change: Partial<CreateRequest['machines'][number]>): unknown => ({
  ...good,
  machines: [{ ...machine, ...change }],
});
const withCable = (change: Partial<NonNullable<typeof cable>>): unknown =>
  withMachine({ interfaces: [{ ...cable!, ...change }] });

describe('the root program', () => {
  test('takes what the provider sends', () => {
    expect(requestSchema.parse(good)).toEqual(good);
  });

  test('is never sent a machine without its host key', () => {
    const lab = localLab(['one', 'two']);
    const keyless = { ...lab, hostKeys: { one: lab.hostKeys['one']! } };
    expect(() => createRequest(keyless)).toThrow('two has no host key');
    expect(createRequest(keyless, ['one']).machines.map(({ name }) => name)).toEqual(['one']);
  });

  test.each<[string, unknown]>([
    ['a path for an id', { operation: 'destroy', id: '../../etc' }],
    ['an operation it does not know', { operation: 'run', id: 'abcd1234' }],
    ['a path for a machine to remove', { operation: 'remove', id: 'abcd1234', machines: ['../../other/machines/one'] }],
    ['a path for a snapshot', { operation: 'save-disks', id: 'abcd1234', snapshot: '../x' }],
    ['a snapshot of no name', { operation: 'remove-disks', id: 'abcd1234', snapshots: [''] }],
    ['a key it does not know', { operation: 'destroy', id: 'abcd1234', force: true }],
    ['an owner', { ...good, lab: { ...good.lab, owner: 0 } }],
    ['a machine’s name with a path', withMachine({ name: '../x' })],
    ['a package that is an option', withMachine({ packages: ['-oDPkg::Pre-Invoke=sh'] })],
    ['a package with a version', withMachine({ packages: ['nginx=1.0'] })],
    ['a device with a blank', withCable({ device: 'lan up' })],
    ['the loopback device', withCable({ device: 'lo' })],
    ['an address with a tail', withCable({ address: '10.0.0.1 dev eth0' })],
    ['an address with a line', withCable({ address: '10.0.0.1\nlink del eth0' })],
    ['an address out of range', withCable({ address: '10.0.0.256' })],
    ['a group address for a device', withCable({ mac: '01:00:5e:00:00:01' })],
    ['a loss above one', withCable({ link: { loss: 1.5 } })],
    [
      'a key with a second line',
      withMachine({ identity: { ...machine!.identity, authorizedKey: 'ssh-ed25519 AAAA\nssh-rsa BBBB' } }),
    ],
    ['a disk without end', withMachine({ size: { cpus: 1, memoryMiB: 256, diskGiB: Infinity } })],
  ])('refuses %s', (_what, request) => {
    expect(requestSchema.safeParse(request).success).toBe(false);
  });

  test('no name it takes can leave its folder or mean something to a shell', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z./ $`;-]{1,15}$/)), (text) => {
        if (namePattern.test(text) || idPattern.test(text)) expect(text).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});
