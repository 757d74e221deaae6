import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compileTopology } from '../../../src/verbs/compiled.ts';
import { telling } from '../../../src/verbs/sim/design.ts';

const file = 'topology/survey.yaml';
const survey = compileTopology({ text: readFileSync(file, 'utf8'), file }, roles);

test.each([
  ['the value of the file changes nothing', ['web.balance=round_robin'], []],
  ['another one does', ['web.balance=hash'], ['web.balance=hash']],
  ['one beside the other', ['web.balance=round_robin', 'mariadb.max_connections=99'], ['mariadb.max_connections=99']],
  ['one over the other', ['web.balance=hash', 'web.balance=round_robin'], []],
])('what of the set values makes the lab another than its file: %s', (_, values, left) => {
  expect(telling(survey, values)).toEqual(left);
});
