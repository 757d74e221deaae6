import { expect, test } from 'vitest';
import { isAlive, isSameBoot, thisProcess } from '../../../src/ports/computer.ts';

test.each([
  // Two processes read it near half a second, or the clock was set meanwhile.
  ['booted 1795000000 lab-mac', 'booted 1795000001 lab-mac', true],
  ['booted 1795000119 lab-mac', 'booted 1795000000 lab-mac', true],
  ['booted 1795000000 lab-mac', 'booted 1795000121 lab-mac', false],
  ['booted 1795000000 lab-mac', 'booted 1795000000 other-mac', false],
  ['booted 1795000000 lab-mac', '5f9e3f0e-98a0-4f7a-9e4b-123456789012', false],
  ['5f9e3f0e-98a0-4f7a-9e4b-123456789012', '5f9e3f0e-98a0-4f7a-9e4b-123456789012', true],
  ['5f9e3f0e-98a0-4f7a-9e4b-123456789012', '5f9e3f0e-98a0-4f7a-9e4b-123456789013', false],
])('%s and %s are one boot: %s', (one, other, isOne) => expect(isSameBoot(one, other)).toBe(isOne));

test('a process of another boot is not alive, whoever has its number now', () => {
  expect(isAlive(thisProcess())).toBe(true);
  expect(isAlive({ ...thisProcess(), boot: 'booted 1795000000 lab-mac' })).toBe(false);
});
