import pLimit from 'p-limit';
import { LabError } from '../../../errors/lab-error.ts';
import { thisProcess } from '../../../ports/computer.ts';
import { timed } from '../../../ports/timed.ts';
import type { LabEvent } from '../../../model/event.ts';
import { localTexts } from '../../../text/local.ts';
import { differences, mustRestart } from '../differences.ts';
import { limitNeeds } from '../limits.ts';
import { labPlaces, machinePlaces } from '../places.ts';
import type { CreateRequest, PrepareRequest } from '../protocol.ts';
import type { LabRecord, MachineRecord } from '../records.ts';
import { stands } from './cache.ts';
import { noteOwner, ownLab, type Caller } from './caller.ts';
import { ensureDoor } from './door.ts';
import { makeFolder, readRecord, writeRecord } from './files.ts';
import { machinesRunning } from './groups.ts';
import { imageRecordOf } from './image-record.ts';
import { ensureLayers } from './images.ts';
import { downloadedBytes } from './base-layer.ts';
import { installPackages } from './install.ts';
import { hasChangedLinks, restoreLinks } from './links.ts';
import {
  isRunning,
  isRekeyed,
  isCutOff,
  isUnsettled,
  limitMachine,
  settleMachine,
  startMachine,
  stopMachine,
} from './machine.ts';
import { refuseHalfway } from './snapshots.ts';
import { ensureSwitch, type Switch } from './switch.ts';
import { useLimits } from './raise.ts';

/** For whom, with what to say meanwhile, and until when. */
export interface Work {
  readonly caller: Caller;
  readonly emit: (event: LabEvent) => void;
  readonly signal: AbortSignal;
}

/** As many machines boot at once; more would only wait for each other's processors. */
const bootsAtOnce = 8;

/** Past them machines fail in words that nobody understands, or packets are lost. @throws LabError `kernel-limit` */
const checkLimits = async ({ lab, machines }: CreateRequest): Promise<void> => {
  const ours = machines.filter(({ name }) => isRunning(lab.id, name)).length;
  for (const need of await limitNeeds(machines, machinesRunning() - ours)) {
    if (need.raise === undefined) continue;
    throw new LabError({
      code: 'kernel-limit',
      fault: 'environment',
      message: localTexts.limitReached(need),
      hint: localTexts.limitHint(need.raise),
    });
  }
};

/** Builds the images that machines with these packages stand on. */
export const prepare = async ({ packages }: PrepareRequest, work: Work): Promise<void> => {
  await ensureImages(packages, work);
};

/** Makes the lab as ordered, leaving what is so already. */
export const create = async (request: CreateRequest, work: Work): Promise<void> => {
  const { lab, machines } = request;
  const before = ownLab(lab.id, work.caller);
  refuseHalfway(lab);
  const places = labPlaces(lab.id);
  makeFolder(places.lab);
  noteOwner(lab.id, work.caller);
  const record: LabRecord = { ...lab, owner: work.caller.uid, published: before?.published ?? [] };
  writeRecord(places.record, record);
  useLimits(work.caller);
  await checkLimits(request);
  const layersOf = await ensureImages(packagesOf(request), work);
  makeFolder(places.live);
  const network = await timed(work, { phase: 'network', what: localTexts.networks }, () => ensureSwitch(request));
  const limit = pLimit(bootsAtOnce);
  const settled = await Promise.allSettled(
    machines.map((order) => limit(() => ensureMachine({ request, order, network, layersOf, work }))),
  );
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  const published = await ensureDoor(request, network, work.caller, record.published);
  writeRecord(places.record, { ...record, published } satisfies LabRecord);
};

const recordOf = (id: string, machine: string): MachineRecord | undefined =>
  readRecord<MachineRecord>(machinePlaces(id, machine).record);

/** Of the machines that are to get layers: what a machine was made on stays below it as long as it lives. */
const packagesOf = ({ lab, machines }: CreateRequest): readonly (readonly string[])[] =>
  machines.flatMap(({ name, packages }) => {
    const record = recordOf(lab.id, name);
    if (record === undefined) return [packages];
    return stands(record.layers) ? [] : [record.order.packages];
  });

/** Images for machines with these packages, each set those of one machine. What was built is told, with its bytes. */
export const ensureImages = (sets: readonly (readonly string[])[], work: Work) =>
  timed(work, { phase: 'image', what: localTexts.layers }, async () => {
    const built: string[] = [];
    const before = downloadedBytes();
    const layersOf = await ensureLayers(sets, {
      signal: work.signal,
      onLine: (line) => work.emit({ type: 'output', source: 'image', line }),
      onBuild: (packages) => work.emit({ type: 'phase-started', phase: 'image', what: localTexts.building(packages) }),
      onBuilt: (place) => void built.push(place),
    });
    if (built.length > 0) {
      const records = await Promise.all(built.map(imageRecordOf));
      const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
      const what = localTexts.built(built.length, bytes, Math.max(0, downloadedBytes() - before));
      work.emit({ type: 'notice', code: 'images-built', what });
    }
    return layersOf;
  });

interface MachineWork {
  readonly request: CreateRequest;
  readonly order: CreateRequest['machines'][number];
  readonly network: Switch;
  readonly layersOf: (packages: readonly string[]) => readonly string[];
  readonly work: Work;
}

const ensureMachine = async ({
  request,
  order: { identity, ...order },
  network,
  layersOf,
  work,
}: MachineWork): Promise<void> => {
  const { id } = request.lab;
  const { name } = order;
  const place = machinePlaces(id, name);
  const record = recordOf(id, name);
  const running = isRunning(id, name);
  const changed = record === undefined ? [] : differences(record.order, order);
  const bent = running && hasChangedLinks(id, name);
  const unsettled = running && isUnsettled(id, name);
  const cutOff = running && record !== undefined && (await isCutOff(id, record, network.holder));
  const rekeyed = running && isRekeyed(id, name, identity);
  if (running && !cutOff && !rekeyed && record !== undefined && changed.length === 0 && !bent && !unsettled) return;
  work.signal.throwIfAborted();
  await timed(work, { phase: 'machine', machine: name, what: localTexts.boots(name) }, async () => {
    // What nobody can tell any more of a machine that runs, a start tells anew.
    const restarts = mustRestart(changed) || cutOff || rekeyed || record === undefined;
    if (running && restarts) await stopMachine(id, record?.order ?? order, network.pid);
    const { caller, signal } = work;
    const layers =
      record !== undefined && stands(record.layers) ? record.layers : layersOf((record?.order ?? order).packages);
    // What is to be installed only now is not there before it is.
    const asMade = { ...order, packages: record?.order.packages ?? order.packages };
    const start = { id, order: asMade, identity, layers, caller, network, signal };
    if (!running || restarts) await startMachine(start);
    else if (unsettled) await settleMachine(start);
    if (bent && !restarts) await restoreLinks(id, name);
    if (changed.includes('size')) await limitMachine(id, order);
    if (record !== undefined && changed.includes('packages'))
      await installPackages({ id, order, before: record.order, work });
    writeRecord(place.record, { order, layers: start.layers, boot: thisProcess().boot } satisfies MachineRecord);
  });
};
