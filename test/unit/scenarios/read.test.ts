import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readScenario } from '../../../src/scenarios/read.ts';

const folder = 'topology/scenarios';
const shipped = readdirSync(folder);

test('at least nine scenarios come along', () => {
  expect(shipped.length).toBeGreaterThanOrEqual(9);
});

test.each(shipped)('%s has no mistakes, and expects something', (name) => {
  const file = `${folder}/${name}`;
  const { scenario, diagnostics } = readScenario({ file, text: readFileSync(file, 'utf8') });
  expect(diagnostics).toEqual([]);
  expect(scenario?.expectations.length).toBeGreaterThan(0);
});

const mistakesIn = (text: string): readonly string[] =>
  readScenario({ file: 'mine.yaml', text }).diagnostics.map(
    ({ code, range }) => `${String(range?.start.line)}:${String(range?.start.column)} ${code}`,
  );

const around = (timeline: string, expectations = '[]'): string =>
  `scenario: 1\ntitle: { en: a, pt: b }\ntimeline:\n${timeline}\nexpect: ${expectations}\n`;

test.each([
  ['a key that does not exist', around('  - { at: 0s, inyect: killed web }'), ['4:15 unknown-key']],
  ['a time that is none', around('  - { at: soon }'), ['4:11 scenario-value']],
  ['a step before the one above', around('  - { at: 5s }\n  - { at: 1s }'), ['5:11 scenario-order']],
  ['a name twice', around('  - { at: 0s, as: one }\n  - { at: 1s, as: one }'), ['5:19 scenario-name']],
  ['visitors who are neither', around('  - { at: 0s, traffic: { path: / } }'), ['4:15 scenario-traffic']],
  [
    'a step that nobody named',
    around('  - { at: 0s, as: one }', '[{ say: { en: a, pt: b }, from: onne, to: end, machines: 1 }]'),
    ['5:41 scenario-step'],
  ],
  [
    'two measures at once',
    around('  - { at: 0s }', '[{ say: { en: a, pt: b }, from: start, to: end, machines: 1, turns: [a] }]'),
    ['5:10 scenario-measure'],
  ],
])('%s is told where it stands', (_, text, mistakes) => {
  expect(mistakesIn(text)).toEqual(mistakes);
});

test('a step says what it does, in an order that makes sense: mend, set, break, then visitors', () => {
  const text = around(
    '  - { at: 1.5s, traffic: { rate: 3 }, inject: [killed web, slow app1], undo: all, set: { web.balance: hash } }',
  );
  const step = readScenario({ file: 'mine.yaml', text }).scenario?.steps[0];
  expect(step?.at).toBe(1500);
  expect(step?.deeds.map((deed) => deed.do)).toEqual(['undo', 'set', 'inject', 'inject', 'traffic']);
  expect(step?.deeds[1]).toEqual({ do: 'set', value: 'web.balance=hash' });
});
