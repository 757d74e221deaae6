import { describe, expect, test } from 'vitest';
import type { TargetOptions } from '../../../src/model/target.ts';
import { refuseOtherStanding, standingOf } from '../../../src/verbs/targets.ts';
import { blueprintOf, survey } from '../blueprint/build.ts';

const identity = { id: 'abcd1234', name: 'pair', owner: { uid: 1000, name: 'ana' }, folder: '/nonexistent' };
const there = (): Promise<boolean> => Promise.resolve(true);
const nowhere = (): Promise<boolean> => Promise.resolve(false);
const goOn = (options: TargetOptions, wanted: TargetOptions, isThere = there) =>
  refuseOtherStanding({ identity, target: 'vms', options }, { target: 'vms', options: wanted }, isThere);

test.each([
  [{}, {}],
  [{}, { system: 'debian-12' }],
  [{ system: 'ubuntu-24.04' }, { system: 'ubuntu-24.04', region: 'sa-east-1' }],
  [{ box: 'ana/own' }, { box: 'ana/own' }],
])('a lab that was begun with %j goes on with %j', async (options, wanted) => {
  await expect(goOn(options, wanted)).resolves.toBeUndefined();
});

test.each([
  [{}, { system: 'ubuntu-24.04' }, 'other-system', 'pair was begun with debian-12'],
  [{ system: 'ubuntu-24.04' }, { system: 'debian-12' }, 'other-system', 'pair was begun with ubuntu-24.04'],
  [{}, { box: 'ana/own' }, 'other-box', 'the machines of pair were made from debian-12'],
  [{ box: 'ana/own' }, { box: 'ana/other' }, 'other-box', 'the machines of pair were made from ana/own'],
])('machines that were made with %j are not told to be of %j', async (options, wanted, code, message) => {
  await expect(goOn(options, wanted)).rejects.toMatchObject({ code, fault: 'usage', message });
});

test.each([{ system: 'ubuntu-24.04' }, { box: 'right' }])(
  'as long as no machine is there, %j is still a choice',
  async (wanted) => {
    await expect(goOn({ box: 'wrogn' }, wanted, nowhere)).resolves.toBeUndefined();
  },
);

test('a lab stays on its target', async () => {
  const lab = { identity, target: 'vms', options: {} };
  await expect(refuseOtherStanding(lab, { target: 'local', options: {} }, nowhere)).rejects.toMatchObject({
    code: 'other-target',
  });
});

describe('an option that means nothing on a target', () => {
  const standing = (on: string, options: TargetOptions, defaults: TargetOptions = {}) =>
    standingOf({
      topology: { targets: {} },
      blueprint: blueprintOf(survey()),
      begun: undefined,
      on,
      options,
      defaults,
    });

  test.each<[string, TargetOptions, string, string]>([
    ['local', { system: 'ubuntu-24.04' }, '--system', 'leave it out, or say --on vms or --on real'],
    ['ssh', { system: 'debian-12' }, '--system', 'leave it out, or say --on vms or --on real'],
    ['local', { box: 'ana/own' }, '--box', 'leave it out, or say --on vms or --on real'],
    ['vms', { region: 'sa-east-1' }, '--region', 'leave it out, or say --on real'],
    ['vms', { fromCidr: '203.0.113.1/32' }, '--from-cidr', 'leave it out, or say --on real'],
    ['local', { maxHours: 8 }, '--max-hours', 'leave it out, or say --on real'],
    ['ssh', { maxCostUsd: 1 }, '--max-cost', 'leave it out, or say --on real'],
    ['local', { hosts: '/nonexistent/hosts.yaml' }, '--hosts', 'leave it out, or say --on ssh'],
  ])('on %s, %j is refused, and where it would mean something is said', (on, options, flag, hint) => {
    expect(() => standing(on, options)).toThrow(
      expect.objectContaining({ code: 'option-without-effect', message: `${flag} means nothing on target ${on}` }),
    );
    expect(() => standing(on, options)).toThrow(
      expect.objectContaining({ hint: expect.objectContaining({ en: hint }) as unknown }),
    );
  });

  test('is passed over where it stands in the environment, for all labs', () => {
    const defaults = { region: 'sa-east-1', box: 'ana/own' };
    expect(standing('local', {}, defaults).options).toEqual({});
    expect(standing('vms', {}, defaults).options).toEqual({ box: 'ana/own' });
    expect(standing('real', { region: 'us-east-1' }, defaults).options).toEqual({
      region: 'us-east-1',
      box: 'ana/own',
    });
  });
});
