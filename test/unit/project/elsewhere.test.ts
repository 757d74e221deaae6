import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { places } from '../../../src/providers/local/places.ts';
import { requirements } from '../../../src/providers/local/requirements.ts';
import { temporaryFolder } from '../../support/temporary.ts';

// What only other computers use: checked here as far as it can be without one.

test('a checkout by a Git that ends lines as Windows does has them in cmd’s files, and nowhere else', async () => {
  const folder = await temporaryFolder();
  execFileSync('git', ['-c', 'core.autocrlf=true', 'checkout-index', '--all', `--prefix=${folder}/`]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files
    .map(({ parentPath, name }) => ({ name, text: readFileSync(join(parentPath, name), 'latin1') }))
    .filter(({ text }) => !text.includes('\0'));
  expect(texts.length).toBeGreaterThan(500);
  // Scripts, and whatever goes to machines or is compared byte by byte, want the ends of Linux.
  const asWindows = texts.filter(({ text }) => text.includes('\r\n'));
  expect(asWindows.map(({ name }) => name)).toEqual(['bancada.cmd']);
  expect(asWindows[0]?.text.replaceAll('\r\n', '')).not.toContain('\n');
});

test('the workflow tries what README promises of other systems, on each Node.js there is', () => {
  type Job = {
    readonly strategy?: { readonly matrix: { readonly os: readonly string[]; readonly node?: readonly number[] } };
    readonly steps: readonly { readonly run?: string }[];
  };
  const { jobs } = parse(readFileSync('.github/workflows/test.yml', 'utf8')) as { jobs: Record<string, Job> };
  const systems = (job: Job): readonly string[] => job.strategy!.matrix.os.map((os) => os.split('-')[0] ?? '');
  expect(jobs['all']!.strategy!.matrix.os).toEqual(['ubuntu-22.04', 'ubuntu-24.04']);
  expect(jobs['all']!.steps.map(({ run }) => run)).toContain('./test/run');
  const elsewhere = jobs['everywhere']!;
  expect(systems(elsewhere)).toEqual(['ubuntu', 'windows', 'macos']);
  expect(elsewhere.strategy!.matrix.node).toEqual([20, 22, 24]);
  const lines = elsewhere.steps.flatMap(({ run = '' }) => run.split('\n'));
  for (const verb of ['validate', 'show', 'graph', 'sim'])
    expect(lines.filter((line) => line.startsWith(`node dist/bancada.js ${verb} survey`))).toHaveLength(1);
  expect(lines).toContain('npx vitest run');
});

describe('bancada.cmd', () => {
  const [windows, elsewhere] = ['bancada.cmd', 'bancada'].map((file) => readFileSync(file, 'utf8')) as [string, string];

  test.each([
    ['installs the same way', /npm ci(?: --[\w-]+(?:=\w+)?)+/],
    ['builds with the same program', /scripts.build\.mjs/],
    ['runs the same program', /dist.bancada\.js/],
    ['ends with the same code where that cannot be done', /(?<=exit (?:\/b )?)69/],
    ['asks for the same Node.js', /Node\.js [\d.]+ or newer is needed: see \S+\/download/],
    ['says the same when it installs', /installing the packages of this checkout/],
  ])('%s as ./bancada', (_, part) => {
    const said = [windows, elsewhere].map((text) => part.exec(text)?.[0].replaceAll('\\', '/'));
    expect(said[0]).toBeDefined();
    expect(said[0]).toBe(said[1]);
  });

  test.each([
    ...(['18.19.0', '20.18.3'] as const).map((version) => [version, 1] as const),
    ...(['20.19.0', '22.1.0', '24.0.0'] as const).map((version) => [version, 0] as const),
  ])('takes Node %s as it is asked to', (version, code) => {
    const [, asked = ''] = /^node -e "(.+)"/m.exec(windows) ?? [];
    const as = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
    expect(spawnSync(process.execPath, ['-e', as + asked]).status).toBe(code);
  });

  test('passes every word on, and the code with which it ended', () => {
    expect(windows.trimEnd().split(/\r?\n/).slice(-2)).toEqual([
      'node "%root%dist\\bancada.js" %*',
      'exit /b %errorlevel%',
    ]);
  });
});

describe('the devcontainer', () => {
  const own = (file: string): string => readFileSync(join('.devcontainer', file), 'utf8');
  const described = JSON.parse(own('devcontainer.json').replaceAll(/^\s*\/\/.*$/gm, '')) as {
    readonly build: { readonly dockerfile: string };
    readonly remoteUser: string;
    readonly mounts: readonly string[];
    readonly postCreateCommand: string;
  };
  const dockerfile = own(described.build.dockerfile);

  test('has a Node.js that will do, and lets its user become root', () => {
    const [, major] = /^FROM node:(\d+)-/m.exec(dockerfile) ?? [];
    expect(Number(major)).toBeGreaterThanOrEqual(22);
    expect(dockerfile).toContain(`${described.remoteUser} ALL=(ALL) NOPASSWD:ALL`);
  });

  test('has whatever `--setup` would have to install', () => {
    const [, installed = ''] = /apt-get install ([^&]+)/.exec(dockerfile) ?? [];
    expect(installed.split(/\s+/)).toEqual(expect.arrayContaining(requirements.map((each) => each.package)));
  });

  test('prepares the checkout with a program that it has, and keeps machines off its own overlay', () => {
    const [program = '', ...words] = described.postCreateCommand.split(' ');
    accessSync(program, constants.X_OK);
    expect(readFileSync(program, 'utf8')).toContain(words.join(' '));
    expect(described.mounts).toEqual([expect.stringContaining(`target=${places.state},`)]);
  });
});
