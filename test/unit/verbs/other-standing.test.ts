import { expect, test } from 'vitest';
import { refuseOtherStanding } from '../../../src/verbs/targets.ts';

const identity = { id: 'abcd1234', name: 'pair', owner: { uid: 1000, name: 'ana' }, folder: '/nonexistent' };

test.each([
  [{}, {}],
  [{}, { system: 'debian-12' }],
  [{ system: 'ubuntu-24.04' }, { system: 'ubuntu-24.04', region: 'sa-east-1' }],
])('a lab that was begun with %j goes on with %j', (options, wanted) => {
  const lab = { identity, target: 'vms', options };
  expect(() => refuseOtherStanding(lab, { target: 'vms', options: wanted })).not.toThrow();
});

test.each([
  [{}, { system: 'ubuntu-24.04' }, 'pair was begun with debian-12'],
  [{ system: 'ubuntu-24.04' }, { system: 'debian-12' }, 'pair was begun with ubuntu-24.04'],
])('a lab that was begun with %j is not told to be %j', (options, wanted, message) => {
  const lab = { identity, target: 'vms', options };
  expect(() => refuseOtherStanding(lab, { target: 'vms', options: wanted })).toThrow(
    expect.objectContaining({ code: 'other-system', fault: 'usage', message }),
  );
});

test('a lab stays on its target', () => {
  const lab = { identity, target: 'vms', options: {} };
  expect(() => refuseOtherStanding(lab, { target: 'local', options: {} })).toThrow(
    expect.objectContaining({ code: 'other-target' }),
  );
});
