import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { LabEvent } from '../../src/model/event.ts';
import type { CheckVerbResult, PlanResult, StatusResult, UpResult } from '../../src/verbs/results.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bancadaAt, startAt, type Standing } from '../support/bancada.ts';
import { unpacked } from '../support/unpacked.ts';
import { exhaustive } from '../support/seed.ts';
import { secretLinesIn } from '../support/secret-lines.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';

/** A test that waits for a whole run of something. */
const polling = { timeout: 30_000 };

/** Where the command line is used: in this checkout, or beside a topology that was edited. */
let standing: Standing & { readonly directory: string } = { directory: packageRoot() };
const bancada = (...words: readonly string[]) => bancadaAt(standing, ...words);

/** The survey lab as a folder of its own has it: with nginx as a container. */
const boxed = async (): Promise<typeof standing> => {
  const directory = await mkdtemp(join(tmpdir(), 'bancada-'));
  const text = await readFile(join(packageRoot(), 'topology', 'survey.yaml'), 'utf8');
  await mkdir(join(directory, 'topology'));
  const edited = text.replace('role: nginx,', 'role: nginx, runtime: docker,');
  expect(edited).not.toBe(text);
  await writeFile(join(directory, 'topology', 'survey.yaml'), edited);
  return { directory, environment: { XDG_STATE_HOME: join(directory, 'state') } };
};

type Result = LabEvent | ({ readonly type: 'result' } & UpResult);

const up = async (...words: readonly string[]): Promise<UpResult> => {
  const said = await bancada('up', 'survey', '--json', ...words);
  expect(said.code, said.stdout.slice(-3000) + said.stderr).toBe(0);
  const result = said.lines<Result>().find((line) => line.type === 'result');
  if (result?.type !== 'result') throw new Error(`no result in ${said.stdout}`);
  return result;
};

const plan = async (): Promise<PlanResult> => (await bancada('plan', 'survey', '--json')).json<PlanResult>();
const onMachine = async (machine: string, ...argv: readonly string[]) =>
  await bancada('exec', 'survey', '-m', machine, '--', ...argv);

/** What commands print on a machine that do what they should. */
const printed = async (machine: string, ...argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await onMachine(machine, ...argv);
  expect(code, stderr).toBe(0);
  return stdout.trim();
};

/** What checks say of a lab that somebody broke, without waiting for it to get well: by id, what was seen. */
const complaints = async (): Promise<ReadonlyMap<string, string>> => {
  const said = await bancada('check', 'survey', '--timeout', '1s', '--json');
  expect(said.code, said.stdout).toBe(1);
  const { results } = said.json<{ results: readonly { id: string; verdict: string; seen: string }[] }>();
  return new Map(results.flatMap(({ id, verdict, seen }) => (verdict === 'pass' ? [] : [[id, seen] as const])));
};

/**
 * Every port that a service of the survey lab listens on, on every machine, from every machine and from both sides of the
 * balancer; that of the tunnel, which is UDP, between machines on one network only. Left out is what it is for, where a machine has one
 * address only; the others are asked at their other addresses.
 */
const mustBeClosed = (): readonly string[] => {
  const machines = ['lb', 'app1', 'app2', 'db'];
  const tcp = ['80', '3306', '6379', '8000'];
  const seenFrom = (from: string, ports: readonly string[]): readonly string[] =>
    machines.flatMap((to) => (from === to ? [] : ports.map((port) => `closed:${from}->${to}:${port}`)));
  return [
    ...machines.flatMap((from) => seenFrom(from, tcp)),
    ...['lb->app1', 'lb->app2', 'lb->db', 'app1->lb', 'app1->app2', 'app2->lb', 'app2->app1', 'db->lb'].map(
      (pair) => `closed:${pair}:1194/udp`,
    ),
    ...['visitors@lan', 'visitors@internet'].flatMap((from) => seenFrom(from, tcp)),
  ].filter((cell) => !/^closed:lb->app[12]:8000$/.test(cell));
};

const labs = [
  { title: 'the survey lab on this computer', place: async () => ({ directory: packageRoot() }) },
  { title: 'the survey lab with nginx as a container', place: boxed, isLong: true },
];

describe.each(labs.filter(({ isLong }) => exhaustive || !isLong))('$title', ({ place }) => {
  let before: HostState;
  let brought: UpResult;

  beforeAll(async () => {
    standing = await place();
    await bancada('destroy', 'survey', '--yes');
    before = await hostState();
    brought = await up('--setup');
  });
  afterAll(() => bancada('destroy', 'survey', '--yes'));

  test('every check that follows from the topology passes', () => {
    expect(brought.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    const ids = brought.checks.map(({ id }) => id);
    const closed = ids.filter((id) => id.startsWith('closed:'));
    expect(closed.toSorted()).toEqual(mustBeClosed().toSorted());
    expect(ids.filter((id) => !closed.includes(id))).toEqual([
      'flow:web@lb->survey@app1:http',
      'flow:web@lb->survey@app2:http',
      'flow:survey@app1->redis@lb:redis',
      'flow:survey@app1->mariadb@db:mysql',
      'flow:survey@app2->redis@lb:redis',
      'flow:survey@app2->mariadb@db:mysql',
      'flow:visitors:class->web@lb:http',
      'tunnel:vpn@lb',
      'balance:web@lb',
      'journey:survey',
    ]);
  });

  test('who may not enter is refused at once, by the firewall: behind it somebody listens', () => {
    const seen = new Map(brought.checks.map((check) => [check.id, check.seen as unknown]));
    expect(seen.get('closed:visitors@lan->app1:8000')).toBe('192.168.56.11: refused');
    expect(seen.get('closed:app1->app2:8000')).toBe('192.168.56.12: refused');
  });

  test('while it is up, this computer is as it was: interfaces, routes, firewall, settings and /etc', async () => {
    const { links, addresses, routes, firewall, sysctls, etc } = before;
    const outside = { links, addresses, routes, firewall, sysctls, etc } as HostState;
    expect(await lastingDifferences(outside, { ids: new Set([brought.id]) })).toEqual([]);
  });

  test('services listen where their users come from, and nowhere else', async () => {
    const listeners = async (machine: string): Promise<readonly string[]> =>
      (await printed(machine, 'ss', '-Hltn'))
        .split('\n')
        .map((line) => line.split(/ +/)[3] ?? '')
        .toSorted();
    // Counters of the balancer are on its loopback address; the database is in the tunnel.
    expect(await listeners('lb')).toEqual(['0.0.0.0:80', '127.0.0.1:8079', '192.168.56.10:6379']);
    expect(await listeners('app1')).toEqual(['192.168.56.11:8000']);
    expect(await listeners('app2')).toEqual(['192.168.56.12:8000']);
    expect(await listeners('db')).toEqual(['10.8.0.1:3306']);
  });

  test('the database lets the application in from its machines only, and its password is for it alone', async () => {
    const accounts = "select concat(user, '@', host) from mysql.user where host != 'localhost' order by 1";
    expect((await printed('db', 'mariadb', '-NBe', accounts)).split('\n')).toEqual([
      'bancada_probe@10.8.0.1',
      'survey@192.168.56.11',
      'survey@192.168.56.12',
    ]);
    const config = '/etc/survey/config.json';
    expect(await printed('app1', 'stat', '-c', '%a %U %G', config)).toBe('640 root survey');
    expect(await printed('app1', 'getent', 'group', 'survey')).toMatch(/^survey:x:\d+:$/);
    const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    expect((await onMachine('app1', ...asNobody, 'cat', config)).stderr).toContain('Permission denied');
    expect(await printed('app1', 'sh', '-c', 'ps -o user= -C gunicorn | sort -u')).toBe('survey');
  });

  test('on the way to the database everything is in the tunnel: outside of it no word can be read', async () => {
    const folder = await temporaryFolder();
    const captures = ['internet', 'vpn'].map((network) =>
      startAt(standing, 'capture', 'survey', 'db', network, '-o', join(folder, network)),
    );
    await Promise.all(captures.map(({ stderr }) => once(stderr, 'data')));
    // Each answer of the database begins with its name and version.
    const inside = async (): Promise<boolean> => (await readFile(join(folder, 'vpn'))).includes('MariaDB');
    await expect.poll(async () => (await bancada('check', 'survey')).code === 0 && inside(), polling).toBe(true);
    for (const capture of captures) {
      process.kill(-(capture.pid ?? 0), 'SIGINT');
      await capture;
    }
    const outside = await readFile(join(folder, 'internet'));
    expect(outside.length).toBeGreaterThan(10_000);
    expect(outside.includes('MariaDB')).toBe(false);
  });

  test('requests alternate between the machines', async () => {
    const url = brought.published[0]?.url ?? '';
    const servedBy: string[] = [];
    for (let request = 0; request < 6; request += 1) {
      const answer = await fetch(`${url}/whoami`);
      servedBy.push(((await answer.json()) as { machine: string }).machine);
    }
    expect(new Set(servedBy)).toEqual(new Set(['app1', 'app2']));
    expect(servedBy.every((machine, index) => index === 0 || machine !== servedBy[index - 1])).toBe(true);
  });

  test('check asks again and agrees, and leaves no visitor behind: no account, no answer, no session', async () => {
    const sessions = async (): Promise<unknown> => {
      const { machines } = (await bancada('status', 'survey', '--json')).json<StatusResult>();
      const redis = machines.flatMap(({ services }) => services).find(({ id }) => id === 'redis@lb');
      return redis?.gauges.find(({ name }) => name === 'keys')?.value;
    };
    const allPass = async (): Promise<void> => {
      const said = await bancada('check', 'survey', '--json');
      expect(said.code).toBe(0);
      expect(said.json<CheckVerbResult>().results.every(({ verdict }) => verdict === 'pass')).toBe(true);
    };
    // The first looks for whoever came in vain while all of it came up; what those began is forgotten after half an hour.
    await allPass();
    const before = await sessions();
    expect(before).toEqual(expect.any(Number));
    await allPass();
    expect(await sessions()).toBe(before);
    const tables = 'select count(*) from survey.account; select count(*) from survey.answer';
    expect(await printed('db', 'mariadb', '-NBe', tables)).toBe('0\n0');
  });

  test('status sees every service ready', async () => {
    const { machines } = (await bancada('status', 'survey', '--json')).json<StatusResult>();
    expect(machines.map(({ machine }) => [machine.name, machine.state])).toEqual(
      ['lb', 'app1', 'app2', 'db'].map((name) => [name, 'running']),
    );
    expect(machines.flatMap(({ services }) => services).filter(({ state }) => state !== 'ready')).toEqual([]);
  });

  test('there is nothing to change', async () => {
    expect((await plan()).changes).toEqual([]);
    expect((await bancada('plan', 'survey', '--check')).code).toBe(0);
    expect((await up('--no-check')).changes).toEqual([]);
  });

  test('a hole that somebody made in a firewall is found wherever it can be reached from, and nothing else is blamed', async () => {
    await printed('lb', 'nft', 'insert', 'rule', 'inet', 'bancada', 'input', 'tcp', 'dport', '6379', 'accept');
    await printed('app2', 'nft', 'insert', 'rule', 'inet', 'bancada', 'input', 'tcp', 'dport', '8000', 'accept');
    expect([...(await complaints())]).toEqual([
      ['closed:app1->app2:8000', 'open: 192.168.56.12:8000'],
      ['closed:db->lb:6379', 'open: 192.168.56.10:6379'],
      ['closed:visitors@lan->lb:6379', 'open: 192.168.56.10:6379'],
      ['closed:visitors@lan->app2:8000', 'open: 192.168.56.12:8000'],
      ['closed:visitors@internet->lb:6379', 'open: 192.168.56.10:6379'],
    ]);
  });

  test('a machine that forgets its visitors is found', async () => {
    await printed('app2', 'sed', '-i', 's/"prefix": "survey:/&of-app2:/', '/etc/survey/config.json');
    await printed('app2', 'systemctl', 'restart', 'survey');
    // The form that one machine gave out is unknown to the other.
    expect((await complaints()).get('journey:survey')).toMatch(/^POST .*: status 400 instead of 303$/);
  });

  test('a tunnel that is down is found, with those who need it', async () => {
    await printed('lb', 'systemctl', 'stop', 'openvpn-client@vpn');
    const found = await complaints();
    expect(found.get('tunnel:vpn@lb')).toBe('there is no device vpn');
    expect([...found.keys()]).toEqual(
      expect.arrayContaining(['app1', 'app2'].map((machine) => `flow:survey@${machine}->mariadb@db:mysql`)),
    );
  });

  test('no secret is told: not by a plan that changes the file it stands in, a journal, a list of processes, the state or a bundle', async () => {
    await printed('app1', 'sed', '-i', 's/"password": "/&x/', '/etc/survey/config.json');
    const shown = await bancada('plan', 'survey', '-v');
    expect(shown.stdout).toContain('"password": "•••"');
    const told = await Promise.all([
      bancada('plan', 'survey', '--json', '-v'),
      bancada('logs', 'survey', '--lines', '100000'),
      bancada('exec', 'survey', '--all', '--', 'ps', 'axww', '-o', 'args'),
      bancada('show', 'survey', '--json'),
    ]);
    const folder = join(standing.directory, '.bancada', 'survey');
    const state = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    const kept = await Promise.all(state.map(({ name }) => readFile(join(folder, name), 'utf8')));
    const everything = [shown, ...told]
      .map(({ stdout, stderr }) => stdout + stderr)
      .concat(kept, JSON.stringify(brought));
    const secrets = await secretLinesIn(folder);
    expect(secrets.length).toBeGreaterThan(20);
    const archive = join(await temporaryFolder(), 'survey.tar.gz');
    expect((await bancada('bundle', 'survey', '-o', archive)).code).toBe(0);
    const bundle = await unpacked(archive);
    expect(bundle['machines/lb/files/etc/nginx/nginx.conf']).toContain('upstream');
    expect(bundle['machines/db/journal.txt']).toContain('mariadbd');
    expect(bundle['machines/lb/routes.txt']).toContain('dev lan');
    expect(bundle['plan.json']).toContain('/etc/survey/config.json');
    expect(bundle['lab/ledger.jsonl']).toContain('"name":"lb"');
    expect(bundle['machines/app1/files/etc/survey/config.json']).toContain('"password": "x•••"');
    for (const text of [...everything, ...Object.values(bundle)])
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test('what somebody changed by hand is found, told as such, and mended', async () => {
    await onMachine('lb', 'sh', '-c', 'echo "# by hand" >> /etc/nginx/nginx.conf');
    await onMachine('app1', 'systemctl', 'stop', 'survey');
    await onMachine('db', 'nft', 'flush', 'table', 'inet', 'bancada');
    const { changes } = await plan();
    expect(changes.filter(({ drift }) => drift).map(({ machine, resource }) => `${machine} ${resource}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^lb file:.*nginx\.conf$/),
        expect.stringMatching(/^app1 service:survey/),
        expect.stringMatching(/^db firewall/),
      ]),
    );
    expect((await bancada('plan', 'survey', '--check')).code).toBe(2);
    const { checks } = await up();
    expect(checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
    expect((await plan()).changes).toEqual([]);
  });

  test('a machine that is stopped comes back with its data', async () => {
    await onMachine('db', 'sh', '-c', 'echo kept > /root/note');
    expect((await bancada('stop', 'survey', 'db')).code).toBe(0);
    expect((await bancada('check', 'survey', '--timeout', '1s')).code).not.toBe(0);
    expect((await bancada('start', 'survey', 'db')).code).toBe(0);
    expect((await onMachine('db', 'cat', '/root/note')).stdout).toContain('kept');
    expect((await bancada('check', 'survey')).code).toBe(0);
  });

  test('the whole lab goes down and comes up again', async () => {
    expect((await bancada('down', 'survey')).code).toBe(0);
    const { checks } = await up();
    expect(checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  test('destroy leaves nothing', async () => {
    expect((await bancada('destroy', 'survey', '--yes')).code).toBe(0);
    expect(await lastingDifferences(before, { ids: new Set([brought.id]) })).toEqual([]);
    expect((await bancada('status', 'survey', '--json')).json<StatusResult>().machines[0]?.machine.state).toBe(
      'absent',
    );
  });
});
