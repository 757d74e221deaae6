import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { openWindow } from '../support/tmux.ts';

const program = join(packageRoot(), 'bancada');
let directory: string;
const script = async (shell: string): Promise<string> => {
  const path = join(directory, shell);
  await writeFile(path, (await execa(program, ['complete', shell])).stdout);
  return path;
};

beforeEach(async () => {
  directory = await temporaryFolder();
});

/** What was typed up to the cursor, and what the Tab key makes possible. */
const lines = [
  ['bancada ssh survey a', ['app1', 'app2']],
  ['bancada destr', ['destroy']],
  ['bancada set survey web.balance=le', ['web.balance=least_conn']],
  ['bancada set survey web.balance=least_conn web.balance=ip', ['web.balance=ip_hash']],
  ['bancada graph survey --format ', ['ascii', 'mermaid', 'svg']],
  ['bancada up survey --on v', ['vms']],
] as const;

describe('the Tab key', () => {
  test('completes in bash what is typed, and runs none of it', async () => {
    const source = `source ${await script('bash')}
      COMP_LINE=$1 COMP_POINT=\${#1}; _bancada; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const found = async (line: string) =>
      (await execa('bash', ['-c', source, 'bash', line], { cwd: directory })).stdout.split('\n');
    for (const [line, words] of lines) {
      const typed = line.split(' ').at(-1) ?? '';
      const kept = /^.*[:=]/.exec(typed)?.[0] ?? '';
      expect(await found(line)).toEqual(words.map((word) => word.slice(kept.length)));
    }
    expect(await found('bancada ssh survey $(touch run)')).toEqual(['']);
    await expect(access(join(directory, 'run'))).rejects.toThrow();
  });

  test('completes in fish, with what each word means', async () => {
    const source = `source ${await script('fish')}; complete -C $argv[1]`;
    const found = async (line: string) =>
      (await execa('fish', ['--no-config', '-c', source, line], { cwd: directory })).stdout.split('\n');
    for (const [line, words] of lines)
      expect((await found(line)).map((each) => each.split('\t')[0])).toEqual([...words].toSorted());
    expect(await found('bancada destr')).toEqual(['destroy\tremove every trace of the lab']);
    expect(await found('bancada show ./f')).toEqual(['./fish']);
  });

  test('completes in zsh', async () => {
    await mkdir(join(directory, 'functions'));
    await rename(await script('zsh'), join(directory, 'functions', '_bancada'));
    const environment = { ZDOTDIR: directory, BANCADA_LANG: 'en' };
    await writeFile(
      join(directory, '.zshrc'),
      'PS1="> "; fpath=($PWD/functions $fpath); autoload -U compinit && compinit -D -u\n',
    );
    await using window = await openWindow('zsh -i', { columns: 100, rows: 30 }, { directory, environment });
    await window.shows(/^>/);
    await window.type('bancada destr');
    await window.press('Tab');
    await window.shows(/^> bancada destroy/);
    await window.press('C-u');
    await window.type('bancada set survey web.balance=le');
    await window.press('Tab');
    await window.shows(/^> bancada set survey web.balance=least_conn/m);
    await window.press('C-u');
    await window.type('bancada f');
    await window.press('Tab', 'Tab');
    await window.shows(/fault +-- break something on purpose/);
  });
});
