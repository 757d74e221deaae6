import { LabError } from '../../errors/lab-error.ts';
import { computerVersions } from '../../ports/computer.ts';
import { writeText } from '../../ports/files.ts';
import { labFolder } from '../../state/lab.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { labNameOf, readLab } from '../compiled.ts';
import { doctor } from '../doctor.ts';
import { openRunning } from '../opened.ts';
import { plan } from '../plan.ts';
import { roleWorld } from '../provisioned.ts';
import type { DoctorResult } from '../results.ts';
import { openSessions } from '../sessions.ts';
import { status } from '../status.ts';
import { packed, type NamedText } from './archive.ts';
import { machineFiles } from './machine.ts';
import { maskingOf } from './masking.ts';
import { stateFiles } from './state.ts';

/** Which lab is told of, and where. */
export interface BundleRequest extends LabRequest {
  /** Absolute path of the archive, from the lab's name. */
  readonly output: (lab: string) => string;
  /** Bancada's own version. */
  readonly version: string;
}

/** What was written. */
export interface Bundled {
  readonly lab: string;
  readonly output: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const failureOf = (error: unknown): object =>
  error instanceof LabError
    ? { error: error.code, message: error.sentence, context: error.context }
    : { error: 'bug', message: String(error), stack: error instanceof Error ? error.stack : undefined };

/**
 * What cannot be told is told as such, in a file of that name: a bundle is made when something is wrong, and be it with
 * Bancada itself. Only who asked for it may end it.
 */
const told = async (
  name: string,
  { stage: { signal } }: Bench,
  tell: () => Promise<readonly NamedText[]>,
): Promise<readonly NamedText[]> => {
  try {
    return await tell();
  } catch (error) {
    signal.throwIfAborted();
    return [[name, asJson(failureOf(error))]];
  }
};

const toldAsJson = (name: string, bench: Bench, tell: () => Promise<unknown>): Promise<readonly NamedText[]> =>
  told(name, bench, async () => [[name, asJson(await tell())]]);

const ofComputer = (version: string): NamedText => [
  'versions.json',
  asJson({ bancada: version, ...computerVersions() }),
];

/** What this computer lacks for the lab or, where nobody can tell what it needs, for labs in general. */
const ofHost = async (request: LabRequest, bench: Bench): Promise<DoctorResult & { readonly inGeneral?: object }> => {
  try {
    return await doctor(request, bench);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { lab: _, ...general } = request;
    return { inGeneral: failureOf(error), ...(await doctor(general, bench)) };
  }
};

/** The file itself, as it lies there, and what is wrong with it. */
const ofTopology = async (request: LabRequest, bench: Bench): Promise<readonly NamedText[]> => {
  const { file, text, diagnostics } = await readLab(request, bench);
  return [
    ['topology.yaml', text],
    ['topology.json', asJson({ file, diagnostics })],
  ];
};

const ofMachines = async (request: LabRequest, bench: Bench): Promise<readonly NamedText[]> => {
  const lab = await openRunning(request, bench);
  const world = await roleWorld(lab);
  await using sessions = openSessions(lab, bench);
  const each = lab.blueprint.machines.map((machine) =>
    told(`machines/${machine.name}/unreachable.json`, bench, async () => {
      const texts = await machineFiles(await sessions.of(machine.name), world, machine, bench.stage.signal);
      return texts.map(([name, text]): NamedText => [`machines/${machine.name}/${name}`, text]);
    }),
  );
  return (await Promise.all(each)).flat();
};

/**
 * Puts all that a person who helps has to know of a lab into one archive (tar, gzip): the topology, versions, what this
 * computer lacks, what would change, states, and of each machine its journal, configuration, routes, rules and processes.
 * Every secret of the lab is masked. What of it is broken takes nothing else away. Changes nothing. @throws LabError `file-unwritable`
 */
export const bundle = async ({ output, version, ...request }: BundleRequest, bench: Bench): Promise<Bundled> => {
  const lab = await labNameOf(request, bench);
  const folder = labFolder(bench.project, lab);
  const mask = await maskingOf(folder);
  const meant = request.lab === undefined ? { lab } : request;
  const parts = await Promise.all([
    told('topology.json', bench, () => ofTopology(meant, bench)),
    toldAsJson('doctor.json', bench, () => ofHost(meant, bench)),
    toldAsJson('plan.json', bench, () => plan(meant, bench)),
    toldAsJson('status.json', bench, () => status(meant, bench)),
    told('lab.json', bench, () => stateFiles(folder)),
    told('machines.json', bench, () => ofMachines(meant, bench)),
  ]);
  const texts = [ofComputer(version), ...parts.flat()].map(([name, text]): NamedText => [name, mask(text)]);
  const archive = await packed(`${lab}-bundle`, texts);
  const path = output(lab);
  await writeText(path, archive);
  return { lab, output: path, files: texts.map(([name]) => name), bytes: archive.byteLength };
};
