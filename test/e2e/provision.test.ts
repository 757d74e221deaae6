import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../../ansible-free-provision/index.ts';
import { compile } from '../../src/blueprint/compile.ts';
import { escapeFor } from '../../src/kit/escape.ts';
import { file } from '../../src/kit/resources/file.ts';
import { firewall } from '../../src/kit/resources/firewall.ts';
import { service } from '../../src/kit/resources/service.ts';
import { sysctl } from '../../src/kit/resources/sysctl.ts';
import { tree } from '../../src/kit/resources/tree.ts';
import { unit } from '../../src/kit/resources/unit.ts';
import { user } from '../../src/kit/resources/user.ts';
import type { LabError } from '../../src/errors/lab-error.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { noBindings } from '../../src/model/bindings.ts';
import type { LabEvent } from '../../src/model/event.ts';
import { prepareSecrets } from '../../src/pki/prepare-secrets.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { secureRandom } from '../../src/ports/random.ts';
import type { Stage } from '../../src/ports/stage.ts';
import { provision, type ProvisionOptions } from '../../src/provision/provision.ts';
import { localProvider } from '../../src/providers/local/provider.ts';
import type { ProviderLab } from '../../src/providers/provider.ts';
import { knownHosts, sshConfig } from '../../src/ssh/config.ts';
import { connect } from '../../src/ssh/connect.ts';
import type { Secret } from '../../src/model/secret.ts';
import type { Reach, Session } from '../../src/ssh/session.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { hostileText } from '../support/hostile-text.ts';
import { rotatingSeed } from '../support/seed.ts';

/** One real machine, on which everything is tried in turn. */
const text = `bancada: 1
name: provision
title: A machine to provision
networks: { lan: { subnet: 10.77.0.0/24 } }
machines: { box: { networks: { lan: auto } } }
`;

let folder: string;
let lab: ProviderLab;
let reach: Reach;
let labKey: Secret;
let session: Session;
const provider = localProvider();
const signal = new AbortController().signal;
const stage: Stage = { emit: () => undefined, consent: () => Promise.resolve(true), signal };

const opened = async (): Promise<ProviderLab> => {
  const { topology } = parseTopology({ file: 'provision.yaml', text }, roles);
  const blueprint = topology && compile(topology, roles).blueprint;
  if (blueprint === undefined) throw new Error('the topology of this test is wrong');
  const owner = { uid: process.getuid?.() ?? 0, name: 'test' };
  const id = secureRandom.text(8, 'abcdefghijklmnopqrstuvwxyz0123456789');
  const identity = { id, name: 'provision', owner, folder };
  const ports = { clock: systemClock, random: secureRandom };
  const { ssh } = await prepareSecrets({ identity, blueprint, roles, keep: true }, ports);
  const known = { identity, blueprint, own: ['box'], bindings: noBindings, ...ssh };
  labKey = ssh.privateKey;
  reach = provider.reach(known, 'box', labKey);
  return known;
};

/** What `afterAll` ends, last first, also where `beforeAll` did not get to its end. */
const ending: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bancada-e2e-'));
  ending.push(() => rm(folder, { recursive: true }));
  lab = await opened();
  ending.push(() => provider.destroy(lab.identity, stage));
  await provider.create(lab, stage);
  session = await connect(reach, { patienceMs: 20_000 });
  ending.push(async () => session[Symbol.asyncDispose]());
});
afterAll(async () => {
  for (const end of ending.toReversed()) await end();
});

let events: readonly LabEvent[];
const make = async (resources: readonly Resource[], options: Partial<ProvisionOptions> = {}) => {
  events = [];
  const { changes } = await provision({
    session,
    resources: resources.map((resource) => ({ service: 'test@box', resource })),
    apply: true,
    signal,
    emit: (event) => (events = [...events, event]),
    ...options,
  });
  return changes.map(({ action, resource, drift }) => `${action} ${resource}${drift ? ' (drift)' : ''}`);
};
const out = async (...argv: readonly string[]): Promise<string> => (await session.run(argv)).stdout.trim();
const invocation = () => out('systemctl', 'show', '-p', 'InvocationID', '--value', 'echo.service');

const code = (word: string) => tree({ path: '/opt/echo', files: [{ path: 'lib/word', content: word }] });
const config = (word: string) => file({ path: '/etc/echo.conf', content: `${word}\n` });
const program = unit(
  'echo.service',
  [
    '[Service]',
    'User=echo',
    'ExecStart=/bin/sleep infinity',
    'ExecReload=/bin/true',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n'),
);
/** Whether a unit can hold the text; else it is refused. */
const isHeld = (text: string): boolean => {
  try {
    return escapeFor('words.service')(text) !== '';
  } catch {
    return false;
  }
};

const echo = (codeWord = 'one', configWord = 'one') => {
  const [restarting, reloading] = [code(codeWord), config(configWord)];
  const running = service({ unit: 'echo.service', restartOn: [program, restarting], reloadOn: [reloading] });
  return [user({ name: 'echo' }), sysctl('net.ipv4.ip_forward', '1'), restarting, reloading, program, running];
};

describe('a service', () => {
  test('is made from nothing in one go, and then nothing is left to do', async () => {
    expect(await make(echo())).toHaveLength(6);
    expect(await out('systemctl', 'is-active', 'echo')).toBe('active');
    expect(await out('systemctl', 'is-enabled', 'echo')).toBe('enabled');
    expect(await make(echo())).toEqual([]);
  });

  test('restarts once for what it reads at its start, and reloads for what it reads again', async () => {
    const first = await invocation();
    expect(await make(echo('one', 'two'))).toEqual(['update file:/etc/echo.conf', 'reload service:echo.service']);
    expect(await invocation()).toBe(first);
    expect(await make(echo('two', 'three'))).toEqual([
      'update tree:/opt/echo',
      'update file:/etc/echo.conf',
      'restart service:echo.service',
    ]);
    expect(await invocation()).not.toBe(first);
    expect(await make(echo('two', 'three'))).toEqual([]);
  });

  test('is restarted by the next run if the tool died between the file and the restart', async () => {
    const facts = await session.ask(code('four').questions);
    await session.perform(code('four').compare(facts)?.operations ?? []);
    expect(await make(echo('four', 'three'))).toEqual(['restart service:echo.service']);
  });

  test('is left alone if somebody restarted it by hand in the meantime', async () => {
    const facts = await session.ask(code('five').questions);
    await session.perform(code('five').compare(facts)?.operations ?? []);
    await out('systemctl', 'restart', 'echo');
    expect(await make(echo('five', 'three'))).toEqual([]);
  });

  test('is brought back from what somebody did by hand', async () => {
    await out('sh', '-c', 'echo mine >/etc/echo.conf; touch /opt/echo/extra; sysctl -qw net.ipv4.ip_forward=0');
    await out('systemctl', 'disable', '--now', 'echo');
    expect(await make(echo('five', 'three'))).toEqual([
      'update sysctl:net.ipv4.ip_forward (drift)',
      'update tree:/opt/echo (drift)',
      'update file:/etc/echo.conf (drift)',
      'create service:echo.service (drift)',
    ]);
  });

  test('is started with the very words that its unit was given', async () => {
    const seed = rotatingSeed();
    const texts = [fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), hostileText].flatMap((each) =>
      fc.sample(each, { seed, numRuns: 300 }),
    );
    const words = ['%n', '50%%', '-x', ...texts].map((each) => each.toWellFormed()).filter(isHeld);
    expect(words.length, `seed ${String(seed)}`).toBeGreaterThan(20);
    const given = words.map(escapeFor('words.service')).join(' ');
    const lines = ['[Service]', 'Type=oneshot', 'RemainAfterExit=yes', 'StandardOutput=truncate:/run/words'];
    const start = `ExecStart=/usr/bin/printf "%%s\\\\n" ${given}`;
    const told = unit('words.service', [...lines, start, '[Install]', 'WantedBy=multi-user.target', ''].join('\n'));
    await make([told, service({ unit: 'words.service', restartOn: [told] })]);
    expect((await out('cat', '/run/words')).split('\n')).toEqual(words);
  });

  test('of which there was none is started without reading all units anew; one that takes the place of another is read', async () => {
    const saying = (name: string, word: string) => {
      const start = `ExecStart=/bin/sh -c "echo ${word} >/run/said"`;
      const lines = [
        '[Service]',
        'Type=oneshot',
        'RemainAfterExit=yes',
        start,
        '[Install]',
        'WantedBy=multi-user.target',
      ];
      const text = `${lines.join('\n')}\n`;
      return [text, [unit(name, text), service({ unit: name })]] as const;
    };
    const [old] = saying('lent.service', 'old');
    await session.run(['tee', '/usr/lib/systemd/system/lent.service'], { stdin: old });
    await out('systemctl', 'start', 'lent');
    expect(await out('cat', '/run/said')).toBe('old');
    const reloads = () =>
      out('sh', '-c', 'journalctl --sync; journalctl -b _PID=1 --grep "^Reloading" --quiet | wc -l');
    // What other tests have left goes first, and is read.
    await make([]);
    await out('sh', '-c', 'systemctl daemon-reload; rm -f /run/bancada/units-changed');
    const before = Number(await reloads());
    const [, own] = saying('own.service', 'own');
    await make(own);
    expect([await out('cat', '/run/said'), Number(await reloads())]).toEqual(['own', before]);
    await out('systemctl', 'stop', 'lent');
    const [, instead] = saying('lent.service', 'new');
    await make([...own, ...instead]);
    expect([await out('cat', '/run/said'), Number(await reloads())]).toEqual(['new', before + 1]);
  });

  test('that cannot start fails with its own words', async () => {
    const broken = unit(
      'broken.service',
      '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo because of me; exit 3"\n',
    );
    await expect(make([broken, service({ unit: 'broken.service', enabled: false })])).rejects.toMatchObject({
      code: 'change-failed',
      context: { resource: 'service:broken.service', output: expect.stringContaining('because of me') as unknown },
    });
  });
});

describe('the firewall', () => {
  const rule = (port: number): string =>
    `  chain input {\n    type filter hook input priority 0; policy accept;\n    tcp dport ${String(port)} reject\n  }\n`;
  const rules = () => out('nft', 'list', 'table', 'inet', 'bancada');

  test('is loaded, and comes back after somebody emptied it', async () => {
    // What was there before leaves the machine at the same time.
    expect(await make([firewall(rule(1111), 1)])).toContain('create firewall:bancada');
    expect(await rules()).toContain('dport 1111');
    await out('nft', 'flush', 'ruleset');
    expect(await make([firewall(rule(1111), 1)])).toEqual(['update firewall:bancada (drift)']);
    expect(await make([firewall(rule(1111), 1)])).toEqual([]);
  });

  test('whose update is cut off between any two operations is seen as not made', async () => {
    const update = firewall(rule(1112), 1);
    const cutAfter = (count: number): Resource => ({
      ...update,
      compare: (facts) => {
        const difference = update.compare(facts);
        return difference && { ...difference, operations: difference.operations.slice(0, count) };
      },
    });
    const madeUntil = (count: number): Promise<unknown> =>
      make([cutAfter(count)]).catch((error: unknown) => (error as LabError).code);
    let count = 0;
    while (count < 9 && (await madeUntil(count)) === 'still-different') count += 1;
    expect(count).toBeGreaterThan(2);
    expect(await rules()).toContain('dport 1112');
    await make([firewall(rule(1111), 1)]);
  });

  test('goes back to the last good rules if the machine is not reached under the new ones', async () => {
    const proveReachable = async (): Promise<void> => {
      expect(await rules()).toContain('dport 2222');
      throw new Error('locked out');
    };
    await expect(make([firewall(rule(2222), 1)], { proveReachable })).rejects.toThrow('locked out');
    await expect.poll(rules, { timeout: 10_000 }).toContain('dport 1111');
    expect(await make([firewall(rule(2222), 1)], { proveReachable: () => Promise.resolve() })).toHaveLength(1);
    expect(await rules()).toContain('dport 2222');
  });
});

describe('the way in', () => {
  test('carries a terminal that can be resized, and its exit code', async () => {
    const terminal = await session.terminal(undefined, { columns: 80, rows: 24, term: 'dumb' });
    let shown = '';
    terminal.stream.on('data', (chunk) => (shown += String(chunk)));
    terminal.stream.write('stty size\n');
    await expect.poll(() => shown).toContain('24 80');
    terminal.resize(132, 50);
    terminal.stream.write('stty size; exit 5\n');
    expect(await terminal.exited).toBe(5);
    expect(shown).toContain('50 132');
  });

  test('tells a refused port from a silent one', async () => {
    await out('nft', 'add table inet t; add chain inet t o { type filter hook output priority 0; }');
    await out('nft', 'add', 'rule', 'inet', 't', 'o', 'tcp', 'dport', '7777', 'drop');
    const dial = (port: number) => session.dial('127.0.0.1', port, { timeoutMs: 500 });
    await expect(dial(7778)).rejects.toMatchObject({ failure: 'refused' });
    await expect(dial(7777)).rejects.toMatchObject({ failure: 'silent' });
  });

  test('is open to plain ssh too', async () => {
    const at = (name: string): string => join(folder, name);
    await writeFile(at('key'), labKey.reveal(), { mode: 0o600 });
    await writeFile(at('known_hosts'), knownHosts([reach]));
    const files = { identity: at('key'), knownHosts: at('known_hosts'), node: process.execPath };
    await writeFile(at('ssh_config'), sshConfig([reach], files));
    const { stdout } = await promisify(execFile)('ssh', ['-F', at('ssh_config'), 'box', 'hostname']);
    expect(stdout).toBe('box\n');
  });

  test('ends what it started on the machine when it is cut', async () => {
    const other = await connect(reach);
    const abandoned = other.ask([{ ask: 'command', argv: ['sleep', '4242'] }]).catch((error: unknown) => error);
    await expect.poll(() => out('pgrep', '-fx', 'sleep 4242')).not.toBe('');
    await other[Symbol.asyncDispose]();
    await abandoned;
    await expect.poll(() => out('pgrep', '-fx', 'sleep 4242')).toBe('');
  });
});
