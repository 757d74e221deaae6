import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { roles } from '../../ansible-free-provision/index.ts';
import { compile } from '../../src/blueprint/compile.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { diagnosticsReport } from '../../src/report/diagnostics.ts';
import { plain } from '../../src/report/line.ts';
import { readScenario } from '../../src/scenarios/read.ts';
import { parseTopology } from '../../src/topology/parse.ts';

const here = new URL('.', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, here), 'utf8');
const names = readdirSync(here).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []));

function diagnose(file: string, text: string): readonly Diagnostic[] {
  if (text.startsWith('scenario:')) return readScenario({ file, text }).diagnostics;
  const parsed = parseTopology({ file, text }, roles);
  return [...parsed.diagnostics, ...(parsed.topology ? compile(parsed.topology, roles).diagnostics : [])];
}

const drawn = (diagnostics: readonly Diagnostic[], text: string, language: 'en' | 'pt'): string =>
  diagnosticsReport(diagnostics, { language, width: 100, verbose: false }, () => text)
    .map((line) => plain(line).trimEnd())
    .join('\n');

/** Every code that the sentences about topologies and scenarios can have. */
function allCodes(): readonly string[] {
  const folder = new URL('../../src/text/', import.meta.url);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  return sources.filter((source) => source.includes('Wording')).flatMap(codesIn);
}

function codesIn(source: string): readonly string[] {
  const things = [...source.matchAll(/^ {2}(\w+): \{ en: '\1'/gm)].map(([, thing = '']) => thing);
  const codes = source.matchAll(/(?:code: |notWellWritten\(\s*)['`]([a-z-]+)(\$\{thing\})?['`]/g);
  return [...codes].flatMap(([, code = '', open]) =>
    open === undefined ? [code] : things.map((thing) => code + thing),
  );
}

describe('bad topologies and scenarios', () => {
  it.each(names)('%s is explained', async (name) => {
    const text = read(`${name}.yaml`);
    const diagnostics = diagnose(`${name}.yaml`, text);
    expect(diagnostics).not.toEqual([]);
    const both = `${drawn(diagnostics, text, 'en')}\n\n${'='.repeat(80)}\n\n${drawn(diagnostics, text, 'pt')}\n`;
    await expect(both).toMatchFileSnapshot(fileURLToPath(new URL(`${name}.txt`, here)));
  });

  it('has an example of every code', () => {
    const told = new Set(
      names.flatMap((name) => diagnose(`${name}.yaml`, read(`${name}.yaml`)).map(({ code }) => code)),
    );
    // Too large to keep here; the unit tests generate it.
    told.add('file-too-large');
    const codes = allCodes();
    expect(codes.length).toBeGreaterThan(60);
    expect(codes.filter((code) => !told.has(code))).toEqual([]);
  });
});
