import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LinkResult, PlanResult } from '../../src/verbs/results.ts';
import { startAt, type Said } from '../support/bancada.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

const wire = `
networks:
  lan: { subnet: 192.168.88.0/24, link: { rate: 40mbit } }
machines:
  one:
    networks: { lan: 192.168.88.11 }
    services: { memcached: {} }
  two:
    networks: { lan: 192.168.88.12 }
visitors:
  class: { from: lan, to: memcached }
`;
const addresses = { one: '192.168.88.11', two: '192.168.88.12' };
type Name = keyof typeof addresses;
const other = (name: Name): Name => (name === 'one' ? 'two' : 'one');

let project: SmallProject;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

beforeAll(async () => {
  project = await lastingProject('wire', wire);
  good(await project.bancada('up', '--no-check'));
}, 180_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
});

beforeEach(async () => {
  good(await project.bancada('link', 'one', 'lan', '--reset'));
});

const on = (machine: Name, script: string): Promise<Said> =>
  project.bancada('exec', '-m', machine, '--', 'sh', '-c', script);

const change = async (...words: readonly string[]): Promise<LinkResult> => {
  const said = await project.bancada('link', 'one', 'lan', '--json', ...words);
  good(said);
  return said.json<LinkResult>();
};

const counter = async (machine: Name, name: 'InEchos' | 'InEchoReps'): Promise<number> =>
  Number(
    good(
      await on(
        machine,
        `awk '/^Icmp:/ { for (i = 1; i <= NF; i++) if (!n[i]) n[i] = $i; else if (n[i] == "${name}") print $i }' /proc/net/snmp`,
      ),
    ),
  );

/** Has `two` ask after `one` five times a second. @returns what ends that */
const pinging = async (): Promise<() => Promise<unknown>> => {
  const unit = 'pinging.service';
  good(await on('two', `systemd-run --quiet --collect --unit=${unit} ping -q -i 0.2 ${addresses.one}`));
  return () => on('two', `systemctl stop ${unit}`);
};

const pings = 400;

/** How many of 400 echo requests of `two` came to `one`, and how many of its answers came back. By ping and the kernels' counters. */
const echoes = async (): Promise<{ readonly there: number; readonly back: number }> => {
  const both = () => Promise.all([counter('one', 'InEchos'), counter('two', 'InEchoReps')]);
  const before = await both();
  await on('two', `ping -q -c ${String(pings)} -i 0.002 -W 1 ${addresses.one}`);
  const after = await both();
  return { there: after[0] - before[0], back: after[1] - before[1] };
};

/** Megabits a second of what one machine receives while the other sends as fast as it can, by the receiver's own count. */
const received = async (sender: Name): Promise<number> => {
  const bytes = async (): Promise<number> =>
    Number(good(await on(other(sender), 'cat /sys/class/net/lan/statistics/rx_bytes')));
  const script = `
import socket, time
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.connect(("${addresses[other(sender)]}", 9))
start = time.monotonic()
while time.monotonic() - start < 1:
    for _ in range(20):
        try: out.send(bytes(1200))
        except OSError: pass
print(time.monotonic() - start)
`;
  const before = await bytes();
  const seconds = Number(good(await project.bancada('exec', '-m', sender, '--', 'python3', '-c', script)));
  return (((await bytes()) - before) * 8) / seconds / 1e6;
};

test('packets are lost in one direction, and in that one only', async () => {
  expect(await change('--loss', '30%', '--to')).toMatchObject({
    changed: true,
    to: { loss: 0.3 },
    from: { rateBps: 4e7 },
  });
  const lossyThere = await echoes();
  // 400 packets at 70 %: 280, standard deviation 9.2. Three things at once would have to be very unlikely to fail by chance.
  expect(Math.abs(lossyThere.there - 280)).toBeLessThan(46);
  expect(lossyThere.back).toBe(lossyThere.there);

  await change('--reset');
  await change('--loss', '30%', '--from');
  const lossyBack = await echoes();
  expect(lossyBack.there).toBe(pings);
  expect(Math.abs(lossyBack.back - 280)).toBeLessThan(46);
}, 60_000);

test('a rate holds in one direction, and the declared one in the other', async () => {
  await change('--rate', '4mbit', '--from');
  const slow = await received('one');
  const usual = await received('two');
  expect(slow).toBeGreaterThan(2.5);
  expect(slow).toBeLessThan(5);
  expect(usual).toBeGreaterThan(15);
  expect(usual).toBeLessThan(46);
}, 60_000);

test('cut one way, what is sent vanishes; cut both ways, the machine sees that its cable is out', async () => {
  const ping = (from: Name, times = 3) => on(from, `ping -q -c ${String(times)} -i 0.1 -W 1 ${addresses[other(from)]}`);
  await change('--down', '--to');
  expect(await echoes()).toEqual({ there: 0, back: 0 });
  expect((await on('one', 'cat /sys/class/net/lan/carrier')).stdout).toBe('1');

  await change('--down');
  expect((await on('one', 'cat /sys/class/net/lan/carrier')).stdout).toBe('0');
  expect((await ping('one')).code).not.toBe(0);

  expect(await change('--up')).toMatchObject({ from: { down: false }, to: { down: false } });
  // The kernel looks after cables once a second only.
  expect((await ping('one', 20)).code).toBe(0);
  expect(await change('--reset')).toMatchObject({ changed: false, from: { rateBps: 4e7 }, to: { rateBps: 4e7 } });
}, 60_000);

test('plan and status show a changed link, and up puts it back', async () => {
  await change('--loss', '100%', '--down', '--from');
  expect(good(await project.bancada('status'))).toContain('its link to lan was changed');
  const plan = await project.bancada('plan', '--check', '--json');
  expect(plan.code).toBe(2);
  expect(plan.json<PlanResult>().machines).toMatchObject([{ name: 'one', action: 'update' }, { action: 'keep' }]);
  good(await project.bancada('up', '--no-check'));
  expect(await change()).toMatchObject({ changed: false });
  expect((await project.bancada('plan', '--check')).code).toBe(0);
  expect(await echoes()).toEqual({ there: pings, back: pings });
}, 60_000);

test('a machine that was restarted has its declared links', async () => {
  await change('--down');
  good(await project.bancada('restart', 'one'));
  expect(await change()).toMatchObject({ changed: false });
  expect((await on('one', 'cat /sys/class/net/lan/carrier')).stdout).toBe('1');
}, 60_000);

test('what this kernel cannot do is refused, and changes nothing', async () => {
  const said = await project.bancada('link', 'one', 'lan', '--delay', '40ms', '--to');
  if (said.code === 0) {
    const { stdout } = await on('two', `ping -q -c 5 -i 0.2 ${addresses.one}`);
    expect(Number(/= [\d.]+\/([\d.]+)\//.exec(stdout)?.[1])).toBeGreaterThan(39);
    return;
  }
  expect(said).toMatchObject({ code: 69, stderr: expect.stringContaining('no netem') as string });
  expect(await change()).toMatchObject({ changed: false });
}, 60_000);

test('a link that does not exist is refused with those that do', async () => {
  expect(await project.bancada('link', 'one', 'wan', '--down')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('it has links to lan') as string,
  });
});

/** Source, destination and protocol of the IPv4 packets in a pcap file of Ethernet frames. */
const packetsIn = (
  file: Buffer,
): readonly { readonly from: string; readonly to: string; readonly protocol: number }[] => {
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(file.readUInt32LE(20)).toBe(1);
  const packets = [];
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8);
    const frame = file.subarray(at + 16, at + 16 + length);
    const address = (offset: number): string => [...frame.subarray(offset, offset + 4)].join('.');
    if (frame.readUInt16BE(12) === 0x0800)
      packets.push({ from: address(26), to: address(30), protocol: frame.readUInt8(23) });
    at += 16 + length;
  }
  return packets;
};

test('packets are captured to a file, as many as asked for, and only those that the filter lets through', async () => {
  const capturing = project.start('capture', 'one', 'lan', '-o', 'lan.pcap', '-n', '6', '--', 'icmp');
  await once(capturing.stderr, 'data');
  const stop = await pinging();
  expect((await capturing).exitCode).toBe(0);
  await stop();
  const packets = packetsIn(await readFile(join(project.standing.directory, 'lan.pcap')));
  expect(packets).toHaveLength(6);
  const asked = { from: addresses.two, to: addresses.one, protocol: 1 };
  const answered = { from: addresses.one, to: addresses.two, protocol: 1 };
  expect(packets).toEqual([asked, answered, asked, answered, asked, answered]);
}, 60_000);

test('Wireshark is given the packets as they come; Ctrl-C ends it and leaves no tcpdump behind', async () => {
  const folder = join(project.standing.directory, 'bin');
  await mkdir(folder);
  await writeFile(
    join(folder, 'wireshark'),
    `#!/bin/sh\necho "$@" > "${folder}/arguments"\nexec cat > "${folder}/packets"\n`,
    { mode: 0o755 },
  );
  const standing = {
    ...project.standing,
    environment: { ...project.standing.environment, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
  };
  const capturing = startAt(standing, 'capture', 'wire', 'one', 'lan', '--wireshark');
  const packets = async (): Promise<Buffer> => readFile(join(folder, 'packets')).catch(() => Buffer.alloc(0));
  while ((await packets()).length < 200) await on('two', `ping -q -c 2 -i 0.1 -W 1 ${addresses.one}`);
  process.kill(-(capturing.pid ?? 0), 'SIGINT');
  expect((await capturing).exitCode).toBe(0);
  expect(await readFile(join(folder, 'arguments'), 'utf8')).toBe('-k -i -\n');
  expect(packetsIn(await packets()).some(({ protocol }) => protocol === 1)).toBe(true);
  expect((await on('one', 'pidof tcpdump')).code).not.toBe(0);
}, 60_000);

test('without a file packets are told in words, and a filter that is none is refused', async () => {
  const stop = await pinging();
  const { stdout } = await project.bancada('capture', 'one', 'lan', '-n', '1', '--', 'icmp');
  expect(stdout).toContain(`IP ${addresses.two} > ${addresses.one}: ICMP echo request`);
  expect(await project.bancada('capture', 'one', 'lan', '--', 'icmp', 'and', '(')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('put a filter after two dashes') as string,
  });
  await stop();
}, 60_000);
