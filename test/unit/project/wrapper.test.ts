import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary.ts';

/** Fakes of `node` and `npm` that record how they are called and leave what the real ones would. */
const fakes = {
  node: `[ "$1" = --version ] && { echo "$FAKE_VERSION"; exit; }
printf 'node' >>"$CALLS"; printf ' <%s>' "$@" >>"$CALLS"; echo >>"$CALLS"
case $1 in *build.mjs) touch "$(dirname "$1")/../dist/.built" ;; esac`,
  npm: `echo "npm $*" >>"$CALLS"; [ -z "$FAKE_NPM_FAILS" ] || exit 1
mkdir -p node_modules && touch node_modules/.package-lock.json`,
};

const touch = (path: string, age = 0): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  const time = Date.now() / 1000 - age;
  utimesSync(path, time, time);
};

/** A checkout with nothing but the wrapper and what it looks at, in a folder with blanks in its name. */
const checkout = async (version = 'v20.19.0') => {
  const folder = await temporaryFolder();
  const root = join(folder, 'my labs', 'bancada');
  for (const path of ['src/cli/main.ts', 'ansible-free-provision/index.ts', 'vms/sizes.ts', 'scripts/build.mjs'])
    touch(join(root, path), 60);
  touch(join(root, 'package-lock.json'), 60);
  cpSync('bancada', join(root, 'bancada'));
  const bin = join(folder, 'bin');
  for (const [name, body] of Object.entries(fakes)) {
    touch(join(bin, name));
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const calls = join(folder, 'calls');
  const run = (argv: readonly string[] = [], options: Record<string, string> = {}) => {
    const { path = join(root, 'bancada'), ...environment } = options;
    writeFileSync(calls, '');
    const env = { PATH: `${bin}:/usr/bin:/bin`, CALLS: calls, FAKE_VERSION: version, ...environment };
    const { status, stderr } = spawnSync('/bin/bash', [path, ...argv], { encoding: 'utf8', env });
    const called = readFileSync(calls, 'utf8').replaceAll(root, 'ROOT').split('\n').slice(0, -1);
    return { status, stderr, called };
  };
  return { root, bin, run };
};

const install = 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error';
const build = 'node <ROOT/scripts/build.mjs>';

test('the first run prepares the checkout and says so, the second only runs', async () => {
  const { run } = await checkout();
  const first = run(['up', 'a lab', '--on', '']);
  expect(first.called).toEqual([install, build, 'node <ROOT/dist/bancada.js> <up> <a lab> <--on> <>']);
  expect(first.stderr).toBe('bancada: installing the packages of this checkout (npm ci)\nbancada: building\n');
  expect(run(['list'])).toEqual({ status: 0, stderr: '', called: ['node <ROOT/dist/bancada.js> <list>'] });
});

test('a newer source file is built, newer packages are installed too', async () => {
  const { root, run } = await checkout();
  run();
  touch(join(root, 'src/cli/main.ts'), -5);
  expect(run().called[0]).toBe(build);
  touch(join(root, 'package-lock.json'), -5);
  expect(run().called.slice(0, 2)).toEqual([install, build]);
});

test('a symbolic link to it, itself relative and in another folder, runs it', async () => {
  const { root, bin, run } = await checkout();
  symlinkSync('../my labs/bancada/bancada', join(bin, 'bancada'));
  symlinkSync(join(bin, 'bancada'), join(bin, 'lab'));
  expect(run(['list'], { path: join(bin, 'lab') }).called).toContain('node <ROOT/dist/bancada.js> <list>');
  expect(existsSync(join(root, 'dist/.built'))).toBe(true);
});

test.each(['v18.19.0', 'v20.18.3'])('Node %s is too old', async (version) => {
  const { status, stderr, called } = (await checkout(version)).run();
  expect({ status, called }).toEqual({ status: 69, called: [] });
  expect(stderr).toContain(`Node.js ${version} is too old\nbancada: Node.js 20.19 or newer is needed`);
});

test.each(['v20.19.0', 'v22.1.0', 'v24.0.0'])('Node %s will do', async (version) => {
  expect((await checkout(version)).run().status).toBe(0);
});

test('where there is no Node it says what to do, in the language of the user', async () => {
  const { run } = await checkout();
  const bare = await temporaryFolder();
  for (const program of ['dirname', 'readlink']) symlinkSync(`/usr/bin/${program}`, join(bare, program));
  const { status, stderr } = run([], { PATH: bare, LANG: 'pt_BR.UTF-8' });
  expect(status).toBe(69);
  expect(stderr).toContain('Node.js não foi encontrado\nbancada: é preciso o Node.js 20.19');
});

test('what is not prepared is not run', async () => {
  const { status, stderr, called } = (await checkout()).run([], { FAKE_NPM_FAILS: 'yes' });
  expect({ status, called }).toEqual({ status: 69, called: [install] });
  expect(stderr).toContain('preparing this checkout failed');
});
