import { rmSync } from 'node:fs';
import { LabError } from '../../../errors/lab-error.ts';
import { isAlive } from '../../../ports/computer.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces, machinePlaces } from '../places.ts';
import type { DirectionOrder, InterfaceOrder, LinkRequest } from '../protocol.ts';
import type { LinksRecord, MachineRecord, RunRecord, SwitchRecord } from '../records.ts';
import { ownLab } from './caller.ts';
import type { Work } from './create.ts';
import { readRecord, writeRecord } from './files.ts';
import * as network from './network.ts';
import { inNetworkOf, must, run } from './programs.ts';
import { tryMeans } from './switch.ts';

/** A machine that runs, with the namespaces in which the two ends of its cables are. */
interface Running {
  readonly id: string;
  readonly machine: string;
  readonly interfaces: readonly InterfaceOrder[];
  readonly machinePid: number;
  readonly switchPid: number;
}

const running = (id: string, machine: string): Running | undefined => {
  const place = machinePlaces(id, machine);
  const made = readRecord<MachineRecord>(place.record);
  const itself = readRecord<RunRecord>(place.run);
  const switches = readRecord<SwitchRecord>(labPlaces(id).switch);
  if (made === undefined || itself === undefined || switches === undefined) return undefined;
  if (!isAlive(itself) || !isAlive(switches)) return undefined;
  return { id, machine, interfaces: made.order.interfaces, machinePid: itself.pid, switchPid: switches.pid };
};

/** Changes a link of a running machine. @throws LabError `machine-not-running`, `no-such-link`, `link-unavailable` */
export const changeLink = async (request: LinkRequest, { caller }: Work): Promise<void> => {
  const { id, machine } = request;
  const there = ownLab(id, caller) && running(id, machine);
  if (there === undefined)
    throw new LabError({ code: 'machine-not-running', fault: 'operation', message: localTexts.notRunning(machine) });
  const cable = there.interfaces.find((each) => each.network === request.network);
  if (cable === undefined)
    throw new LabError({ code: 'no-such-link', fault: 'bug', message: localTexts.noLink(machine, request.network) });
  const means = await tryMeans(there.switchPid);
  refuseImpossible(request, cable, means);
  const before = linksOf(there);
  const after = [...before.filter((each) => each.network !== request.network), ...changed(request)];
  writeLinks(there, after);
  try {
    await apply(there, cable, request, means);
  } catch (error) {
    // Whatever was done of it: back to what was before, and the record tells that again.
    const former = before.find((each) => each.network === request.network) ?? {};
    await apply(there, cable, former, means).catch(() => undefined);
    writeLinks(there, before);
    throw error;
  }
};

/** Puts the links of a running machine back to what is declared, if any was changed. @returns whether one was */
export const restoreLinks = async (id: string, machine: string): Promise<boolean> => {
  const there = running(id, machine);
  const links = there === undefined ? [] : linksOf(there);
  if (there === undefined || links.length === 0) return false;
  const means = await tryMeans(there.switchPid);
  for (const { network: name } of links) {
    const cable = there.interfaces.find((each) => each.network === name);
    if (cable !== undefined) await apply(there, cable, {}, means);
  }
  writeLinks(there, []);
  return true;
};

const linksOf = ({ id, machine }: Running): LinksRecord =>
  readRecord<LinksRecord>(machinePlaces(id, machine).links) ?? [];

/** Whether links of a machine were changed. */
export const hasChangedLinks = (id: string, machine: string): boolean => {
  const there = running(id, machine);
  return there !== undefined && linksOf(there).length > 0;
};

const writeLinks = ({ id, machine }: Running, links: LinksRecord): void => {
  const path = machinePlaces(id, machine).links;
  if (links.length > 0) writeRecord(path, links);
  else rmSync(path, { force: true });
};

const changed = ({ network: name, from, to }: LinkRequest): LinksRecord =>
  from === undefined && to === undefined
    ? []
    : [{ network: name, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];

/** What a declared link could not be given was said when it came up; what is asked for now is refused. */
const refuseImpossible = ({ from, to }: LinkRequest, { link }: InterfaceOrder, means: network.LinkMeans): void => {
  const wants = (property: 'delayMs' | 'jitterMs' | 'loss'): boolean =>
    [from, to].some((direction) => (direction?.[property] ?? 0) > 0 && direction?.[property] !== link[property]);
  const delay = !means.netem && (wants('delayMs') || wants('jitterMs'));
  const cutsOneWay = (from?.down === true) !== (to?.down === true);
  const loss = (!means.netem && !means.randomDrop && wants('loss')) || (cutsOneWay && !means.randomDrop);
  if (!delay && !loss) return;
  throw new LabError({
    code: 'link-unavailable',
    fault: 'environment',
    message: localTexts.linkUnavailable(delay ? 'delay' : 'loss'),
    hint: localTexts.linkUnavailableHint(delay ? 'delay' : 'loss'),
  });
};

const apply = async (
  { machine, machinePid, switchPid }: Running,
  { network: name, device, link }: InterfaceOrder,
  { from, to }: { readonly from?: DirectionOrder | undefined; readonly to?: DirectionOrder | undefined },
  means: network.LinkMeans,
): Promise<void> => {
  const port = network.portName(machine, name);
  const commands = network.linkCommands(port, device, { from: from ?? link, to: to ?? link }, means);
  await shape(machinePid, device, commands.machineTc);
  await shape(switchPid, port, commands.switchTc);
  // Where there is no nftables no table of ours can be left either.
  if (means.randomDrop) await must([...inNetworkOf(switchPid), 'nft', '-f', '-'], { stdin: commands.nft });
  await must([...inNetworkOf(switchPid), 'ip', '-batch', '-'], { stdin: commands.ip });
};

const shape = async (pid: number, device: string, orders: string): Promise<void> => {
  if (orders !== '') await must([...inNetworkOf(pid), 'tc', '-batch', '-'], { stdin: orders });
  // Fails where there was nothing to take away, which is as good.
  else await run([...inNetworkOf(pid), 'tc', 'qdisc', 'del', 'dev', device, 'root']);
};
