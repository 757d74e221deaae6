import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { LabError } from '../../src/errors/lab-error.ts';
import { systemProcesses } from '../../src/ports/process.ts';
import { createRequest, prepareRequest } from '../../src/providers/local/orders.ts';
import { labPlaces, machinePlaces } from '../../src/providers/local/places.ts';
import { localProvider } from '../../src/providers/local/provider.ts';
import type { MachineRecord, RunRecord } from '../../src/providers/local/records.ts';
import { memoryFolder } from '../../src/providers/local/root/groups.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { connect } from '../../src/ssh/connect.ts';
import type { Session } from '../../src/ssh/session.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';
import { localLab, type LocalLab } from '../support/local-lab.ts';
import { bundleLocalPrograms } from '../support/local-programs.ts';

let rootProgram: string;
let provider: Provider;
let before: HostState;
const labs: LocalLab[] = [];

const begin = (...parameters: Parameters<typeof localLab>): LocalLab => {
  const lab = localLab(...parameters);
  labs.push(lab);
  return lab;
};

const open = (lab: LocalLab, machine: string): Promise<Session> =>
  // A machine that runs may still be booting: SSH need not answer yet.
  connect(provider.reach(lab, machine, lab.privateKey), { patienceMs: 20_000 });

const run = async (lab: LocalLab, machine: string, ...argv: readonly string[]): Promise<string> => {
  await using session = await open(lab, machine);
  const { code, stdout, stderr } = await session.run(argv);
  expect(code, stderr).toBe(0);
  return stdout.trim();
};

/** What the kernel holds a machine to: bytes, and microseconds of processor time in each tenth of a second. */
const limitsOf = ({ identity }: LocalLab, machine: string): { readonly memory: string; readonly cpu: string } => {
  const folder = memoryFolder(identity.id, machine);
  const read = (path: string): string => readFileSync(path, 'utf8').trim();
  return existsSync(join(folder, 'memory.max'))
    ? { memory: read(join(folder, 'memory.max')), cpu: read(join(folder, 'cpu.max')).replace(/ 100000$/, '') }
    : {
        memory: read(join(folder, 'memory.limit_in_bytes')),
        cpu: read(join(folder.replace('/memory/', '/cpu/'), 'cpu.cfs_quota_us')),
      };
};

beforeAll(async () => {
  rootProgram = await bundleLocalPrograms();
  provider = localProvider({ processes: systemProcesses, rootProgram });
  // Building an image is not what is compared or timed below.
  const first = localLab(['first']);
  await provider.create(first, first.stage);
  await provider.destroy(first.identity, first.stage);
  before = await hostState();
});

afterEach(async () => {
  const made = labs.splice(0);
  for (const lab of made) await provider.destroy(lab.identity, lab.stage);
  expect(await lastingDifferences(before, { ids: new Set(made.map(({ identity }) => identity.id)) })).toEqual([]);
});

afterAll(() => rm(dirname(rootProgram), { recursive: true, force: true }));

describe('machines', () => {
  test('are reached by SSH, meet on their network, are held to their size, and are seen without root', async () => {
    const lab = begin(['one', 'two']);
    const observed = await provider.create(lab, lab.stage);
    expect(observed.networks).toBe('ready');
    expect(observed.machines.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(await run(lab, 'one', 'hostname')).toBe('one');
    expect(await run(lab, 'one', 'ping', '-c', '1', '-W', '2', '192.168.77.11')).toContain(' 0% packet loss');
    expect(await run(lab, 'two', 'ping', '-c', '1', '-W', '2', '192.168.77.1')).toContain(' 0% packet loss');
    expect(Number(await run(lab, 'one', 'df', '--output=size', '/').then((out) => out.split('\n')[1]))).toBeLessThan(
      1024 ** 2,
    );
    expect(limitsOf(lab, 'one')).toEqual({ memory: String(256 * 1024 ** 2), cpu: '50000' });
    const [one] = (await provider.observe(lab)).machines;
    expect(one?.state === 'running' && one.memoryBytes).toBeLessThan(25 * 1024 ** 2);
    expect(await run(lab, 'one', 'systemctl', 'is-system-running')).toBe('running');
  });

  // Where the computer has swap, the kernel may use it before it ends anybody.
  test.skipIf(readFileSync('/proc/swaps', 'utf8').trim().includes('\n'))(
    'end a program that wants more memory than they have, and give it no more processor',
    async () => {
      const lab = begin(['one']);
      await provider.create(lab, lab.stage);
      await using session = await open(lab, 'one');
      const python = (program: string) => session.run(['python3', '-c', program]);
      expect((await python('bytearray(300 << 20)')).code).toBe(128 + 9);
      const { stdout } = await python(
        'import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: pass\nprint(time.process_time())',
      );
      // Half a processor for two seconds, and what the last tenth of a second may exceed it by.
      expect(Number(stdout)).toBeLessThan(1.2);
    },
  );

  test('are entered by the owner only, whose the socket is', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    const { sshFolder, sshSocket } = machinePlaces(lab.identity.id, 'one');
    const { mode, uid } = statSync(sshFolder);
    expect([mode & 0o777, uid]).toEqual([0o700, lab.identity.owner.uid]);
    const knock = 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])';
    const stranger = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'python3', '-c', knock] as const;
    const [program, ...argv] = process.getuid?.() === 0 ? stranger : (['sudo', '-n', ...stranger] as const);
    expect(spawnSync(program, [...argv, sshSocket], { encoding: 'utf8' }).stderr).toContain('Permission denied');
    // Nobody else's way leads in either: nothing listens on its networks.
    expect(await run(lab, 'one', 'sh', '-c', 'cat /proc/net/tcp /proc/net/tcp6 | grep -c " 0A " || true')).toBe('0');
  });

  test('have host keys and ids of their own', async () => {
    const lab = begin(['one', 'two']);
    await provider.create(lab, lab.stage);
    const ids = await Promise.all(['one', 'two'].map((name) => run(lab, name, 'cat', '/etc/machine-id')));
    expect(new Set(ids).size).toBe(2);
    const swapped = { ...lab, hostKeys: { ...lab.hostKeys, one: lab.hostKeys['two']! } };
    await expect(open(swapped, 'one')).rejects.toThrow(LabError);
  });

  test('keep their disk over a stop and over a restart of their own', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    await run(lab, 'one', 'touch', '/root/kept');
    await provider.stop(lab, lab.stage);
    expect((await provider.observe(lab)).machines).toEqual([{ name: 'one', state: 'stopped' }]);
    expect((await provider.observe(lab)).networks).toBe('absent');
    await provider.create(lab, lab.stage);
    expect(await run(lab, 'one', 'ls', '/root/kept')).toBe('/root/kept');
    const boot = await run(lab, 'one', 'systemctl', 'show', '--property=UserspaceTimestampMonotonic');
    // The answer may come, or the machine may be gone before it.
    await run(lab, 'one', 'systemctl', 'reboot').catch(() => undefined);
    await expect
      .poll(() => run(lab, 'one', 'systemctl', 'show', '--property=UserspaceTimestampMonotonic').catch(() => boot), {
        timeout: 20_000,
      })
      .not.toBe(boot);
    expect(await run(lab, 'one', 'ls', '/root/kept')).toBe('/root/kept');
  });

  test('cannot fill the computer’s disk', async () => {
    const lab = begin(['one'], { size: { name: 'tiny', cpus: 1, memoryMiB: 256, diskGiB: 0.1 } });
    await provider.create(lab, lab.stage);
    await using session = await open(lab, 'one');
    const { code, stderr } = await session.run(['dd', 'if=/dev/zero', 'of=/big', 'bs=1M', 'count=200']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('No space left on device');
  });

  test('cannot set the computer’s clock', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    await using session = await open(lab, 'one');
    const { code, stderr } = await session.run(['date', '--set', '2001-01-01']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Operation not permitted')]);
  });

  test('a size is changed while the machine runs, more packages are installed', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    await run(lab, 'one', 'touch', '/run/same-boot');
    const [machine] = lab.blueprint.machines;
    const larger = { ...machine!, size: { name: 'medium', cpus: 1, memoryMiB: 512, diskGiB: 1 }, packages: ['hello'] };
    const changed = { ...lab, blueprint: { ...lab.blueprint, machines: [larger] } };
    expect((await provider.observe(changed)).machines[0]?.state).toBe('different');
    const observed = await provider.create(changed, lab.stage);
    expect(observed.machines[0]?.state).toBe('running');
    expect(await run(lab, 'one', 'hello')).toBe('Hello, world!');
    expect(await run(lab, 'one', 'ls', '/run/same-boot')).toBe('/run/same-boot');
  });
});

describe('links', () => {
  test('lose packets and are slow as described, and what the kernel lacks is said', async () => {
    const lab = begin(['one', 'two']);
    const [one, two] = lab.blueprint.machines;
    const lossy = {
      ...one!,
      interfaces: [{ ...one!.interfaces[0]!, link: { loss: 0.4, rateBps: 1_000_000, delayMs: 20 } }],
    };
    const shaped = { ...lab, blueprint: { ...lab.blueprint, machines: [lossy, two!] } };
    await provider.create(shaped, lab.stage);
    // The questions who has an address are lost too, and are repeated only once a second: here they are answered beforehand.
    for (const [asks, told] of [[one!, two!] as const, [two!, one!] as const]) {
      const { address, mac } = told.interfaces[0]!;
      await run(lab, asks.name, 'ip', 'neigh', 'replace', address, 'lladdr', mac!, 'dev', 'lan', 'nud', 'permanent');
    }
    await using session = await open(lab, 'two');
    const { stdout } = await session.run(['ping', '-q', '-c', '60', '-i', '0.01', '-W', '1', '192.168.77.10']);
    const lost = Number(/([\d.]+)% packet loss/.exec(stdout)?.[1]);
    // 1 - 0.6 * 0.6 = 64 % of the round trips; four standard deviations around it.
    expect(lost).toBeGreaterThan(39);
    expect(lost).toBeLessThan(89);
    expect(await run(lab, 'one', 'tc', 'qdisc', 'show', 'dev', 'lan')).toMatch(/tbf .*rate 1Mbit|netem .*rate 1Mbit/);
    const fastest = Number(/= ([\d.]+)\//.exec(stdout)?.[1]);
    const noticed = lab.events.some((event) => event.type === 'notice' && event.code === 'link-delay-unavailable');
    expect(fastest >= 40 || noticed, `fastest round trip ${String(fastest)} ms`).toBe(true);
  });
});

describe('labs', () => {
  test('with equal subnets live side by side', async () => {
    const [one, other] = [begin(['same']), begin(['same'])];
    await Promise.all([provider.create(one, one.stage), provider.create(other, other.stage)]);
    await run(one, 'same', 'touch', '/root/of-one');
    await using session = await open(other, 'same');
    expect((await session.run(['ls', '/root/of-one'])).code).not.toBe(0);
    const ids = (await provider.list(one.identity.owner)).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([one.identity.id, other.identity.id]));
    await provider.destroy(one.identity, one.stage);
    expect(await run(other, 'same', 'hostname')).toBe('same');
  });

  test('creating again what is there changes nothing', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    const records = () =>
      [machinePlaces(lab.identity.id, 'one').run, labPlaces(lab.identity.id).door].map((path) =>
        readFileSync(path, 'utf8'),
      );
    const made = records();
    await provider.create(lab, lab.stage);
    expect(records()).toEqual(made);
    // Nor is root asked, who may have to be asked for a password.
    await localProvider({ processes: systemProcesses, rootProgram: '/nonexistent' }).create(lab, lab.stage);
  });

  test('a machine whose start was cut off before it was held to its size is held to it the next time', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    const { run: path } = machinePlaces(lab.identity.id, 'one');
    const record = JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
    const folder = memoryFolder(lab.identity.id, 'one');
    const limit = ['memory.max', 'memory.limit_in_bytes'].map((file) => join(folder, file)).find(existsSync) ?? '';
    const [held, free] = [limitsOf(lab, 'one').memory, String(512 * 1024 ** 2)];
    writeFileSync(path, JSON.stringify({ ...record, settled: false }));
    writeFileSync(limit, free);
    expect(limitsOf(lab, 'one').memory).toBe(free);
    await provider.create(lab, lab.stage);
    expect(limitsOf(lab, 'one').memory).toBe(held);
  });

  test('a stop whose asker was killed is waited for, and undone, by the next creation', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    const child = spawn(process.execPath, [rootProgram], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.write(`${JSON.stringify({ operation: 'stop', id: lab.identity.id })}\n`);
    const { turn } = labPlaces(lab.identity.id);
    await vi.waitUntil(() => existsSync(turn), { interval: 1 });
    child.stdin.destroy();
    await provider.create(lab, lab.stage);
    expect(child.exitCode).not.toBeNull();
    expect(await run(lab, 'one', 'hostname')).toBe('one');
  });

  test('an interrupted creation is taken up again, and leaves nothing when it is destroyed', async () => {
    const lab = begin(['one', 'two', 'three']);
    const child = spawn(process.execPath, [rootProgram], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(createRequest(lab))}\n`);
    while (!String(await once(child.stdout, 'data')).includes('machine')) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
    const observed = await provider.create(lab, lab.stage);
    expect(observed.machines.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  test('a lab of somebody else is left alone', async () => {
    const lab = begin(['one']);
    await provider.create(lab, lab.stage);
    const child = spawn(process.execPath, [rootProgram], {
      env: { SUDO_UID: '4242', SUDO_GID: '4242' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.write(`${JSON.stringify({ operation: 'destroy', id: lab.identity.id })}\n`);
    expect(await text(child.stdout)).toContain('"code":"not-your-lab"');
    expect((await provider.observe(lab)).machines[0]?.state).toBe('running');
  });
});

describe('an image', () => {
  test('whose making was killed is made anew, and nobody goes on making the first', async () => {
    const lab = begin(['one'], { packages: ['hello'] });
    await provider.create(lab, lab.stage);
    const { layers } = JSON.parse(readFileSync(machinePlaces(lab.identity.id, 'one').record, 'utf8')) as MachineRecord;
    const image = dirname(layers[0] ?? '');
    await provider.destroy(lab.identity, lab.stage);
    await rm(image, { recursive: true });
    const child = spawn(process.execPath, [rootProgram], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(prepareRequest(lab))}\n`);
    await vi.waitUntil(() => makers(image).length > 1, { timeout: 20_000 });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => makers(image)).toEqual([]);
    await provider.prepare?.(lab, lab.stage);
    expect([image, `${image}.building`].map((path) => existsSync(path))).toEqual([true, false]);
  });
});

/** Processes that make an image. */
const makers = (image: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${image}.building`);
    } catch {
      return false;
    }
  });

describe('the door', () => {
  test('leads from a loopback port into the lab, and keeps its number over a stop', async () => {
    const lab = begin(['web']);
    const { published } = await provider.create(lab, lab.stage);
    const [door] = published;
    expect(door).toMatchObject({ visitors: 'class', address: '192.168.77.10', port: 8000 });
    await run(lab, 'web', 'systemd-run', '--quiet', 'python3', '-c', greeter);
    await expect.poll(() => askDoor(door?.listen), { timeout: 10_000 }).toBe('web sees 192.168.77.1');
    await provider.stop(lab, lab.stage);
    expect((await provider.create(lab, lab.stage)).published).toEqual(published);
  });

  test('leads each kind of visitors from its own network to every instance they visit', async () => {
    const lab = begin(['one', 'two']);
    const world = {
      kind: 'internet',
      name: 'world',
      subnet: '203.0.113.0/24',
      vantage: '203.0.113.1',
      link: {},
    } as const;
    const machines = lab.blueprint.machines.map((machine, index) => {
      const [lan] = machine.interfaces;
      const [address, mac] = [`203.0.113.${String(10 + index)}`, `02:00:00:00:78:${String(10 + index)}`];
      return { ...machine, interfaces: [lan!, { ...lan!, network: 'world', device: 'world', address, mac }] };
    });
    const [visitor] = lab.blueprint.visitors;
    const visitors = [
      { ...visitor!, name: 'class', to: ['web@one', 'web@two'] },
      { ...visitor!, name: 'buyers', network: 'world', to: ['web@two'] },
    ];
    const networks = [...lab.blueprint.networks, world];
    const wide = { ...lab, blueprint: { ...lab.blueprint, networks, machines, visitors } };
    const { published } = await provider.create(wide, lab.stage);
    expect(published.map((each) => [each.visitors, each.address])).toEqual([
      ['class', '192.168.77.10'],
      ['class', '192.168.77.11'],
      ['buyers', '203.0.113.11'],
    ]);
    expect(new Set(published.map(({ listen }) => listen)).size).toBe(3);
    for (const name of ['one', 'two']) await run(wide, name, 'systemd-run', '--quiet', 'python3', '-c', greeter);
    const seen = () => Promise.all(published.map(({ listen }) => askDoor(listen)));
    await expect
      .poll(seen, { timeout: 10_000 })
      .toEqual(['one sees 192.168.77.1', 'two sees 192.168.77.1', 'two sees 203.0.113.1']);
    await provider.create(wide, lab.stage);
    expect((await provider.observe(wide)).published).toEqual(published);
  });

  test('shows the lab as its visitors see it: answering, refusing, silent, out of reach', async () => {
    const lab = begin(['web']);
    await provider.create(lab, lab.stage);
    await run(lab, 'web', 'systemd-run', '--quiet', 'python3', '-c', greeter);
    const rules = 'table inet t { chain c { type filter hook input priority 0; tcp dport 4444 drop; }; }';
    await run(lab, 'web', 'nft', rules);
    const vantage = await provider.vantage(lab, 'lan');
    const dial = (address: string, port: number) => vantage.dial(address, port, { timeoutMs: 500 });
    await expect
      .poll(() =>
        dial('192.168.77.10', 8000).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('open');
    const stream = await dial('192.168.77.10', 8000);
    stream.end('GET / HTTP/1.0\r\n\r\n');
    expect(await text(stream)).toContain('192.168.77.1');
    await expect(dial('192.168.77.10', 3306)).rejects.toMatchObject({ failure: 'refused' });
    await expect(dial('192.168.77.10', 4444)).rejects.toMatchObject({ failure: 'silent' });
    await expect(dial('10.99.99.99', 80)).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test('says who holds a port that was asked for', async () => {
    const holder = createServer();
    await once(holder.listen(0, '127.0.0.1'), 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const lab = begin(['web']);
    const visitors = lab.blueprint.visitors.map((one) => ({ ...one, listen: port }));
    const asking = { ...lab, blueprint: { ...lab.blueprint, visitors } };
    await expect(provider.create(asking, lab.stage)).rejects.toMatchObject({
      code: 'port-taken',
      fault: 'environment',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    holder.close();
  });
});

/** What is answered at a loopback port; nothing where nobody answers. */
const askDoor = (port: number | undefined): Promise<string> =>
  // The first `fetch` of a program waits for ever for a connection that is reset within milliseconds, while it still
  // loads its parser: so it does here before the service listens.
  fetch(`http://127.0.0.1:${String(port)}/`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.text(),
    () => '',
  );

/** Answers every request with the machine's name and the address it came from. */
const greeter = `
import http.server, socket
class Greeter(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f'{socket.gethostname()} sees {self.client_address[0]}'.encode())
http.server.ThreadingHTTPServer(('', 8000), Greeter).serve_forever()
`;
