import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { LabError } from '../../../errors/lab-error.ts';
import { isAlive, processIdentity } from '../../../ports/computer.ts';
import { localTexts } from '../../../text/local.ts';
import type { Published } from '../../provider.ts';
import { leadsAs } from '../differences.ts';
import { labPlaces } from '../places.ts';
import { standsIn } from '../plugged.ts';
import type { CreateRequest, Publication } from '../protocol.ts';
import type { DoorRecord } from '../records.ts';
import type { Caller } from './caller.ts';
import { readRecord, writeRecord } from './files.ts';
import * as groups from './groups.ts';
import { untilEmpty } from './machine.ts';
import { inNetworkOf, run } from './programs.ts';
import type { Switch } from './switch.ts';

const loopback = '127.0.0.1';

/** Where the search for a free port starts, and how many it tries. */
const firstPort = 8080;
const portsTried = 200;

const listenAt = async (port: number): Promise<Server | undefined> => {
  const server = createServer();
  try {
    await once(server.listen(port, loopback), 'listening');
    return server;
  } catch {
    return undefined;
  }
};

const holderOf = async (port: number): Promise<string | undefined> => {
  const { stdout } = await run(['ss', '-H', '-ltnp', `sport = :${String(port)}`]);
  return /\("([^"]*)",pid=(\d+)/.exec(stdout)?.slice(1, 3).join(', pid ');
};

const portTaken = async (port: number): Promise<LabError> =>
  new LabError({
    code: 'port-taken',
    fault: 'environment',
    message: localTexts.portTaken(port, await holderOf(port)),
    hint: localTexts.portTakenHint,
    context: { port },
  });

/** The port asked for, or the one had last, or the first free one. */
const listenFor = async (
  { visitors, address, port, listen }: Publication,
  before: readonly Published[],
): Promise<readonly [Server, number]> => {
  if (listen !== undefined) {
    const server = await listenAt(listen);
    if (server === undefined) throw await portTaken(listen);
    return [server, listen];
  }
  const isSame = (one: Published): boolean => one.visitors === visitors && one.address === address && one.port === port;
  const last = before.find(isSame)?.listen;
  const candidates = [
    ...(last === undefined ? [] : [last]),
    ...Array.from({ length: portsTried }, (_, index) => firstPort + index),
  ];
  for (const candidate of candidates) {
    const server = await listenAt(candidate);
    if (server !== undefined) return [server, candidate];
  }
  throw await portTaken(firstPort);
};

/** The program that stands at the door, beside this one in the bundle. */
const program = join(import.meta.dirname, 'door.js');

/** That program, and what is thrown once it has ended. */
interface Door {
  readonly child: ChildProcess;
  readonly ended: Promise<never>;
}

const start = async (id: string, switchPid: number, { uid, gid }: Caller): Promise<Door> => {
  const { doorFolder, doorSocket, doorLog } = labPlaces(id);
  rmSync(doorFolder, { recursive: true, force: true });
  mkdirSync(doorFolder, { mode: 0o700 });
  chownSync(doorFolder, uid, gid);
  const log = openSync(doorLog, 'a', 0o644);
  const asCaller = ['setpriv', `--reuid=${String(uid)}`, `--regid=${String(gid)}`, '--clear-groups', '--'];
  const [first, ...rest] = [
    ...groups.enter(id, 'door'),
    ...inNetworkOf(switchPid),
    ...asCaller,
    process.execPath,
    program,
    doorSocket,
  ];
  const child = spawn(first, rest, {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
  });
  closeSync(log);
  const ended = once(child, 'exit').then(([code]): never => {
    throw new LabError({
      code: 'door-failed',
      fault: 'operation',
      message: localTexts.doorFailed(doorLog),
      context: { id, code: Number(code) },
    });
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return { child, ended };
};

const hand = async ({ child, ended }: Door, server: Server, { address, port }: Published): Promise<void> => {
  const taken = once(child, 'message');
  child.send({ address, port }, server, (error) => {
    if (error) child.kill('SIGKILL');
  });
  try {
    await Promise.race([taken, ended]);
  } finally {
    server.close();
  }
};

/** Opens the lab's door as ordered, or leaves it if it is. @throws LabError `port-taken`, `door-failed` */
export const ensureDoor = async (
  { lab: { id }, published: orders }: CreateRequest,
  { pid: switchPid, holder }: Switch,
  caller: Caller,
  before: readonly Published[],
): Promise<readonly Published[]> => {
  const { door: path, doorSocket } = labPlaces(id);
  const record = readRecord<DoorRecord>(path);
  const there = record !== undefined && isAlive(record) && existsSync(doorSocket) ? record : undefined;
  const good =
    there !== undefined &&
    standsIn(there, holder) &&
    there.published.length === orders.length &&
    orders.every((order) => there.published.some((one) => leadsAs(order, one)));
  if (good) return there.published;
  // Also one that no record tells of any more: it would keep its ports.
  groups.kill(id, 'door');
  await untilEmpty(id, 'door', 5000);
  const door = await start(id, switchPid, caller);
  const { child } = door;
  const published: Published[] = [];
  try {
    for (const order of orders) {
      const [server, listen] = await listenFor(order, before);
      const { visitors, address, port } = order;
      published.push({ visitors, listen, address, port });
      await hand(door, server, { visitors, listen, address, port });
    }
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  child.send('done');
  child.unref();
  writeRecord(path, { ...processIdentity(child.pid ?? 0), plugged: holder, published } satisfies DoorRecord);
  return published;
};
