import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../../src/ssh/quote.ts';

const argument = fc.string({ unit: 'binary' }).map((text) => Buffer.from(text.replaceAll('\0', '')).toString());
const awkward = fc.constantFrom(
  '',
  "'",
  "''",
  '"',
  '\\',
  '$(id)',
  '`id`',
  'a=b',
  '-n',
  '~',
  '*',
  '\n',
  '!',
  '#',
  'ç ã',
  '%',
);

test('a real shell splits it back into exactly these arguments', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(argument, awkward), { minLength: 1, maxLength: 8 }), (argv) => {
      const line = quote(['printf', '%s\\0', ...argv]);
      const shown = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
      expect(shown.stdout.split('\0').slice(0, -1)).toEqual(argv);
    }),
    { numRuns: 150 },
  );
});

test('a first word is a program, never an assignment', () => {
  expect(spawnSync('/bin/sh', ['-c', quote(['a=b'])], { encoding: 'utf8' }).status).toBe(127);
});

test('a NUL is refused', () => {
  expect(() => quote(['a\0b'])).toThrow(RangeError);
});
