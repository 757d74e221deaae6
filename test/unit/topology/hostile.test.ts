import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import type { SourceRange } from '../../../src/model/diagnostic.ts';
import { parseTopology, type Parsed } from '../../../src/topology/parse.ts';

const parse = (text: string): Parsed => parseTopology({ file: 'lab.yaml', text }, roles);
const survey = readFileSync(new URL('../../../topology/survey.yaml', import.meta.url), 'utf8');
const mebibyte = 1 << 20;

function nestedAliases(): string {
  let text = 'bancada: 1\na0: &a0 [x]\n';
  for (let index = 1; text.length < mebibyte - 100; index += 1)
    text += `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}]\n`;
  return text;
}

describe('a file from a stranger', () => {
  it.each([
    ['nested aliases', nestedAliases(), 'too-many-aliases'],
    ['more text than allowed', 'x'.repeat(mebibyte + 1), 'file-too-large'],
    ['brackets', '['.repeat(mebibyte), 'file-too-deep'],
    ['dashes', '- '.repeat(mebibyte / 2), 'too-many-values'],
    ['few enough dashes', '- '.repeat(20_000), 'file-too-deep'],
    ['question marks', '? '.repeat(mebibyte / 2), 'too-many-values'],
    ['keys', Array.from({ length: 90_000 }, (_, index) => `k${index}: v`).join('\n'), 'too-many-values'],
    ['an anchor inside itself', 'bancada: 1\ntitle: &a [*a]', 'file-too-deep'],
  ])('of %s is refused in good time', (_, text, code) => {
    const start = performance.now();
    const { topology, diagnostics } = parse(text);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(topology).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toContain(code);
  });

  it('cannot reach the prototype of anything', () => {
    parse('bancada: 1\nmachines: { __proto__: { polluted: 1 }, constructor: { prototype: { polluted: 1 } } }');
    expect({}).not.toHaveProperty('polluted');
  });

  it('never makes the parser throw, and every place lies inside the file', () => {
    fc.assert(fc.property(fc.oneof(anyText, damaged, anyDocument), expectSound), { numRuns: 400 });
  });
});

const anyText = fc.string({
  unit: fc.constantFrom(...'ab1:-[]{}&*!|>?#,\'"%@` \n\t\\\r\u0000'.split(''), 'é', '🎉'),
  maxLength: 200,
});

/** The survey lab with a stretch of it replaced. */
const damaged = fc
  .tuple(fc.nat(survey.length), fc.nat(40), anyText)
  .map(([from, length, text]) => survey.slice(0, from) + text + survey.slice(from + length));

const keys =
  'networks machines services lan lb app count size redis web role upstream members defaults type over from to'.split(
    ' ',
  );
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('auto', 'redis', 'lb', 'openvpn', '10.0.0.1', 'nginx', '', '__proto__', '🎉'),
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const sections = ['defaults', 'networks', 'machines', 'managed', 'roles', 'visitors', 'checks', 'targets', 'message'];
/** JSON is YAML. */
const anyDocument = fc
  .dictionary(fc.constantFrom(...sections), anyValue, { maxKeys: 6 })
  .map((value) => JSON.stringify({ bancada: 1, ...value }, null, 1));

function expectSound(text: string): void {
  const { topology, diagnostics } = parse(text);
  expect(topology === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  const lines = text.split('\n');
  const places = diagnostics.flatMap(({ range, related = [] }) => [range!, ...related.map((one) => one.range)]);
  for (const { start, end } of places satisfies SourceRange[]) {
    expect(start.line).toBeGreaterThanOrEqual(1);
    expect(end.line).toBe(start.line);
    expect(start.column).toBeGreaterThanOrEqual(1);
    expect(end.column).toBeGreaterThanOrEqual(start.column);
    expect(end.column).toBeLessThanOrEqual((lines[end.line - 1] ?? '').length + 1);
  }
}
