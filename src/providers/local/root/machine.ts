import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../errors/lab-error.ts';
import { systemClock } from '../../../ports/clock.ts';
import { comesTrue } from '../../../ports/comes-true.ts';
import { isAlive, thisProcess, type ProcessIdentity } from '../../../ports/computer.ts';
import { localTexts } from '../../../text/local.ts';
import { markOfKeys } from '../keys.ts';
import { machinePlaces } from '../places.ts';
import { isPlugged, isShut } from '../plugged.ts';
import type { MachineIdentity, MachineOrder } from '../protocol.ts';
import type { MachineRecord, RunRecord } from '../records.ts';
import type { Caller } from './caller.ts';
import { makeFolder, readRecord, writeRecord } from './files.ts';
import * as groups from './groups.ts';
import * as network from './network.ts';
import { inNetworkOf, leaveRunning, must, run } from './programs.ts';
import { supervisorScript } from './supervisor.ts';
import type { Switch } from './switch.ts';

/** A machine that is to run. */
export interface Start {
  readonly id: string;
  readonly order: MachineOrder;
  readonly identity: MachineIdentity;
  readonly layers: readonly string[];
  readonly caller: Caller;
  readonly network: Switch;
  readonly signal: AbortSignal;
}

/** Files that make a machine itself and no other, with their modes; copied onto its disk before it boots. */
const identityFiles = (id: string, name: string, { authorizedKey, hostKey }: MachineIdentity) =>
  [
    ['etc/hostname', `${name}\n`, 0o644],
    // Stays the same over a stop, so that its journal stays one.
    ['etc/machine-id', `${createHash('sha256').update(`${id} ${name}`).digest('hex').slice(0, 32)}\n`, 0o444],
    ['etc/ssh/ssh_host_ed25519_key', hostKey.privateKey.trimEnd() + '\n', 0o600],
    ['etc/ssh/ssh_host_ed25519_key.pub', `${hostKey.publicKey}\n`, 0o644],
    ['root/.ssh/authorized_keys', `${authorizedKey}\n`, 0o600],
  ] as const;

const writeIdentity = (live: string, { id, order, identity }: Start): void => {
  const folder = join(live, 'identity');
  mkdirSync(folder, { mode: 0o755 });
  for (const [path, content, mode] of identityFiles(id, order.name, identity)) {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true, mode: path.startsWith('root/') ? 0o700 : 0o755 });
    writeFileSync(file, content, { mode });
  }
};

const writeOrders = (live: string, { order, network: { pid, means } }: Start): void => {
  const { name, interfaces } = order;
  const files = {
    'machine.ip': network.machineEnd(name, interfaces, pid),
    'machine.tc': network.machineShaping(interfaces, means),
    'switch.ip': network.switchEnd(name, interfaces),
    'switch.tc': network.switchShaping(name, interfaces, means),
    'switch.nft': network.loss(name, interfaces, means),
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(live, file), content, { mode: 0o600 });
};

const makeLiveFolder = (start: Start): void => {
  const { live, sshFolder } = machinePlaces(start.id, start.order.name);
  rmSync(live, { recursive: true, force: true });
  makeFolder(live);
  // Root's alone while keys lie in it.
  mkdirSync(sshFolder, { mode: 0o700 });
  chownSync(sshFolder, start.caller.uid, start.caller.gid);
  mkdirSync(join(live, 'run'));
  writeIdentity(live, start);
  writeOrders(live, start);
};

/** Whether the machine runs, or is about to. */
export const isRunning = (id: string, name: string): boolean => {
  const record = readRecord<RunRecord>(machinePlaces(id, name).run);
  return record !== undefined && isAlive(record);
};

/** What runc does besides, as it makes a container: a session of keys, and on cgroups of version 2 a filter of devices. */
const containerCalls = '@keyring bpf';

/** Starts a machine and returns when it takes connections on its SSH socket. @throws LabError `machine-failed` */
export const startMachine = async (start: Start): Promise<void> => {
  const { id, order, layers } = start;
  const place = machinePlaces(id, order.name);
  makeFolder(place.folder);
  writeRecord(place.record, { order, layers, boot: thisProcess().boot } satisfies MachineRecord);
  await clearAway(id, order);
  makeLiveFolder(start);
  const bytes = String(Math.round(order.size.diskGiB * 1024 ** 3));
  const supervisor = leaveRunning(
    [
      ...groups.enter(id, groups.machineLeaf(order.name)),
      ...['unshare', '--mount', '--net', '--propagation', 'private', '--', 'sh', '-c', supervisorScript, 'sh'],
      ...[
        place.live,
        place.disk,
        bytes,
        layers.join(':'),
        order.name,
        String(start.network.pid),
        order.containers ? containerCalls : '',
      ],
    ],
    place.log,
  );
  const memory = groups.memoryFolder(id, order.name);
  const since = systemClock.now().getTime();
  writeRecord(place.run, {
    ...supervisor,
    since,
    memory,
    plugged: start.network.holder,
    keys: keysOf(start.identity),
    settled: false,
  } satisfies RunRecord);
  await settleMachine(start);
};

/** Waits until a machine that was started takes connections, and holds it to its size. */
export const settleMachine = async (start: Pick<Start, 'id' | 'order' | 'signal'>): Promise<void> => {
  const { run } = machinePlaces(start.id, start.order.name);
  await untilItAnswers(start);
  await limitMachine(start.id, start.order);
  const record = readRecord<RunRecord>(run);
  if (record !== undefined) writeRecord(run, { ...record, settled: true } satisfies RunRecord);
};

/** Whether a machine has been started and no more: it may still boot, and is held to no size. */
export const isUnsettled = (id: string, name: string): boolean =>
  readRecord<RunRecord>(machinePlaces(id, name).run)?.settled === false;

const keysOf = ({ authorizedKey, hostKey }: MachineIdentity): string => markOfKeys(authorizedKey, hostKey.publicKey);

/** Whether a machine that runs was started with other keys than these. */
export const isRekeyed = (id: string, name: string, identity: MachineIdentity): boolean => {
  const keys = readRecord<RunRecord>(machinePlaces(id, name).run)?.keys;
  return keys !== undefined && keys !== keysOf(identity);
};

/** Whether a machine that runs lacks cables, they lead into switches that are no more, or it can be entered no more. */
export const isCutOff = async (id: string, record: MachineRecord, holder: ProcessIdentity): Promise<boolean> => {
  const { name } = record.order;
  const run = readRecord<RunRecord>(machinePlaces(id, name).run);
  return run !== undefined && (!(await isPlugged(run, record, holder)) || (await isShut(id, name, run)));
};

/** Holds a running machine to its size: processor, memory. After its boot, so that a small machine boots as fast. */
export const limitMachine = async (id: string, { name, size }: MachineOrder): Promise<void> => {
  const command = groups.limit(id, name, size);
  if (command !== undefined) await must(command);
};

const bootLimit = 60_000;

const untilItAnswers = async ({
  id,
  order: { name },
  signal,
}: Pick<Start, 'id' | 'order' | 'signal'>): Promise<void> => {
  const { sshSocket } = machinePlaces(id, name);
  const hasBooted = (): boolean => {
    if (existsSync(sshSocket)) return true;
    if (!isRunning(id, name)) throw machineFailed(id, name);
    return false;
  };
  // To look costs processor time, which those that boot could use.
  if (!(await comesTrue(hasBooted, { forMs: bootLimit, everyMs: 25, signal }))) throw machineFailed(id, name);
};

/** A machine that is not, or no longer, running, with the end of what it said on its console. */
export const machineFailed = (id: string, name: string): LabError => {
  const { log } = machinePlaces(id, name);
  const output = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n') : '';
  const context = { machine: name, output };
  return new LabError({
    code: 'machine-failed',
    fault: 'operation',
    message: localTexts.machineFailed(name),
    hint: localTexts.machineFailedHint,
    context,
  });
};

/** What an earlier run of the machine may have left: processes, and groups that hold it to its size. */
const clearAway = async (id: string, { name }: MachineOrder): Promise<void> => {
  const leaf = groups.machineLeaf(name);
  groups.kill(id, leaf);
  await untilEmpty(id, leaf, 5000);
  await groups.remove(id, leaf);
};

/** Waits until no process is left in a lab's group, or in one of a lab's. @returns whether that came true */
export const untilEmpty = (id: string, leaf: string | undefined, forMs: number): Promise<boolean> =>
  comesTrue(() => groups.members(id, leaf).length === 0, { forMs });

/** systemd powers off when its process 1 gets SIGRTMIN+4. */
const powerOff = 38;

/** Process 1 of a running machine, as this computer numbers it. */
export const initOf = (id: string, name: string): number | undefined =>
  groups.members(id, groups.machineLeaf(name)).find((pid) => isInit(pid));

/** Process 1 of a namespace below ours has two numbers: ours, and 1. */
const isInit = (pid: number): boolean => {
  try {
    return /^NSpid:\t\d+\t1$/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** How often a machine's power button is pressed, a second apart: a process 1 that has just begun does not listen yet. */
const presses = 30;

/** @returns whether it went off, with all that belongs to it; one without a process 1 has nothing to be pressed */
const pressPower = async (id: string, name: string): Promise<boolean> => {
  let init = initOf(id, name);
  if (init === undefined) return false;
  for (let times = 0; times < presses; times += 1) {
    try {
      if (init !== undefined) process.kill(init, powerOff);
    } catch (error) {
      // It may have gone off meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if (await untilEmpty(id, groups.machineLeaf(name), 1000)) return true;
    init = initOf(id, name);
  }
  return false;
};

/** Shuts a machine down as its power button would; after 30 seconds by force. Its disk stays. */
export const stopMachine = async (id: string, order: MachineOrder, switchPid: number | undefined): Promise<void> => {
  const leaf = groups.machineLeaf(order.name);
  if (await pressPower(id, order.name)) await groups.remove(id, leaf);
  else await clearAway(id, order);
  const { record } = machinePlaces(id, order.name);
  const made = readRecord<MachineRecord>(record);
  if (made !== undefined) writeRecord(record, { order: made.order, layers: made.layers } satisfies MachineRecord);
  rmSync(machinePlaces(id, order.name).live, { recursive: true, force: true });
  if (switchPid === undefined) return;
  await run([...inNetworkOf(switchPid), 'ip', '-force', '-batch', '-'], {
    stdin: network.unplug(order.name, order.interfaces),
  });
};
