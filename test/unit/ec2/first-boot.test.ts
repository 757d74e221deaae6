import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { priceOf, typeOf } from '../../../src/providers/ec2/sizes.ts';
import { firstBoot, hostKeyOn } from '../../../src/providers/ec2/user-data.ts';

const key = createSshKey('host', secureRandom).publicKey.split(' ').slice(0, 2).join(' ');

describe('the script of the first boot', () => {
  test.each([{ labId: 'abcd1234' }, { labId: 'abcd1234', maxHours: 8 }])('is one that a shell takes: %j', (told) => {
    execFileSync('sh', ['-n'], { input: firstBoot(told) });
    // Whoever is on the machine can read it.
    expect(firstBoot(told)).not.toMatch(/PRIVATE|password|secret/i);
  });

  test('sees to the end before anything else, and only where one was asked for', () => {
    const script = firstBoot({ labId: 'abcd1234', maxHours: 8 });
    expect(script.indexOf('bancada-end.timer')).toBeLessThan(script.indexOf('bancada-host-key'));
    expect(script).toContain("--date='+28800 seconds'");
    expect(firstBoot({ labId: 'abcd1234' })).not.toContain('bancada-end');
  });
});

describe('the host key on the console', () => {
  const line = `bancada-host-key abcd1234 ${key}`;

  test('is the last whole one of this lab', () => {
    const older = createSshKey('host', secureRandom).publicKey.split(' ').slice(0, 2).join(' ');
    const console = `[ 1.0] Linux\r\nbancada-host-key abcd1234 ${older}\r\n[ 9.9] noise\r\n${line}\r\nlogin:`;
    expect(hostKeyOn(console, 'abcd1234')).toBe(key);
    expect(hostKeyOn(console, 'zzzz9999')).toBeUndefined();
  });

  test('is not taken where it is torn, or another line has run into it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: line.length - 1 }), fc.stringMatching(/^[ -~]{0,20}$/), (cut, noise) => {
        const torn = `${line.slice(0, cut)}\n${noise}`;
        expect(hostKeyOn(torn, 'abcd1234')).toBeUndefined();
      }),
    );
    expect(hostKeyOn(`${line.slice(0, 60)}[ 3.3] eth0: up${line.slice(60)}`, 'abcd1234')).toBeUndefined();
  });
});

describe('size and price', () => {
  const machine = (cpus: number, memoryMiB: number, diskGiB = 4) => ({
    name: 'db',
    size: { name: 'own', cpus, memoryMiB, diskGiB },
  });

  test.each([
    [0.5, 512, 't3.micro'],
    [1, 1025, 't3.small'],
    [2, 4096, 't3.medium'],
    [4, 4096, 't3.xlarge'],
  ])('%s processors and %s MiB are a %s', (cpus, memory, type) => {
    expect(typeOf(machine(cpus, memory)).name).toBe(type);
  });

  test('what no instance has is refused with a way out', () => {
    expect(() => typeOf(machine(64, 512))).toThrow(expect.objectContaining({ code: 'ec2-too-large' }));
  });

  test('a price has instance, address and disk in it; an unknown region has none', () => {
    // 0.0168 for the instance, 0.005 for its address, 8 GiB of 0.152 a month.
    expect(priceOf([machine(0.5, 512)], 'sa-east-1')?.hourly).toBeCloseTo(0.0168 + 0.005 + (8 * 0.152) / 730, 6);
    expect(priceOf([machine(0.5, 512), machine(1, 2048)], 'us-east-1')?.monthly).toBeCloseTo(
      (0.0104 + 0.0208 + 0.01) * 730 + 16 * 0.08,
      4,
    );
    expect(priceOf([machine(0.5, 512)], 'xx-west-9')).toBeUndefined();
  });
});
