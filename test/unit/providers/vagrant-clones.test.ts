import { expect, test } from 'vitest';
import { isLeftClone } from '../../../src/providers/vagrant/clones.ts';

const said = 1_795_000_000_000;

test.each([
  // Vagrant says it, and then makes up the name; what it says may reach us a moment later.
  [`temp_clone_${String(said + 5)}_12345`, true],
  [`temp_clone_${String(said - 900)}_12345`, true],
  // Somebody else's, of another time.
  [`temp_clone_${String(said - 60_000)}_12345`, false],
  [`temp_clone_${String(said + 60_000)}_12345`, false],
  // Whatever bears a name is somebody's.
  [`temp_clone_${String(said)}`, false],
  [`my_temp_clone_${String(said)}_12345`, false],
  ['default', false],
])('a VM called %s is ours: %s', (name, isOurs) => {
  expect(isLeftClone(name, [said])).toBe(isOurs);
});

test('where Vagrant was cut off nowhere, nobody’s is', () => {
  expect(isLeftClone(`temp_clone_${String(said)}_12345`, [])).toBe(false);
});
