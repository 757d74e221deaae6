import { arch, platform, release, version as systemVersion } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { listFolder, readText, writeText } from '../../ports/files.ts';
import { openLab } from '../../state/record.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { labNameOf, readLab } from '../compiled.ts';
import { doctor } from '../doctor.ts';
import { openRunning, type OpenedLab } from '../opened.ts';
import { plan } from '../plan.ts';
import { roleWorld } from '../provisioned.ts';
import { openSessions } from '../sessions.ts';
import { status } from '../status.ts';
import { packed, type NamedText } from './archive.ts';
import { machineFiles } from './machine.ts';
import { maskingOf } from './masking.ts';

/** Which lab is told of, and where. */
export interface BundleRequest extends LabRequest {
  /** Absolute path of the archive. */
  readonly output: string;
  /** Bancada's own version. */
  readonly version: string;
}

/** What was written. */
export interface Bundled {
  readonly lab: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** What cannot be told is told as such, in a file of that name: a bundle is made when something is wrong. */
const told = async (name: string, tell: () => Promise<readonly NamedText[]>): Promise<readonly NamedText[]> => {
  try {
    return await tell();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [[name, asJson({ error: error.code, message: error.sentence, context: error.context })]];
  }
};

const toldAsJson = (name: string, tell: () => Promise<unknown>): Promise<readonly NamedText[]> =>
  told(name, async () => [[name, asJson(await tell())]]);

const ofComputer = (version: string): NamedText => [
  'versions.json',
  asJson({ bancada: version, node: process.version, system: [platform(), arch(), release(), systemVersion()] }),
];

/** The file itself, as it lies there, and what is wrong with it. */
const ofTopology = async (request: LabRequest, bench: Bench): Promise<readonly NamedText[]> => {
  const { file, text, diagnostics } = await readLab(request, bench);
  return [
    ['topology.yaml', text],
    ['topology.json', asJson({ file, diagnostics })],
  ];
};

const ofState = async ({ folder }: OpenedLab['identity']): Promise<readonly NamedText[]> => {
  const names = (await listFolder(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name): Promise<NamedText> => [`lab/${name}`, (await readText(join(folder, name))) ?? '']),
  );
};

const ofMachines = async (lab: OpenedLab, bench: Bench): Promise<readonly NamedText[]> => {
  const world = await roleWorld(lab);
  await using sessions = openSessions(lab, bench);
  const each = lab.blueprint.machines.map((machine) =>
    told(`machines/${machine.name}/unreachable.json`, async () => {
      const texts = await machineFiles(await sessions.of(machine.name), world, machine, bench.stage.signal);
      return texts.map(([name, text]): NamedText => [`machines/${machine.name}/${name}`, text]);
    }),
  );
  return (await Promise.all(each)).flat();
};

const ofLab = async (request: LabRequest, bench: Bench): Promise<readonly NamedText[]> => {
  const lab = await openRunning(request, bench);
  return (await Promise.all([ofState(lab.identity), ofMachines(lab, bench)])).flat();
};

/**
 * Puts all that a person who helps has to know of a lab into one archive (tar, gzip): the topology, versions, what this
 * computer lacks, what would change, states, and of each machine its journal, configuration, routes, rules and processes.
 * Every secret of the lab is masked. Changes nothing. @throws LabError `file-unwritable`
 */
export const bundle = async ({ output, version, ...request }: BundleRequest, bench: Bench): Promise<Bundled> => {
  const lab = await labNameOf(request, bench);
  const meant = { lab };
  const mask = await maskingOf(await openLab(bench.project, lab));
  const parts = await Promise.all([
    told('topology.json', () => ofTopology(meant, bench)),
    toldAsJson('doctor.json', () => doctor(meant, bench)),
    toldAsJson('plan.json', () => plan(meant, bench)),
    toldAsJson('status.json', () => status(meant, bench)),
    told('lab.json', () => ofLab(meant, bench)),
  ]);
  const texts = [ofComputer(version), ...parts.flat()].map(([name, text]): NamedText => [name, mask(text)]);
  const archive = await packed(`${lab}-bundle`, texts);
  await writeText(output, archive);
  return { lab, files: texts.map(([name]) => name), bytes: archive.byteLength };
};
