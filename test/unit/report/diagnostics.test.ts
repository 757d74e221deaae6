import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { Language } from '../../../src/model/sentence.ts';
import { diagnosticLines, diagnosticsReport } from '../../../src/report/diagnostics.ts';
import { painter, plain } from '../../../src/report/line.ts';

const look = (language: Language = 'en', width = 60) => ({ language, width, verbose: false });
const at = (line: number, from: number, to: number) => ({
  file: 'lab.yaml',
  start: { line, column: from },
  end: { line, column: to },
});
const mistake: Diagnostic = {
  code: 'unknown-key',
  severity: 'error',
  message: { en: 'unknown key', pt: 'chave desconhecida' },
  range: at(2, 3, 7),
};
const draw = (diagnostic: Diagnostic, text?: string, width?: number): string =>
  diagnosticLines(diagnostic, look('en', width), () => text)
    .map(plain)
    .join('\n');

describe('a diagnostic', () => {
  it('underlines what takes two cells a character, and tabs, where it stands', () => {
    expect(draw(mistake, 'x\n日\t本語語語 y')).toBe(
      ['lab.yaml:2:3: error: unknown key [unknown-key]', '   2 | 日  本語語語 y', '     |     ^^^^^^^^'].join('\n'),
    );
  });

  it('does without the text of the file', () => {
    expect(draw(mistake)).toBe('lab.yaml:2:3: error: unknown key [unknown-key]');
  });

  it('is told in the language of the reader, with how many there are', () => {
    const report = diagnosticsReport([mistake, { ...mistake, severity: 'warning' }], look('pt'), () => undefined);
    expect(report.map(plain)).toEqual([
      'lab.yaml:2:3: erro: chave desconhecida [unknown-key]',
      '',
      'lab.yaml:2:3: aviso: chave desconhecida [unknown-key]',
      '',
      '1 erro, 1 aviso  bancada explain unknown-key diz mais',
    ]);
  });

  it('has colour only where it is wanted', () => {
    const lines = diagnosticLines(mistake, look(), () => 'a\nb: cdef');
    expect(lines.map(painter(false)).join('')).not.toContain('\u001b');
    expect(lines.map(painter(true)).join('')).toContain('\u001b[31m');
  });

  it('never sends a control character of the file to the terminal, nor a line that is too wide', () => {
    const places = fc.tuple(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(300), fc.nat(40));
    fc.assert(
      fc.property(places, ([text, from, length]) => {
        const source = text.replace(/[\r\n]/g, ' ');
        const range = at(1, Math.min(from, source.length) + 1, Math.min(from + length, source.length) + 1);
        const drawn = draw({ ...mistake, message: { en: source.slice(0, 9), pt: '' }, range }, source);
        expect(drawn).not.toMatch(/[^\P{Cc}\n]/u);
        expect(drawn).not.toMatch(/\p{Cf}/u);
      }),
    );
    expect(
      stringWidth(draw({ ...mistake, range: at(1, 200, 210) }, 'x'.repeat(400)).split('\n')[1]!),
    ).toBeLessThanOrEqual(60);
  });
});
