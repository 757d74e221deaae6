import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../../../src/cli/complete/grammar.ts';
import { verbs } from '../../../src/cli/registry.ts';
import { run } from '../../../src/cli/run.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const offered = async (...typed: readonly string[]): Promise<readonly string[]> => {
  const console = scriptedConsole({ words: ['complete', '--', ...typed] });
  expect(await run(console)).toBe(0);
  return console
    .stdout()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0] ?? '');
};

describe('what may stand at the cursor', () => {
  it('is a verb first, then what its usage says', async () => {
    expect(await offered('')).toEqual(Object.keys(verbs));
    expect(await offered('help', 'unk')).toEqual([]);
    expect(await offered('help', 'ca')).toEqual(['calibrate', 'capture']);
    expect(await offered('explain', 'unknown-k')).toEqual(['unknown-key']);
    expect(await offered('capture', 'survey', 'db', '')).toEqual(['internet', 'vpn']);
    expect(await offered('logs', 'survey', 'lb', 'a')).toEqual(['app1', 'app2']);
    expect(await offered('fault', 'survey', 'u')).toEqual(['undo']);
  });

  it('is a flag, or what the flag before it takes', async () => {
    expect(await offered('check', '--ju')).toEqual(['--junit']);
    expect(await offered('--lang', '')).toEqual([]);
    expect(await offered('show', '--lang', '')).toEqual(['en', 'pt']);
    expect(await offered('up', 'survey', '--system', 'u')).toEqual(['ubuntu-24.04']);
    expect(await offered('exec', 'survey', '-m', 'ap')).toEqual(['app1', 'app2']);
  });

  it('is never what a shell would run: files may bear any name', async () => {
    const directory = await temporaryFolder();
    await mkdir(join(directory, 'topology'));
    for (const name of ['good', '$(touch run)', '`id`', 'a;b', 'two words', "it's"])
      await writeFile(join(directory, 'topology', `${name}.yaml`), 'bancada: 1\n');
    const console = scriptedConsole({ words: ['complete', '--', 'show', ''], directory });
    expect(await run(console)).toBe(0);
    expect(console.stdout()).toBe('good\t\n');
  });

  it('is nothing where nothing is known, and behind the words of another program', async () => {
    expect(await offered('nonsense', '')).toEqual([]);
    expect(await offered('ssh', './none.yaml', '')).toEqual([]);
    expect(await offered('ssh', 'survey', 'lb', '--', 'a')).toEqual([]);
    expect(await offered('show', 'survey', '')).toEqual([]);
  });
});

describe('a usage line', () => {
  const lab = (word: string): boolean => word === 'survey';

  it('is read with the lab and without it', () => {
    expect(readingsOf('[lab] <machine> <network>', ['lb'], lab)).toEqual([
      { names: { machine: 'lb' }, next: { type: 'name', kinds: ['network'], many: false } },
    ]);
    expect(readingsOf('[lab] <machine> <network>', ['survey', 'lb'], lab)).toEqual([
      { names: { lab: 'survey', machine: 'lb' }, next: { type: 'name', kinds: ['network'], many: false } },
    ]);
  });

  it('has ways, of which those are followed that fit', () => {
    const usage = '[lab] list | inject <fault> [place]';
    expect(readingsOf(usage, ['survey'], lab).map(({ next }) => next)).toEqual([
      { type: 'word', word: 'list' },
      { type: 'word', word: 'inject' },
    ]);
    expect(readingsOf(usage, ['inject', 'killed'], lab)).toEqual([
      { names: { fault: 'killed' }, next: { type: 'name', kinds: ['place'], many: false } },
    ]);
    expect(readingsOf(usage, ['survey', 'list'], lab)).toEqual([{ names: { lab: 'survey' } }]);
  });
});
