import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../../src/model/verdict.ts';
import { junit } from '../../../src/report/junit.ts';
import { markdown } from '../../../src/report/markdown.ts';

const same = (text: string) => ({ en: text, pt: `${text} em português` });
const result = (rest: Partial<CheckResult>): CheckResult => ({
  ...{ id: 'flow:a->b', title: same('b answers a'), verdict: 'pass', from: 'a', milliseconds: 12 },
  ...{ expected: same('an answer'), seen: same('+PONG') },
  ...rest,
});
const results = [
  result({}),
  result({
    id: 'closed:x->b:1',
    title: same('b:1 is closed'),
    verdict: 'fail',
    from: 'x',
    seen: same('open <b>'),
    hint: same('stop "it" & go'),
  }),
  result({ id: 'closed:y->b:1', verdict: 'inconclusive', from: 'y', seen: same('a | b\nc') }),
];
const english = { language: 'en' } as const;

test('JUnit: an inconclusive check is an error, not a pass', () => {
  expect(junit('survey', results, english)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="3" failures="1" errors="1" time="0.036">
      <testsuite name="survey" tests="3" failures="1" errors="1" time="0.036">
        <testcase name="b answers a" classname="survey.flow" time="0.012"/>
        <testcase name="b:1 is closed" classname="survey.closed" time="0.012">
          <failure message="open &lt;b&gt;" type="fail">expected: an answer&#10;seen: open &lt;b&gt;&#10;from: x&#10;-&gt; stop &quot;it&quot; &amp; go</failure>
        </testcase>
        <testcase name="b answers a" classname="survey.closed" time="0.012">
          <error message="a | b&#10;c" type="inconclusive">expected: an answer&#10;seen: a | b&#10;c&#10;from: y</error>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('Markdown: one line a group, then what is not good', () => {
  expect(markdown('survey', results, { language: 'pt' })).toMatchInlineSnapshot(`
    "### ❌ survey: falhou

    |  | verificação | passou |
    | --- | --- | --- |
    | ✅ | aberto | 1/1 |
    | ❌ | fechado | 0/2 |

    |  | verificação | esperado | visto | de | dica |
    | --- | --- | --- | --- | --- | --- |
    | ❌ | b:1 is closed em português | an answer em português | open \\<b\\> em português | x | stop "it" \\& go em português |
    | ❔ | b answers a em português | an answer em português | a \\| b c em português | y |  |
    "
  `);
});

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#10;', '\n')
    .replaceAll('&amp;', '&');

// Every character that XML 1.0 can hold in an attribute without a reader's changing it.
const readable = fc
  .array(
    fc.oneof(fc.constantFrom('<', '>', '&', '"', "'", '\n', ']]>', 'é', '😀'), fc.string({ unit: 'grapheme-ascii' })),
  )
  .map((parts) => parts.join('').replaceAll(/[\t\r]/g, ''));

test('JUnit: any words come back out of the attribute they were put into, and open no element', () => {
  fc.assert(
    fc.property(readable, (words) => {
      const xml = junit('survey', [result({ title: { en: words, pt: words } })], english);
      expect(unescape(/<testcase name="([^"<]*)"/.exec(xml)?.[1] ?? 'none')).toBe(words);
      expect(xml.match(/</g)?.length).toBe(6);
    }),
  );
});

test('JUnit: what XML forbids is left out, whatever a service says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      const seen = { en: `${words}\u0000\u001b[31m\ud800\uffff`, pt: words };
      expect(junit('survey', [result({ verdict: 'fail', seen })], english)).not.toMatch(
        /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff](?![\udc00-\udfff])/u,
      );
    }),
  );
});

test('Markdown: no words break a row or become markup', () => {
  fc.assert(
    fc.property(readable, (words) => {
      const lines = markdown('survey', [result({ verdict: 'fail', seen: { en: words, pt: words } })], english).split(
        '\n',
      );
      const row = lines.at(-2) ?? '';
      expect(row.match(/(?<!\\)(?:\\\\)*\|/g)?.length).toBe(7);
      expect(row).not.toMatch(/(?<!\\)(?:\\\\)*<[a-z]/i);
    }),
  );
});
