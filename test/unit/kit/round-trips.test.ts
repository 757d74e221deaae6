import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { escapeFor } from '../../../src/kit/escape.ts';
import { quote } from '../../../src/ssh/quote.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { run } from '../../support/program.ts';
import { counted, figures, rotatingSeed } from '../../support/seed.ts';
import { freePort, installed } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

// Whatever a format accepts, its own program reads back as the very same text; what it cannot hold, it refuses.

const seed = rotatingSeed();
const count = 300;
const texts: readonly string[] = [
  ...fc.sample(hostileText, { seed, numRuns: count }),
  ...fc.sample(fc.string({ unit: 'grapheme', maxLength: 30 }), { seed, numRuns: count }),
].map((each) => each.toWellFormed());

const shown = (file: string, text: string): string | undefined => {
  try {
    return escapeFor(file)(text);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
};

/** How many were given to a program that is here, by the format. */
const given = new Map<string, number>();
afterAll(() => {
  const sum = [...given.values()].reduce((all, each) => all + each, 0);
  figures(
    `${String(sum)} hostile values through the programs of ${String(given.size)} formats; seed ${String(seed)}: ` +
      [...given].map(([format, each]) => `${format} ${String(each)}`).join(', '),
  );
  counted({ what: 'hostile values through each format’s own program', count: sum, failed: 0, seed });
});

/** The texts that the format of a file can hold, each with how it is written there; `only`: that its program hands on besides. */
const heldBy = (file: string, only = /^/): readonly { readonly text: string; readonly written: string }[] => {
  const held = texts.flatMap((text) => {
    const written = only.test(text) ? shown(file, text) : undefined;
    return written === undefined ? [] : [{ text, written }];
  });
  expect(held.length).toBeGreaterThan(5);
  given.set(file, held.length);
  return held;
};

const needing = (program: string) => ({
  name: installed(program) ? program : `${program} (NOT CHECKED: not installed here)`,
  skip: !installed(program),
});

const nginx = needing('nginx');
test.skipIf(nginx.skip)(`${nginx.name} answers what was written`, async () => {
  const folder = await temporaryFolder();
  chmodSync(folder, 0o755);
  const held = heldBy('nginx.conf');
  const socket = join(folder, 'socket');
  const answers = held.map(({ written }, index) => `location = /${String(index)} { return 200 ${written}; }`);
  const config = [
    ...['daemon off;', 'master_process off;', `pid ${join(folder, 'pid')};`, 'events {}'],
    ...['http {', 'access_log off;', `server { listen unix:${socket};`, ...answers, '} }'],
  ];
  writeFileSync(join(folder, 'nginx.conf'), config.join('\n'));
  const child = spawn('nginx', ['-p', folder, '-e', join(folder, 'log'), '-c', join(folder, 'nginx.conf')]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const seen: string[] = [];
  for (const index of held.keys()) seen.push(await answerOf(socket, `/${String(index)}`, join(folder, 'log')));
  expect(seen).toEqual(held.map(({ text }) => text));
});

const answerOf = async (socketPath: string, path: string, log: string, tries = 100): Promise<string> => {
  try {
    const asked = request({ socketPath, path }).end();
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    return await textOf(answer);
  } catch (error) {
    if (tries === 0) throw new Error(readFileSync(log, 'utf8'), { cause: error });
    await pause(50);
    return answerOf(socketPath, path, log, tries - 1);
  }
};

const openvpn = needing('openvpn');
test.skipIf(openvpn.skip)(`${openvpn.name} hands on what was written`, async () => {
  const folder = await temporaryFolder();
  // It takes a few letters for its own in what it hands on to programs: those that are not printable in ASCII.
  const held = heldBy('x.ovpn', /^[ -~]*$/);
  writeFileSync(join(folder, 'up'), `#!/bin/sh\nenv -0 >${quote([join(folder, 'environment')])}\n`, { mode: 0o755 });
  const config = [
    ...['dev null', 'local 127.0.0.1', `lport ${String(await freePort())}`, 'ifconfig-noexec', 'script-security 2'],
    ...[`up ${escapeFor('x.ovpn')(join(folder, 'up'))}`],
    ...held.map(({ written }, index) => `setenv v${String(index)} ${written}`),
  ];
  writeFileSync(join(folder, 'x.ovpn'), `${config.join('\n')}\n`);
  const child = spawn('openvpn', ['--config', join(folder, 'x.ovpn')], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const log = textOf(child.stdout);
  await Promise.race([once(child.stdout, 'data').then(() => pause(1000)), once(child, 'exit')]);
  child.kill('SIGTERM');
  const said = await log;
  const handed = environmentIn(join(folder, 'environment'), said);
  expect(held.map((_, index) => handed.get(`v${String(index)}`) ?? '')).toEqual(held.map(({ text }) => text));
});

const environmentIn = (path: string, log = ''): ReadonlyMap<string, string> => {
  try {
    const pairs = readFileSync(path, 'utf8').split('\0').slice(0, -1);
    return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  } catch (error) {
    throw new Error(log, { cause: error });
  }
};

const systemd = needing('systemd-analyze');
test.skipIf(systemd.skip)(`${systemd.name} takes each for one word of a command`, async () => {
  const folder = await temporaryFolder();
  const held = heldBy('x.service');
  const commands = held.map(({ written }) => `ExecStart=/bin/true ${written}`);
  const unit = join(folder, 'x.service');
  writeFileSync(unit, ['[Service]', 'Type=oneshot', ...commands, ''].join('\n'));
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  expect((stdout + stderr).split('\n').filter((line) => line.includes('x.service'))).toEqual([]);
});

test('a shell that reads an environment file sees what was written', async () => {
  const folder = await temporaryFolder();
  const held = heldBy('x.env');
  const lines = held.map(({ written }, index) => `v${String(index)}=${written}`);
  writeFileSync(join(folder, 'x.env'), `${lines.join('\n')}\n`);
  run('sh', '-c', 'set -a; . "$1"; env -0 >"$2"', 'sh', join(folder, 'x.env'), join(folder, 'environment'));
  const seen = environmentIn(join(folder, 'environment'));
  expect(held.map((_, index) => seen.get(`v${String(index)}`))).toEqual(held.map(({ text }) => text));
});

const redis = needing('redis-server');
test.skipIf(redis.skip).each(['users.acl', 'redis.conf'])(
  `${redis.name} knows users by just these names: %s`,
  async (file) => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'data'));
    const names = [...new Map(heldBy(file).map((each) => [each.text, each])).values()];
    const users = names.map(({ written }) => `user ${written} on #${'0'.repeat(64)} ~${written}:* -@all +get`);
    writeFileSync(join(folder, file), `${users.join('\n')}\n`);
    const socket = join(folder, 'socket');
    const read = file === 'users.acl' ? ['--aclfile', join(folder, file)] : [];
    const config = file === 'redis.conf' ? [join(folder, file)] : [];
    const words = [...config, '--port', '0', '--unixsocket', socket, '--dir', folder, ...read, '--save', ''];
    const child = spawn('redis-server', words);
    onTestFinished(() => void child.kill('SIGKILL'));
    const cli = (...argv: readonly string[]) =>
      spawnSync('redis-cli', ['-s', socket, '--json', ...argv], { encoding: 'utf8' });
    for (let tries = 0; tries < 100 && cli('ping').status !== 0; tries += 1) await pause(50);
    const known = JSON.parse(cli('acl', 'users').stdout) as string[];
    expect(new Set(known)).toEqual(new Set(['default', ...names.map(({ text }) => text)]));
  },
);

const mariadb = needing('my_print_defaults');
test.skipIf(mariadb.skip)(`${mariadb.name} hands a server's options on as they were written`, async () => {
  const file = join(await temporaryFolder(), 'server.cnf');
  const held = heldBy('server.cnf');
  const lines = held.map(({ written }, index) => `v${String(index)} = ${written}`);
  writeFileSync(file, `[mariadbd]\n${lines.join('\n')}\n`);
  const { stdout } = spawnSync('my_print_defaults', [`--defaults-file=${file}`, 'mariadbd'], { encoding: 'utf8' });
  expect(stdout.split('\n').slice(0, -1)).toEqual(held.map(({ text }, index) => `--v${String(index)}=${text}`));
});

/** What a Python program makes of its standard input, a JSON list on its standard output. */
const python = (program: string, input: string): unknown => {
  const { stdout, stderr } = spawnSync('python3', ['-I', '-c', program], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
};

const python3 = needing('python3');
test.skipIf(python3.skip)(`${python3.name} reads literals, JSON, HTML and command lines as they were meant`, () => {
  const literals = heldBy('x.py').map(({ written }) => written);
  const seen = python(
    'import ast,json,sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))',
    `[${literals.join()}]`,
  );
  expect(seen).toEqual(heldBy('x.py').map(({ text }) => text));
  expect(python('import json,sys; print(json.dumps(json.load(sys.stdin)))', `[${literals.join()}]`)).toEqual(seen);

  const page = heldBy('x.html').map(({ written }) => `<a title="${written}"></a><b title='${written}'></b>`);
  const reader = [
    'import json, sys',
    'from html.parser import HTMLParser',
    'class Reader(HTMLParser):',
    '    seen = []',
    '    def handle_starttag(self, tag, attributes): self.seen.append(dict(attributes)["title"])',
    'sys.stdin.reconfigure(newline="")',
    'reader = Reader(); reader.feed(sys.stdin.read()); print(json.dumps(reader.seen))',
  ];
  expect(python(reader.join('\n'), page.join(''))).toEqual(heldBy('x.html').flatMap(({ text }) => [text, text]));

  const words = texts.map((text) => text.replaceAll('\0', ''));
  given.set('command lines', words.length);
  expect(python('import json,shlex,sys; print(json.dumps(shlex.split(sys.stdin.read())))', quote(words))).toEqual(
    words,
  );
});
