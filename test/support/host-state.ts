import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a lab must leave as it was, each kind as a set of lines. */
export type HostState = Readonly<Record<string, ReadonlySet<string>>>;

const execute = promisify(execFile);

const lines = async (program: string, ...argv: readonly string[]): Promise<ReadonlySet<string>> => {
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 } as const;
  // Files that go away while `find` walks make it fail; what it has seen counts all the same.
  const { stdout } = await execute(program, argv, options).catch((error: unknown) => ({
    stdout: (error as { stdout?: string }).stdout ?? '',
  }));
  return new Set(stdout.split('\n').filter(Boolean));
};

const orNothing = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch {
    return undefined; // the process ended meanwhile
  }
};

const pids = (): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** A process that is just ending has no command any more. */
const isWhole = (described: string): boolean => !/^\d+ +$/.test(described);

const kinds = ['net', 'mnt', 'pid', 'uts', 'ipc', 'cgroup'] as const;

const namespacesOf = (pid: string): readonly string[] =>
  kinds.flatMap((kind) => orNothing(() => readlinkSync(`/proc/${pid}/ns/${kind}`)) ?? []);

/**
 * Processes that may be a lab's: those in a namespace that is not ours, in a group of a lab, or so named. What else
 * runs on a computer comes and goes while the tests run, and is none of their business.
 */
const labProcesses = (): readonly string[] => {
  const own = new Set(namespacesOf('self'));
  return pids().filter((pid) => {
    const told =
      orNothing(() => readFileSync(`/proc/${pid}/cgroup`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
    return (
      namespacesOf(pid).some((namespace) => !own.has(namespace)) ||
      /\/bancada-[a-z0-9]{8}|\/(run|lib)\/bancada\/|systemd-nspawn|mmdebstrap/.test(told)
    );
  });
};

const describe = (pid: string): string => {
  const command = orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200));
  const group = orNothing(() =>
    readFileSync(`/proc/${pid}/cgroup`, 'utf8')
      .split('\n')
      .find((line) => line.includes('bancada-')),
  );
  return `${pid} ${command ?? ''} ${group ?? ''}`;
};

/** Values that change by themselves. */
const restless =
  /^(fs\.(aio-nr|dentry-state|file-nr|inode-(nr|state)|quota)|kernel\.(random|ns_last_pid|pty\.nr|perf_)|.*conntrack_count|net\.ipv4\.route\.flush)/;

const sysctls = async (): Promise<ReadonlySet<string>> =>
  new Set([...(await lines('sysctl', '-a'))].filter((line) => !restless.test(line)));

/** Sessions, services and other people's containers have theirs, which are born and die without us. */
const groupOfMachines = /bancada|machine|payload/;

/** Reads all of it. Root sees the most. */
export const hostState = async (): Promise<HostState> => ({
  processes: new Set(labProcesses().map(describe).filter(isWhole)),
  mounts: new Set(readFileSync('/proc/self/mounts', 'utf8').split('\n')),
  loops: await lines('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE'),
  groups: new Set(
    [...(await lines('find', '/sys/fs/cgroup', '-type', 'd'))].filter((group) => groupOfMachines.test(group)),
  ),
  firewall: await lines('nft', 'list', 'ruleset'),
  links: await lines('ip', '-brief', 'link'),
  addresses: await lines('ip', '-brief', 'address'),
  routes: new Set([...(await lines('ip', 'route', 'show', 'table', 'all')), ...(await lines('ip', 'rule'))]),
  sysctls: await sysctls(),
  etc: await lines('find', '/etc', '-printf', '%p %s %m %u %T@\\n'),
  // Images are kept on purpose, for the next lab.
  files: await lines(
    'find',
    '/run',
    '/var/lib',
    '/var/log',
    '/dev/shm',
    '-path',
    '/var/lib/bancada/images',
    '-prune',
    '-o',
    '-print',
  ),
});

/** The lab that a line tells of, by its id. */
const labOf = (line: string): string | undefined => /bancada[-/](?:labs\/)?([a-z0-9]{8})(?![a-z0-9])/.exec(line)?.[1];

/** Leaves out what tells of labs other than these; other people may be at work on this computer. */
const aboutLabs = (differences: readonly string[], ids: ReadonlySet<string>): readonly string[] =>
  differences.filter((line) => {
    const id = labOf(line);
    return id === undefined || ids.has(id);
  });

/** Lines that are in one state and not in the other: `+mounts …` came, `-routes …` went. */
const stateDifferences = (before: HostState, after: HostState): readonly string[] =>
  Object.keys(before).flatMap((kind) => {
    const [old, now] = [before[kind] ?? new Set<string>(), after[kind] ?? new Set<string>()];
    return [
      ...[...now].filter((line) => !old.has(line)).map((line) => `+${kind} ${line}`),
      ...[...old].filter((line) => !now.has(line)).map((line) => `-${kind} ${line}`),
    ];
  });

/** The differences that stay: what other programs do in passing is gone in a few seconds. */
export const lastingDifferences = async (
  before: HostState,
  { milliseconds = 5000, ids }: { readonly milliseconds?: number; readonly ids?: ReadonlySet<string> } = {},
): Promise<readonly string[]> => {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const all = stateDifferences(before, await hostState());
    const differences = ids === undefined ? all : aboutLabs(all, ids);
    if (differences.length === 0 || performance.now() > deadline) return differences;
    await pause(250);
  }
};
