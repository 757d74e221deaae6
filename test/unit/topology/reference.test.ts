import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/kit/reference.ts';
import { refusalIn } from '../../../src/kit/refusal.ts';
import { editDistance, nearest } from '../../../src/text/nearest.ts';

describe('a reference', () => {
  it.each([
    ['redis', { service: 'redis' }],
    ['mariadb@db', { service: 'mariadb', machine: 'db' }],
    [
      { of: 'mariadb', over: 'vpn' },
      { service: 'mariadb', over: 'vpn' },
    ],
    [{ of: 'mariadb@db1' }, { service: 'mariadb', machine: 'db1' }],
  ])('%j is understood', (written, understood) => {
    expect(reference().parse(written)).toEqual(understood);
  });

  it.each(['', '@db', 'redis@', 'a@b@c', 'Redis', '../redis', 'redis; id', 'x'.repeat(200)])(
    '%j is refused',
    (written) => {
      const issue = reference().safeParse(written).error?.issues[0];
      expect(issue && refusalIn(issue)?.code).toBe('bad-reference');
    },
  );

  it.each([7, null, ['redis'], { over: 'vpn' }, { of: 'redis', ovr: 'vpn' }])('%j is not one', (written) => {
    expect(reference().safeParse(written).success).toBe(false);
  });
});

describe('did you mean', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['form', 'from', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s and %s differ in %d places', (one, other, places) => {
    expect(editDistance(one, other)).toBe(places);
    expect(editDistance(other, one)).toBe(places);
  });

  it('names the nearest word, if one is near', () => {
    expect(nearest('ngnix', ['redis', 'nginx'])).toBe('nginx');
    expect(nearest('postgres', ['redis', 'nginx'])).toBeUndefined();
    expect(nearest('x'.repeat(200), ['redis'])).toBeUndefined();
  });
});
