// npm run screen: brings the survey lab up, drives the terminal interface as the README tells, and puts what it shows there.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../src/ports/files.ts';
import { openWindow } from '../test/support/tmux.ts';

const root = packageRoot();
const bancada = join(root, 'bancada');
const size = { columns: 110, rows: 36 };

/** With visitors, green checks, and one of two machines stopped a moment ago. */
const screenOf = async (directory: string): Promise<readonly string[]> => {
  const environment = { TERM: 'xterm-256color', BANCADA_LANG: 'en', PATH: process.env['PATH'] ?? '' };
  await using window = await openWindow(`${bancada} ui survey`, size, { directory, environment });
  await window.shows(/4 of 4 machines running/, 60_000);
  await window.press('c');
  await window.shows(/all \d+ checks passed/, 60_000);
  await window.press('+', '+', 'v');
  await window.shows(/survey@app1 .*4\d\.\d\/s|survey@app1 .*5\d\.\d\/s/);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  await window.press('Down', 'x');
  await window.shows(/stop what\?/);
  await window.press('Enter');
  await window.shows(/stopped survey@app1[^]*/, 30_000);
  await window.shows(/✗survey :8000[^]*survey@app1 .* 0\/s/, 30_000);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const screen = await window.screen();
  await window.press('q');
  return screen;
};

const directory = await mkdtemp(join(tmpdir(), 'bancada-screen-'));
try {
  await mkdir(join(directory, 'topology'));
  await cp(join(root, 'topology', 'survey.yaml'), join(directory, 'topology', 'survey.yaml'));
  await execa(bancada, ['up', 'survey', '--no-check'], { cwd: directory, stdin: 'ignore' });
  const screen = await screenOf(directory);
  const place = /(```text\n)(?= survey {2}Market)[^]*?(\n```)/;
  for (const page of ['README.md', 'README.pt.md'].map((name) => join(root, name))) {
    const readme = await readFile(page, 'utf8');
    await writeFile(
      page,
      readme.replace(place, (_, before: string, after: string) => before + screen.join('\n').trimEnd() + after),
    );
  }
} finally {
  await execa(bancada, ['destroy', 'survey', '--yes'], { cwd: directory, stdin: 'ignore' });
  await rm(directory, { recursive: true });
}
