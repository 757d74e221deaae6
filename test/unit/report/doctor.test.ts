import { expect, it } from 'vitest';
import { doctorLines } from '../../../src/report/doctor.ts';
import { look, printed, same } from '../../support/printed.ts';

it('doctor says once what mends two things', () => {
  const lacks = (program: string) =>
    ({
      code: program,
      what: same(`no ${program}`),
      status: 'missing',
      fix: [
        ['apt-get', 'update'],
        ['apt-get', 'install', program],
      ],
    }) as const;
  expect(printed(doctorLines([lacks('nft'), lacks('ip')], look)).match(/sudo .*/g)).toEqual([
    'sudo apt-get update',
    'sudo apt-get install nft',
    'sudo apt-get install ip',
  ]);
});
