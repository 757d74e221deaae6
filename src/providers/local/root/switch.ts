import { readFileSync } from 'node:fs';
import { LabError } from '../../../errors/lab-error.ts';
import { processIdentity, type ProcessIdentity } from '../../../ports/computer.ts';
import { comesTrue } from '../../../ports/comes-true.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces } from '../places.ts';
import { hasSwitches } from '../plugged.ts';
import type { CreateRequest, LinkProperty, NetworkOrder } from '../protocol.ts';
import type { SwitchRecord } from '../records.ts';
import { readRecord, writeRecord } from './files.ts';
import { enter, kill } from './groups.ts';
import * as network from './network.ts';
import { inNetworkOf, leaveRunning, must, run } from './programs.ts';

/** The lab's switches: a network namespace with a bridge for each network, and the process that keeps it. */
export interface Switch {
  readonly pid: number;
  /** That process, told apart from those before it. */
  readonly holder: ProcessIdentity;
  readonly means: network.LinkMeans;
}

const startHolder = async (id: string): Promise<number> => {
  // One that no record tells of any more.
  kill(id, 'switch');
  const { pid } = leaveRunning(
    [...enter(id, 'switch'), 'unshare', '--net', '--', 'sh', '-c', 'ip link set dev lo up; exec sleep infinity'],
    `${labPlaces(id).live}/switch.log`,
  );
  if (await comesTrue(() => nameOf(pid) === 'sleep', { forMs: 5000, everyMs: 5 })) return pid;
  throw new LabError({ code: 'switch-failed', fault: 'operation', message: localTexts.switchFailed, context: { id } });
};

const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
};

/** What this kernel can do, found out by doing it to the loopback device of the lab's own namespace. */
export const tryMeans = async (pid: number): Promise<network.LinkMeans> => {
  const inside = inNetworkOf(pid);
  const attempt = async (argv: readonly string[], stdin?: string): Promise<boolean> =>
    (await run([...inside, ...argv], stdin === undefined ? {} : { stdin })).code === 0;
  const netem = await attempt(['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms']);
  if (netem) await attempt(['tc', 'qdisc', 'del', 'dev', 'lo', 'root']);
  const randomDrop = await attempt(['nft', '-f', '-'], network.dropTable('lo', { ingress: 0, egress: 0 }));
  if (randomDrop) await attempt(['nft', 'delete', 'table', 'netdev', 'loss-lo']);
  return { netem, randomDrop };
};

const lackingOf = ({ machines }: CreateRequest, means: network.LinkMeans): readonly LinkProperty[] => {
  const links = machines.flatMap(({ interfaces }) => interfaces.map(({ link }) => link));
  const delay = links.some((link) => (link.delayMs ?? 0) > 0 || (link.jitterMs ?? 0) > 0);
  const loss = links.some((link) => (link.loss ?? 0) > 0);
  return [
    ...(delay && !means.netem ? ['delay' as const] : []),
    ...(loss && !means.netem && !means.randomDrop ? ['loss' as const] : []),
  ];
};

const wantsMeans = ({ machines }: CreateRequest): boolean =>
  machines.some(({ interfaces }) => interfaces.some(({ link }) => Object.keys(link).length > 0));

const same = (one: NetworkOrder, other: NetworkOrder): boolean =>
  one.name === other.name && one.vantage === other.vantage && one.prefix === other.prefix;

const missing = (from: readonly NetworkOrder[], among: readonly NetworkOrder[]): readonly NetworkOrder[] =>
  from.filter((network) => !among.some((other) => same(network, other)));

/** Makes the lab's switches as ordered, or leaves them where they are so. */
export const ensureSwitch = async (request: CreateRequest): Promise<Switch> => {
  const { lab, networks } = request;
  const path = labPlaces(lab.id).switch;
  const record = readRecord<SwitchRecord>(path);
  const there = record !== undefined && (await hasSwitches(record)) ? record : undefined;
  const pid = there?.pid ?? (await startHolder(lab.id));
  const means = wantsMeans(request) ? await tryMeans(pid) : { netem: false, randomDrop: false };
  const unwanted = missing(there?.networks ?? [], networks);
  const wanted = missing(networks, there?.networks ?? []);
  if (unwanted.length > 0)
    await run([...inNetworkOf(pid), 'ip', '-force', '-batch', '-'], { stdin: network.noSwitches(unwanted) });
  if (wanted.length > 0) await must([...inNetworkOf(pid), 'ip', '-batch', '-'], { stdin: network.switches(wanted) });
  if (JSON.stringify(there?.networks) !== JSON.stringify(networks))
    await run([...inNetworkOf(pid), 'ip', '-force', '-batch', '-'], {
      stdin: network.crowds(there?.networks ?? [], networks),
    });
  const holder = processIdentity(pid);
  writeRecord(path, { ...holder, networks, lacking: lackingOf(request, means) } satisfies SwitchRecord);
  return { pid, holder, means };
};
